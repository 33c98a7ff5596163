package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.depinsdk.rewards.tariff.Tariff;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** The published numbers of networks that are paid by usage, and of the smaller ones. */
class SmallerNetworksTest {
  /** Streaks of {@code streak_test.go}. */
  @Test
  void dimoStreaksFallBackALevel() {
    KnownAnswers.check("rewards/dimo-streak", row -> {
      DimoStreak next = new DimoStreak((int) row.number("weeks"), (int) row.number("missed"))
          .next(row.flag("connected"));
      return answers("weeks-after", next.weeks(), "level", next.level(), "points", next.points());
    });
    DimoStreak lost = new DimoStreak(40, 0);
    for (int week = 0; week < 9; week++) {
      lost = lost.next(false);
    }
    assertThat(lost.weeks()).isZero();
    assertThatThrownBy(() -> new DimoStreak(-1, 0)).hasMessageContaining("-1");
  }

  private static Instant date(String day) {
    return Instant.parse(day + "T00:00:00Z");
  }

  @Test
  void storjHoldsAndReturns() {
    KnownAnswers.check("rewards/storj-withholding", row -> {
      StorjPayout.Withholding held =
          StorjPayout.LIVE.withholding(date(row.text("created")), date(row.text("end")));
      return answers("percent", held.percent(), "withholding", held.inWithholding());
    });
    KnownAnswers.check("rewards/storj-earnings", row -> {
      Tariff tariff = new Tariff(
          row.text("kind"),
          row.decimal("rate"),
          row.text("kind").equals("atRest") ? Tariff.GB : Tariff.TB);
      BigInteger usage = tariff.quantity().multiply(row.integer("units"));
      return answers("earned", tariff.cost(usage, 0));
    });
    StorjPayout test = new StorjPayout(List.of(50), 60);
    KnownAnswers.check("rewards/storj-statement", row -> {
      StorjPayout.Withholding held =
          test.withholding(date(row.text("created")), date("2019-12-01"));
      StorjPayout.Statement statement = test.statement(
          row.number("earned"),
          held,
          new StorjPayout.Held(row.number("held-before"), row.number("disposed-before")),
          StorjPayout.NodeStatus.valueOf(row.text("standing")));
      return answers(
          "owed", statement.owed(), "held", statement.held(), "disposed", statement.disposed());
    });
    KnownAnswers.check(
        "rewards/storj-percent",
        row -> answers(
            "part", StorjPayout.percentOf(row.number("amount"), (int) row.number("percent"))));
  }

  @Test
  void deChargeScoresItsChargers() {
    DeChargeScore charger = new DeChargeScore(1, 100, 50, 50, 20, 50, 0, 1, 1, 60);
    assertThat(charger.thousandths()).isEqualTo(18_500);
    assertThat(new DeChargeScore(1, 1, 50, 50, 0, 0, 0, 1, 1, 60).thousandths()).isZero();
    assertThatThrownBy(() -> new DeChargeScore(1, 1, 50, 50, 20, 10, 0, 1, 1, 60))
        .hasMessageContaining("20, 10");
  }
}
