package org.depinsdk.hardware.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void delaysDoubleUpToTheCapAndLieInTheirUpperHalf() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1500));
    Property.check(200, random -> {
      long expected = 100;
      for (long failures = 1; failures <= 8; failures++) {
        assertThat(backoff.delay(failures, random).toMillis()).isBetween(expected / 2, expected);
        expected = Math.min(1500, expected * 2);
      }
      assertThat(backoff.delay(Long.MAX_VALUE, random).toMillis()).isBetween(750L, 1500L);
    });
  }

  @Test
  void delaysDiffer() {
    long distinct = Property.random(1)
        .longs(50)
        .map(seed -> Backoff.DEFAULT.delay(10, Property.random(seed)).toMillis())
        .distinct()
        .count();
    assertThat(distinct).isGreaterThan(40);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("first <= cap");
    assertThatThrownBy(() -> Backoff.DEFAULT.delay(0, Property.random(1)))
        .hasMessageContaining("failures must be 1 or more");
  }
}
