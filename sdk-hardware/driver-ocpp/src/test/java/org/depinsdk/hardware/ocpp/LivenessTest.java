package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.depinsdk.hardware.ocpp.Liveness.Verdict;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final Duration PING = Duration.ofMinutes(1);

  private long now = Long.MAX_VALUE - 5;
  private final Liveness liveness = new Liveness(PING, Duration.ofMinutes(5), () -> now);

  private void pass(long seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void pingsOncePerPeriod() {
    assertThat(liveness.check()).isEqualTo(Verdict.ALIVE);
    pass(61);
    assertThat(liveness.check()).isEqualTo(Verdict.PING);
    assertThat(liveness.check()).isEqualTo(Verdict.ALIVE);
    pass(61);
    assertThat(liveness.check()).isEqualTo(Verdict.PING);
  }

  @Test
  void whoAnswersNoPingLivesByHisMessages() {
    for (int i = 0; i < 10; i++) {
      pass(300);
      assertThat(liveness.check()).isNotEqualTo(Verdict.LOST);
      liveness.heard();
    }
    pass(660);
    assertThat(liveness.check()).isNotEqualTo(Verdict.LOST);
    pass(1);
    assertThat(liveness.check()).isEqualTo(Verdict.LOST);
  }

  @Test
  void whoAnswersPingsIsMissedSooner() {
    liveness.ponged();
    pass(150);
    assertThat(liveness.check()).isNotEqualTo(Verdict.LOST);
    pass(1);
    assertThat(liveness.check()).isEqualTo(Verdict.LOST);
  }

  @Test
  void aHeartbeatShorterThanThePingsChangesNothing() {
    Liveness quick = new Liveness(PING, Duration.ofSeconds(5), () -> now);
    assertThat(quick.maxSilence()).isEqualTo(Duration.ofSeconds(150));
  }
}
