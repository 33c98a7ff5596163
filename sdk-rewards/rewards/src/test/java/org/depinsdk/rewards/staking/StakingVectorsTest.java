package org.depinsdk.rewards.staking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.planning.AuditCalculator;
import org.depinsdk.testing.Property;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StakingVectorsTest {
  private static final OperatorId A = new OperatorId("0x" + "aa".repeat(20));
  private static final OperatorId B = new OperatorId("0x" + "bb".repeat(20));

  private static JsonNode json(String file) throws Exception {
    return new ObjectMapper().readTree(Vectors.text(file));
  }

  private static TokenAmount tokens(long whole) {
    return TokenAmount.of(1_000_000_000_000_000_000L).times(whole);
  }

  @Test
  void vestingIsThatOfOpenZeppelin() throws Exception {
    String file = "emission/vesting.json";
    int checked = 0;
    for (JsonNode row : json(file).get("cases")) {
      TokenAmount total = TokenAmount.parse(row.get("total").asText());
      Instant start = Instant.ofEpochSecond(row.get("start").asLong());
      Duration duration = Duration.ofSeconds(row.get("duration").asLong());
      Instant at = Instant.ofEpochSecond(row.get("ts").asLong());
      assertThat(new Vesting.Linear(total, start, duration, Duration.ZERO).vested(at))
          .hasToString(row.get("vested").asText());
      assertThat(new Vesting.Linear(total, start, duration, Duration.ofSeconds(100)).vested(at))
          .hasToString(row.get("cliff100").asText());
      checked += 2;
    }
    Vectors.report(file, checked, "");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emission/synthetix_staking_rewards_evm.json",
        "emission/synthetix_staking_rewards_model.json"
      })
  void stakingRewardsAreThoseOfSynthetix(String file) throws Exception {
    JsonNode vectors = json(file);
    StakingRewards pool =
        new StakingRewards(Duration.ofSeconds(vectors.get("duration").asLong()));
    int checked = 0;
    for (JsonNode row : vectors.get("trace")) {
      JsonNode args = row.get("args");
      long time = row.has("ts")
          ? row.get("ts").asLong()
          : Long.parseLong(args.get(args.size() - 1).asText());
      Instant at = Instant.ofEpochSecond(time);
      String op = row.get("op").asText();
      if (op.startsWith("stake A")) {
        pool.stake(A, tokens(100), at);
      } else if (op.startsWith("stake B")) {
        pool.stake(B, tokens(300), at);
      } else if (op.startsWith("withdraw A")) {
        pool.withdraw(A, tokens(33), at);
      } else if (op.startsWith("notify")) {
        pool.fund(tokens(5000), at);
      } else if (op.startsWith("getReward B")) {
        assertThat(pool.claim(B, at)).hasToString("2455045481805346909800");
      }
      assertThat(pool.rewardRate()).as(op).hasToString(row.get("rewardRate").asText());
      assertThat(pool.rewardPerToken(at))
          .as(op)
          .hasToString(row.get("rewardPerToken").asText());
      assertThat(pool.earned(A, at)).as(op).hasToString(row.get("earnedA").asText());
      assertThat(pool.earned(B, at)).as(op).hasToString(row.get("earnedB").asText());
      checked += 4;
    }
    Vectors.report(file, checked, "");
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

  /** Pocket's numbers (competition vectors 13 to 15), and the samples of storage vectors G7. */
  @Test
  void auditsDeter() {
    assertThat(AuditCalculator.expectedUndetected(0.2)).isCloseTo(4, within(1e-12));
    assertThat(AuditCalculator.breakEvenPenalty(10, 0.2)).isCloseTo(40, within(1e-9));
    assertThat(AuditCalculator.breakEvenPenalty(20, 0.01)).isCloseTo(1980, within(1e-9));
    assertThat(AuditCalculator.caughtWithin(0.01, 99)).isCloseTo(0.63027, within(5e-6));
    assertThat(AuditCalculator.deterringPenalty(20, 0.01, 0.95)).isCloseTo(5961, within(1.0));
    long[][] samples = {{1000, 258, 368}, {10_000, 294, 448}, {1_000_000, 299, 459}};
    for (long[] row : samples) {
      assertThat(AuditCalculator.leastSample(row[0], row[0] / 100, 0.95)).isEqualTo(row[1]);
      assertThat(AuditCalculator.leastSample(row[0], row[0] / 100, 0.99)).isEqualTo(row[2]);
    }
    assertThat(AuditCalculator.detection(10_000, 100, 300))
        .isCloseTo(0.9531748082961888, within(1e-12));
    AuditCalculator.Setting setting = AuditCalculator.cheapest(10, 0.95, 1, 0.001);
    assertThat(setting.cost())
        .isLessThan(0.2 + AuditCalculator.deterringPenalty(10, 0.2, 0.95) * 0.001 + 1e-9);
    Vectors.report("competition.md 13-15, storage.md G7", 12, "");
  }

  /** Samples without and with replacement, and PDP's cadence (storage vectors G7 and G8). */
  @Test
  void samplesFindBadLeaves() throws Exception {
    String file = "detection_probability.json";
    JsonNode vectors = json(file);
    int checked = 0;
    for (JsonNode row : vectors.get("rows")) {
      long n = row.get("n").asLong();
      long t = row.get("t").asLong();
      long c = row.get("c").asLong();
      assertThat(AuditCalculator.detection(n, t, c))
          .isCloseTo(row.get("exact").asDouble(), within(1e-12));
      assertThat(AuditCalculator.caughtWithin((double) t / n, c))
          .isCloseTo(row.get("lower").asDouble(), within(1e-12));
      assertThat(AuditCalculator.caughtWithin((double) t / (n - c + 1), c))
          .isCloseTo(row.get("upper").asDouble(), within(1e-12));
      checked += 3;
    }
    for (JsonNode row : vectors.get("pdp_design_md")) {
      long challenges = row.get("K").asLong() * row.get("days").asLong();
      assertThat(AuditCalculator.caughtWithin(row.get("alpha").asDouble(), challenges))
          .isCloseTo(row.get("p").asDouble(), within(1e-12));
      checked++;
    }
    Vectors.report(file + ", storage.md rows G7-G8", checked, "");
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
