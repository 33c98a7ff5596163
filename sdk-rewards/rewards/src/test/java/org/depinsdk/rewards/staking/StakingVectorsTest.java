package org.depinsdk.rewards.staking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.planning.AuditCalculator;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.KnownAnswers.Near;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class StakingVectorsTest {
  private static final OperatorId A = new OperatorId("0x" + "aa".repeat(20));
  private static final OperatorId B = new OperatorId("0x" + "bb".repeat(20));

  @Test
  void vestingIsThatOfOpenZeppelin() {
    KnownAnswers.check("rewards/vesting-linear", row -> {
      TokenAmount total = TokenAmount.of(row.integer("total"));
      Instant start = Instant.ofEpochSecond(row.number("start"));
      Duration duration = Duration.ofSeconds(row.number("duration"));
      Instant at = Instant.ofEpochSecond(row.number("at"));
      return answers(
          "vested", new Vesting.Linear(total, start, duration, Duration.ZERO).vested(at),
          "cliff", new Vesting.Linear(total, start, duration, Duration.ofSeconds(100)).vested(at));
    });
  }

  @Test
  void tranchesVestOneAfterTheOther() {
    Instant day = Instant.parse("2026-01-01T00:00:00Z");
    Vesting steps = new Vesting.Tranches(List.of(
        new Vesting.Tranche(day, TokenAmount.of(3)),
        new Vesting.Tranche(day.plusSeconds(10), TokenAmount.of(4))));
    assertThat(steps.vested(day.minusSeconds(1))).isEqualTo(TokenAmount.ZERO);
    assertThat(steps.vested(day)).isEqualTo(TokenAmount.of(3));
    assertThat(steps.vested(day.plusSeconds(10))).isEqualTo(TokenAmount.of(7));
    assertThatThrownBy(() -> new Vesting.Tranches(List.of(
            new Vesting.Tranche(day, TokenAmount.of(3)),
            new Vesting.Tranche(day.minusSeconds(1), TokenAmount.of(4)))))
        .hasMessageContaining("tranche 1");
  }

  @Test
  void stakingRewardsAreThoseOfSynthetix() {
    StakingRewards pool = new StakingRewards(Duration.ofSeconds(604_800));
    KnownAnswers.check("rewards/synthetix-staking", row -> {
      Instant at = Instant.ofEpochSecond(row.number("at"));
      OperatorId who = row.text("who").equals("A") ? A : B;
      TokenAmount amount =
          row.has("amount") ? TokenAmount.of(row.integer("amount")) : TokenAmount.ZERO;
      TokenAmount paid = TokenAmount.ZERO;
      switch (row.text("action")) {
        case "stake" -> pool.stake(who, amount, at);
        case "withdraw" -> pool.withdraw(who, amount, at);
        case "fund" -> pool.fund(amount, at);
        case "claim" -> paid = pool.claim(who, at);
        default -> assertThat(row.text("action")).isEqualTo("view");
      }
      return answers(
          "rate", pool.rewardRate(),
          "per-token", pool.rewardPerToken(at),
          "earned-a", pool.earned(A, at),
          "earned-b", pool.earned(B, at),
          "paid", paid);
    });
  }

  @Test
  void stakersNeverGetMoreThanWasFunded() {
    Property.check(300, random -> {
      StakingRewards pool = new StakingRewards(Duration.ofSeconds(1 + random.nextInt(1000)));
      long now = 1_000_000;
      TokenAmount funded = TokenAmount.ZERO;
      TokenAmount paid = TokenAmount.ZERO;
      for (int i = 0; i < 30; i++) {
        now += random.nextInt(400);
        Instant at = Instant.ofEpochSecond(now);
        OperatorId who = random.nextBoolean() ? A : B;
        switch (random.nextInt(3)) {
          case 0 -> pool.stake(who, TokenAmount.of(random.nextInt(1_000_000)), at);
          case 1 -> {
            TokenAmount reward = TokenAmount.of(random.nextInt(1_000_000));
            pool.fund(reward, at);
            funded = funded.plus(reward);
          }
          default -> paid = paid.plus(pool.claim(who, at));
        }
      }
      Instant end = Instant.ofEpochSecond(now + 10_000);
      paid = paid.plus(pool.claim(A, end)).plus(pool.claim(B, end));
      assertThat(paid).isLessThanOrEqualTo(funded);
    });
  }

  @Test
  void whatIsOnItsWayOutCanStillBeCut() {
    StakeLedger ledger = new StakeLedger(Duration.ofDays(21));
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    ledger.bond(A, TokenAmount.of(100));
    ledger.unbond(A, TokenAmount.of(60), now);
    assertThatThrownBy(() -> ledger.unbond(A, TokenAmount.of(41), now))
        .hasMessageContaining("cannot unbond 41");
    assertThat(ledger.withdraw(A, now.plus(Duration.ofDays(20)))).isEqualTo(TokenAmount.ZERO);
    assertThat(ledger.slash(A, TokenAmount.of(50), now)).isEqualTo(TokenAmount.of(50));
    assertThat(ledger.bonded(A)).isEqualTo(TokenAmount.ZERO);
    assertThat(ledger.leaving(A)).isEqualTo(TokenAmount.of(50));
    assertThat(ledger.withdraw(A, now.plus(Duration.ofDays(21)))).isEqualTo(TokenAmount.of(50));
    assertThat(ledger.withdraw(A, now.plus(Duration.ofDays(22)))).isEqualTo(TokenAmount.ZERO);
    assertThat(ledger.slash(A, TokenAmount.of(1), now)).isEqualTo(TokenAmount.ZERO);
  }

  /** Instants may come in any order: two slots of a network report an unbonding. */
  @Test
  void anUnbondingThatIsDatedBackCanBeWithdrawn() {
    StakeLedger ledger = new StakeLedger(Duration.ofDays(21));
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    ledger.bond(A, TokenAmount.of(100));
    ledger.unbond(A, TokenAmount.of(40), now);
    ledger.unbond(A, TokenAmount.of(60), now.minusSeconds(1));
    Instant ready = now.plus(Duration.ofDays(21));
    assertThat(ledger.withdraw(A, ready.minusSeconds(2))).isEqualTo(TokenAmount.ZERO);
    assertThat(ledger.withdraw(A, ready.minusSeconds(1))).isEqualTo(TokenAmount.of(60));
    assertThat(ledger.withdraw(A, ready)).isEqualTo(TokenAmount.of(40));
    assertThat(ledger.leaving(A)).isEqualTo(TokenAmount.ZERO);
  }

  /** As in Cosmos: an entry that is mature is no longer cut, also before it is taken out. */
  @Test
  void whatHasWaitedLongEnoughIsNotCut() {
    StakeLedger ledger = new StakeLedger(Duration.ofDays(21));
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    ledger.bond(A, TokenAmount.of(100));
    ledger.unbond(A, TokenAmount.of(30), now);
    ledger.unbond(A, TokenAmount.of(50), now.plusSeconds(1));
    Instant ready = now.plus(Duration.ofDays(21));
    // 20 are bonded, 50 still on their way out, 30 are through
    assertThat(ledger.slash(A, TokenAmount.of(1_000), ready)).isEqualTo(TokenAmount.of(70));
    assertThat(ledger.withdraw(A, ready)).isEqualTo(TokenAmount.of(30));
  }

  @Test
  void auditsDeter() {
    KnownAnswers.check("rewards/deterrence", row -> {
      double gain = row.number("gain");
      double audited = row.decimal("audited").doubleValue();
      long claims = row.has("claims") ? row.number("claims") : 0;
      return answers(
          "undetected", new Near(AuditCalculator.expectedUndetected(audited), 1e-12),
          "break-even", new Near(AuditCalculator.breakEvenPenalty(gain, audited), 1e-9),
          "caught", new Near(AuditCalculator.caughtWithin(audited, claims), 5e-6),
          "deterring", new Near(AuditCalculator.deterringPenalty(gain, audited, 0.95), 1));
    });
    KnownAnswers.check("rewards/least-sample", row -> {
      long leaves = row.number("leaves");
      long bad = row.number("bad");
      return answers(
          "for-95", AuditCalculator.leastSample(leaves, bad, 0.95),
          "for-99", AuditCalculator.leastSample(leaves, bad, 0.99));
    });
    AuditCalculator.Setting setting = AuditCalculator.cheapest(10, 0.95, 1, 0.001);
    assertThat(setting.cost())
        .isLessThan(0.2 + AuditCalculator.deterringPenalty(10, 0.2, 0.95) * 0.001 + 1e-9);
  }

  /** Samples without and with replacement, and PDP's cadence. */
  @Test
  void samplesFindBadLeaves() {
    KnownAnswers.check("rewards/detection", row -> {
      long n = row.number("leaves");
      long t = row.number("bad");
      long c = row.number("sampled");
      return answers(
          "exact", new Near(AuditCalculator.detection(n, t, c), 1e-12),
          "lower", new Near(AuditCalculator.caughtWithin((double) t / n, c), 1e-12),
          "upper", new Near(AuditCalculator.caughtWithin((double) t / (n - c + 1), c), 1e-12));
    });
    KnownAnswers.check("rewards/detection-cadence", row -> {
      long challenges = row.number("challenges") * row.number("days");
      double lost = row.decimal("lost").doubleValue();
      return answers("found", new Near(AuditCalculator.caughtWithin(lost, challenges), 1e-12));
    });
  }

  @Test
  void theCheapestSafeSettingDeters() {
    AuditCalculator.Audit pocket = new AuditCalculator.Audit(0.01, 5961, 1, 1);
    assertThat(AuditCalculator.deterrence(pocket, 20, 1)).isCloseTo(0.95, within(1e-4));
    // at the break-even penalty more than a third of all cheats still gains
    AuditCalculator.Audit even = new AuditCalculator.Audit(0.01, 1980, 1, 1);
    assertThat(AuditCalculator.deterrence(even, 20, 1)).isCloseTo(0.63027, within(5e-6));
    // one bad leaf in a hundred, one leaf looked at: a hundredth of the chance
    AuditCalculator.Audit sparse = new AuditCalculator.Audit(0.5, 100, 100, 1);
    assertThat(sparse.caught(1)).isCloseTo(0.005, within(1e-12));
    AuditCalculator.Cheat cheat = new AuditCalculator.Cheat(10, 0.95, 1000, 10);
    AuditCalculator.Costs costs = new AuditCalculator.Costs(1, 0.01, 0.001);
    AuditCalculator.SampledSetting best = AuditCalculator.cheapest(cheat, costs);
    assertThat(AuditCalculator.deterrence(best.audit(), 10, 10)).isCloseTo(0.95, within(1e-9));
    for (long sampled : new long[] {1, 10, 100, 368, 1000}) {
      for (double probability : new double[] {0.01, 0.1, 0.5, 0.9}) {
        double found = AuditCalculator.detection(1000, 10, sampled);
        double penalty = AuditCalculator.deterringPenalty(10, probability * found, 0.95);
        assertThat(best.cost())
            .isLessThanOrEqualTo(probability * (1 + sampled * 0.01) + penalty * 0.001 + 1e-9);
      }
    }
    assertThatThrownBy(
            () -> AuditCalculator.cheapest(new AuditCalculator.Cheat(1, 0.5, 10, 11), costs))
        .hasMessageContaining("not 11");
    assertThatThrownBy(() -> new AuditCalculator.Audit(0.5, 1, 10, 11))
        .hasMessageContaining("11 of 10");
  }
}
