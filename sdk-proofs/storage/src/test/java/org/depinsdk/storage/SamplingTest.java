package org.depinsdk.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.KnownAnswers.Near;
import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void samples() {
    KnownAnswers.check("rewards/detection-cadence", row -> {
      int loss = row.decimal("lost").movePointRight(6).intValueExact();
      int found = Sampling.detectionPpm(loss, row.number("challenges") * row.number("days"));
      return answers("found", new Near(found / 1e6, 1e-6));
    });
    // 1 % lost, drawn with replacement: the figures of the literature for any number of leaves
    assertThat(Sampling.challengesFor(10_000, 950_000)).isEqualTo(299);
    assertThat(Sampling.challengesFor(10_000, 990_000)).isEqualTo(459);
    assertThat(Sampling.missedLossPpm(5, 950_000)).isEqualTo(450_720);
    assertThat(Sampling.detectionPpm(450_720, 5)).isGreaterThanOrEqualTo(950_000);
    assertThat(Sampling.detectionPpm(450_719, 5)).isLessThan(950_000);
    assertThat(Sampling.missedLossPpm(0, 950_000)).isEqualTo(1_000_000);
    assertThat(Sampling.detectionPpm(1_000_000, 1)).isEqualTo(1_000_000);
    assertThat(Sampling.detectionPpm(500_000, 0)).isZero();
    assertThatThrownBy(() -> Sampling.detectionPpm(1_000_001, 1)).hasMessageContaining("loss");
    assertThatThrownBy(() -> Sampling.detectionPpm(1, -1)).hasMessageContaining("not -1");
    assertThatThrownBy(() -> Sampling.challengesFor(0, 1)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> Sampling.challengesFor(1, 1_000_000)).hasMessageContaining("below");
    assertThatThrownBy(() -> Sampling.challengesFor(1_000_001, 1)).hasMessageContaining("loss");
    assertThatThrownBy(() -> Sampling.challengesFor(1, -1)).hasMessageContaining("wanted chance");
    assertThatThrownBy(() -> Sampling.missedLossPpm(1, 1_000_001))
        .hasMessageContaining("wanted chance");
  }
}
