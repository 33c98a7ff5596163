package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How the heap is shared out, and when it counts as full. */
class HeapTest {
  private static final long MIB = 1 << 20;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong collectedMs = new AtomicLong();
  private final AtomicLong free = new AtomicLong(MIB);
  private final HeapWatch watch = new HeapWatch(nanos::get, collectedMs::get, free::get, 100 * MIB);

  @Test
  void theHeapMustHoldWhatCallersMayFill() throws Exception {
    assertThatThrownBy(() -> reports(40))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a heap of 40 MiB is too small")
        .hasMessageContaining("(-Xmx239m), or lower --max-waiting or --max-connections");
    assertThatThrownBy(() -> reports(223)).isInstanceOf(IOException.class);
    assertThat(reports(224)).isEqualTo(16 * MIB / 80);
    assertThat(reports(4096)).isGreaterThan(24_000_000);
    assertThat(reports(
            70, "--max-waiting", "100000", "--max-connections", "4", "--max-message", "1024"))
        .isGreaterThan(0);
  }

  @Test
  void aHeapIsFullWhereNothingIsDoneForSecondsButCollecting() {
    for (int i = 0; i < 4; i++) {
      pass(900);
    }
    pass(700);
    for (int i = 0; i < 4; i++) {
      pass(900);
    }
    free.set(50 * MIB);
    pass(900);
    free.set(MIB);
    for (int i = 0; i < 4; i++) {
      pass(900);
    }
    assertThatThrownBy(() -> pass(900)).isInstanceOf(OutOfMemoryError.class);
  }

  private void pass(long ofItCollectingMs) {
    nanos.addAndGet(SECOND_NANOS);
    collectedMs.addAndGet(ofItCollectingMs);
    watch.run();
  }

  private static long reports(long mib, String... options) throws IOException {
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 2, options.length);
    all[0] = "--data";
    all[1] = "data";
    return HeapBudget.of(ServerOptions.parse(all), mib * MIB).openReports();
  }
}
