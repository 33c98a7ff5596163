package org.depinsdk.tool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterTest {
  @Test
  void ratesAndPartsAreOfTheProcessorTime() {
    Meter meter = new Meter(Duration.ofSeconds(4));
    assertThat(meter.perCpuSecond(100)).isEqualTo("25");
    assertThat(meter.percent(3)).isEqualTo("75.0");
  }

  @Test
  void aTimeTooShortForTheClockHasNoRate() {
    for (Duration time : new Duration[] {Duration.ZERO, Duration.ofMillis(90)}) {
      Meter meter = new Meter(time);
      assertThat(meter.perCpuSecond(100)).isEmpty();
      assertThat(meter.percent(0.01)).isEmpty();
    }
  }

  @Test
  void workIsCounted() throws Exception {
    Meter meter = Meter.of(() -> {
      // twice what is asked below: the clock of a process has coarse ticks
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long end = threads.getCurrentThreadCpuTime() + Duration.ofMillis(100).toNanos();
      while (threads.getCurrentThreadCpuTime() < end) {
        Thread.onSpinWait();
      }
    });
    assertThat(meter.seconds()).isBetween(0.05, 60.0);
  }
}
