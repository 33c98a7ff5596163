package org.depinsdk.hardware.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubberTest {
  @TempDir
  Path scratch;

  @Test
  void rotIsFoundWithinOnePassInStepsOfAnySize() throws Exception {
    for (long step : List.of(100L, 1000L, 4096L, 1L << 30)) {
      Path folder = scratch.resolve("s" + step);
      try (PieceStore store = Stores.create(folder);
          Scrubber scrubber = new Scrubber(store)) {
        scrubber.step(step);
        assertThat(scrubber.checked()).isZero();
        List<PieceId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          ids.add(Stores.put(store, Stores.content(i, 1000 + i)));
        }
        List<PieceEvent> events = new ArrayList<>();
        store.onEvent(events::add);
        Stores.rot(Stores.file(folder, ids.get(2)), 999);
        long passes = scrubber.passes();
        while (scrubber.passes() == passes) {
          scrubber.step(step);
        }
        assertThat(events)
            .containsExactly(
                new PieceEvent(PieceEvent.Kind.CORRUPT, ids.get(2), "its SHA-256 is another one"));
        assertThat(scrubber.damaged()).isEqualTo(1);
        assertThat(scrubber.checked()).isGreaterThanOrEqualTo(5);
        assertThat(store.pieces()).hasSize(4).doesNotContainKey(ids.get(2));
      }
    }
  }
}
