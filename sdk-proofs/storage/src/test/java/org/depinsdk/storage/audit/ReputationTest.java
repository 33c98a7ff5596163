package org.depinsdk.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.KnownAnswers.Near;
import org.junit.jupiter.api.Test;

/** Storj's scores. */
class ReputationTest {
  @Test
  void auditScores() {
    KnownAnswers.check("storage/storj-reputation", row -> {
      Reputation before =
          new Reputation(row.decimal("alpha").doubleValue(), row.decimal("beta").doubleValue());
      double memory = row.decimal("memory").doubleValue();
      double weight = row.decimal("weight").doubleValue();
      Reputation after = row.flag("good")
          ? before.afterGood(row.number("count"), memory, weight)
          : before.afterBad(row.number("count"), memory, weight);
      assertThat(Reputation.parse(after.toString())).isEqualTo(after);
      return answers(
          "alpha-after", new Near(after.alpha(), 1e-9 * Math.max(1, after.alpha())),
          "beta-after", new Near(after.beta(), 1e-9 * Math.max(1, after.beta())),
          "score", new Near(after.score(), 1e-9),
          "disqualified", after.scorePpm() <= 960_000,
          "suspended", after.scorePpm() <= 600_000);
    });
  }

  @Test
  void onlineScores() {
    OnlineHistory[] history = {OnlineHistory.EMPTY};
    KnownAnswers.check("storage/storj-online-scores", row -> {
      long window = row.number("window");
      history[0] = history[0].with(window, row.flag("online") ? 1 : 0, 1, 2);
      assertThat(OnlineHistory.parse(history[0].toString())).isEqualTo(history[0]);
      return answers("score", new Near(history[0].score(window), 1e-9));
    });
    assertThatThrownBy(() -> history[0].with(0, 1, 1, 2))
        .hasMessage("window must be 3 or later, not 0");
  }

  @Test
  void repairHealth() {
    KnownAnswers.check("storage/storj-repair-health", row -> {
      double days = RepairHealth.daysToLoss(
          row.number("healthy"),
          row.number("data"),
          row.number("holders"),
          row.decimal("failures-per-day").doubleValue());
      return answers("days", new Near(days, 1e-9 * Math.max(1, days)));
    });
    assertThatThrownBy(() -> RepairHealth.daysToLoss(5, 0, 10, 0.1)).hasMessageContaining("data");
  }

  @Test
  void whatIsNoReputationIsRefused() {
    assertThatThrownBy(() -> new Reputation(-1, 0)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> new Reputation(Double.NaN, 0)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> Reputation.parse("1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OnlineHistory.parse("1:2"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OnlineHistory.parse("1:3/2"))
        .hasMessageContaining("0 <= online <= total");
    assertThat(new Reputation(0, 0).score()).isEqualTo(1);
  }
}
