package org.depinsdk.rewards.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

/** The golden files of Filecoin's own actors, row by row. */
class FilecoinEmissionTest {
  private static final FilecoinEmission FILECOIN = new FilecoinEmission();

  @Test
  void theExponentialIsThatOfTheGoldenFile() {
    KnownAnswers.check(
        "filecoin/expneg", row -> answers("y", FilecoinMath.expneg(row.integer("x"))));
  }

  @Test
  void simpleMintingIsThatOfTheGoldenFile() {
    KnownAnswers.check(
        "filecoin/simple-reward",
        row -> answers(
            "reward",
            FilecoinEmission.reward(row.number("epoch"), BigInteger.ZERO, BigInteger.ZERO)));
  }

  @Test
  void baselineMintingIsThatOfTheGoldenFile() {
    TokenAmount simple = FilecoinEmission.reward(0, BigInteger.ZERO, BigInteger.ZERO);
    KnownAnswers.check(
        "filecoin/baseline-reward",
        row -> answers(
            "reward",
            FilecoinEmission.reward(0, row.integer("theta0"), row.integer("theta1"))
                .minus(simple)));
  }

  private static EpochFacts facts(long epoch, String power) {
    return EpochFacts.builder(EmissionVectorsTest.epoch(epoch).epoch())
        .capacity(new BigInteger(power))
        .build();
  }

  @Test
  void theStateFollowsTheRewardActor() {
    Map<String, String> states = new HashMap<>();
    KnownAnswers.check("filecoin/reward-state", row -> {
      String trace = row.text("trace");
      EmissionSchedule.Step<String> step = FILECOIN.mintText(
          states.getOrDefault(trace, FILECOIN.genesisText()),
          facts(row.number("epoch"), row.text("power")));
      states.put(trace, step.next());
      FilecoinEmission.State read = FILECOIN.readState(step.next());
      return answers(
          "baseline", read.baselinePower(),
          "realized-sum", read.cumsumRealized(),
          "baseline-sum", read.cumsumBaseline(),
          "effective-time", read.effectiveNetworkTime(),
          "reward", step.minted());
    });
    assertThat(FilecoinEmission.SIMPLE_TOTAL)
        .hasToString(
            BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(330_000_000)).toString());
  }

  @Test
  void aYearDoublesTheBaseline() {
    FilecoinEmission.State[] state = {FILECOIN.genesis()};
    BigInteger[] sum = {BigInteger.ZERO};
    long[] next = {0};
    EpochFacts idle = facts(0, "0");
    KnownAnswers.check("filecoin/baseline", row -> {
      for (; next[0] <= row.number("epoch"); next[0]++) {
        EmissionSchedule.Step<FilecoinEmission.State> step = FILECOIN.mint(state[0], idle);
        state[0] = step.next();
        sum[0] = sum[0].add(step.minted().toBigInteger());
      }
      return answers(
          "power", state[0].baselinePower(), "simple", sum[0].divide(BigInteger.TEN.pow(10)));
    });
  }

  /** The actor starts from the reward of epoch 1, and from its fall in parts of 10^18 of the first. */
  @Test
  void smoothingStartsAsTheActorDoes() {
    KnownAnswers.check("filecoin/smoothing-start", row -> {
      long epoch = row.number("epoch");
      TokenAmount before = FilecoinEmission.reward(epoch - 1, BigInteger.ZERO, BigInteger.ZERO);
      TokenAmount reward = FilecoinEmission.reward(epoch, BigInteger.ZERO, BigInteger.ZERO);
      return answers(
          "reward",
          reward,
          "fall",
          before.minus(reward).mulDiv(BigInteger.TEN.pow(18), before.toBigInteger()));
    });
  }

  @Test
  void smoothingRoundsAsTheActorDoes() {
    KnownAnswers.check("filecoin/smoothing", row -> {
      FilecoinSmoothing estimate =
          new FilecoinSmoothing(row.integer("position"), row.integer("velocity"));
      FilecoinSmoothing next = estimate.next(row.integer("observed"), row.number("epochs"));
      assertThatThrownBy(() -> estimate.next(BigInteger.ONE, 0)).hasMessageContaining("not 0");
      return answers("next-position", next.position(), "next-velocity", next.velocity());
    });
  }

  @Test
  void statesThatCannotBeAreRefused() {
    for (String text : new String[] {
      "",
      "1",
      "a,b,c,d,e,f",
      "0,1,0,0,0,0",
      "0,1,0,5,0,2888888880000000000",
      "0,1,0,0,9,2888888880000000000",
      "-1,1,0,0,0,2888888880000000000",
      "99999999999999,1,0,0,0,2888888880000000000"
    }) {
      assertThatThrownBy(() -> FILECOIN.readState(text))
          .as(text)
          .isInstanceOf(EncodingException.class);
    }
    String hostile = "1,1000000000000000000000000000000000000000,0,0,0,2888888880000000000";
    assertThatThrownBy(() -> FILECOIN.mintText(hostile, facts(1, "9".repeat(60))))
        .isInstanceOf(EmissionException.class)
        .hasMessageContaining("do not belong together");
  }

  @Test
  void anyStateTextIsAStateOrARefusal() {
    Property.check(3_000, random -> {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        text.append(i == 0 ? "" : ",")
            .append(new BigInteger(random.nextInt(70), new java.util.Random(random.nextLong())));
      }
      try {
        FilecoinEmission.State state = FILECOIN.readState(text.toString());
        FILECOIN.mint(state, facts(0, "123456789012345678901"));
        assertThat(FILECOIN.writeState(state)).isEqualTo(text.toString());
      } catch (EncodingException | EmissionException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    });
  }
}
