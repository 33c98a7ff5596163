package org.depinsdk.rewards.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.Property;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** The golden files of Filecoin's own actors, row by row. */
class FilecoinEmissionTest {
  private static final FilecoinEmission FILECOIN = new FilecoinEmission();

  private static List<BigInteger[]> rows(String file) {
    return Vectors.text(file)
        .lines()
        .skip(1)
        .map(line -> {
          String[] cells = line.split(",");
          BigInteger[] numbers = new BigInteger[cells.length];
          for (int i = 0; i < cells.length; i++) {
            numbers[i] = new BigInteger(cells[i].strip());
          }
          return numbers;
        })
        .toList();
  }

  @Test
  void theExponentialIsThatOfTheGoldenFile() {
    String file = "emission/filecoin_expneg_golden.csv";
    List<BigInteger[]> rows = rows(file);
    rows.forEach(row -> assertThat(FilecoinMath.expneg(row[0])).isEqualTo(row[1]));
    Vectors.report(file, rows.size(), "");
  }

  @Test
  void simpleMintingIsThatOfTheGoldenFile() {
    String file = "emission/filecoin_simple_reward_golden.csv";
    List<BigInteger[]> rows = rows(file);
    rows.forEach(row -> assertThat(
            FilecoinEmission.reward(row[0].longValueExact(), BigInteger.ZERO, BigInteger.ZERO)
                .toBigInteger())
        .isEqualTo(row[1]));
    Vectors.report(file, rows.size(), "");
  }

  @Test
  void baselineMintingIsThatOfTheGoldenFile() {
    String file = "emission/filecoin_baseline_reward_golden.csv";
    List<BigInteger[]> rows = rows(file);
    TokenAmount simple = FilecoinEmission.reward(0, BigInteger.ZERO, BigInteger.ZERO);
    rows.forEach(row -> assertThat(
            FilecoinEmission.reward(0, row[0], row[1]).minus(simple).toBigInteger())
        .isEqualTo(row[2]));
    Vectors.report(file, rows.size(), "");
  }

  private static EpochFacts facts(long epoch, String power) {
    return EpochFacts.builder(EmissionVectorsTest.epoch(epoch).epoch())
        .capacity(new BigInteger(power))
        .build();
  }

  @Test
  void theStateFollowsTheRewardActor() throws Exception {
    String file = "emission/filecoin_state_trace.json";
    JsonNode vectors = new ObjectMapper().readTree(Vectors.text(file));
    int checked = 0;
    for (String trace : List.of("traceZeroPower", "traceFullBaseline", "traceHalfBaseline")) {
      String state = FILECOIN.genesisText();
      for (JsonNode row : vectors.get(trace)) {
        EmissionSchedule.Step<String> step = FILECOIN.mintText(
            state, facts(row.get("epoch").asLong(), row.get("realized").asText()));
        state = step.next();
        FilecoinEmission.State read = FILECOIN.readState(state);
        assertThat(read.baselinePower()).hasToString(row.get("baselinePower").asText());
        assertThat(read.cumsumRealized()).hasToString(row.get("cumsumRealized").asText());
        assertThat(read.cumsumBaseline()).hasToString(row.get("cumsumBaseline").asText());
        assertThat(read.effectiveNetworkTime())
            .isEqualTo(row.get("effectiveNetworkTime").asLong());
        assertThat(step.minted())
            .as(trace + " " + row)
            .hasToString(row.get("thisEpochReward").asText());
        checked += 5;
      }
    }
    JsonNode baselines = vectors.get("baselineByEpoch");
    FilecoinEmission.State state = FILECOIN.genesis();
    for (long epoch = 0; epoch <= 2880; epoch++) {
      state = FILECOIN.mint(state, facts(epoch, "0")).next();
      JsonNode expected = baselines.get(Long.toString(epoch));
      if (expected != null) {
        assertThat(state.baselinePower()).hasToString(expected.asText());
        checked++;
      }
    }
    assertThat(FilecoinEmission.SIMPLE_TOTAL)
        .hasToString(vectors.get("constants").get("SIMPLE_TOTAL_atto").asText());
    Vectors.report(
        file, checked + 1, "baselines of epochs 1051199 and 1051200 are checked by doubling below");
  }

  /** One year: the baseline doubles, and simple minting has issued 36,003,426.97038395 FIL (row 29). */
  @Test
  void aYearDoublesTheBaseline() throws Exception {
    BigInteger sum = BigInteger.ZERO;
    FilecoinEmission.State state = FILECOIN.genesis();
    EpochFacts idle = facts(0, "0");
    for (long epoch = 0; epoch <= 1_051_200; epoch++) {
      EmissionSchedule.Step<FilecoinEmission.State> step = FILECOIN.mint(state, idle);
      state = step.next();
      if (epoch < 1_051_200) {
        sum = sum.add(step.minted().toBigInteger());
      }
      if (epoch == 1_051_199) {
        assertThat(state.baselinePower()).hasToString("5777773950211339437");
      }
    }
    assertThat(state.baselinePower()).hasToString("5777777759999242665");
    assertThat(sum.divide(BigInteger.TEN.pow(10))).hasToString("3600342697038395");
    Vectors.report("tokenomics.md row 29, filecoin_state_trace.json baselines after a year", 3, "");
  }

  /** Storage vectors D7, D8, D10 and D11. */
  @Test
  void rewardsOfTheFirstEpochsDependOnPower() throws Exception {
    assertThat(FILECOIN.genesis().baselinePower()).hasToString("2888886975106048385");
    FilecoinEmission.State genesis = FILECOIN.genesis();
    assertThat(FILECOIN.mint(genesis, facts(0, "1125899906842624")).minted())
        .hasToString("36299244110911080488");
    EmissionSchedule.Step<FilecoinEmission.State> first =
        FILECOIN.mint(genesis, facts(0, "2888888880000000000"));
    assertThat(first.minted()).hasToString("120887482548122772499");
    assertThat(FILECOIN.mint(first.next(), facts(1, "2888888880000000000")).minted())
        .hasToString("120887413464833610465");
    assertThat(FilecoinEmission.reward(6 * 1_051_200L, BigInteger.ZERO, BigInteger.ZERO))
        .hasToString("18133132146888567369");
    Vectors.report("storage.md rows D7, D8, D10, D11", 5, "");
  }

  /** Tokenomics row 28: the actor starts from the reward of epoch 1, and from its fall in parts of 10^18 of the first. */
  @Test
  void smoothingStartsAsTheActorDoes() {
    TokenAmount first = FilecoinEmission.reward(0, BigInteger.ZERO, BigInteger.ZERO);
    TokenAmount second = FilecoinEmission.reward(1, BigInteger.ZERO, BigInteger.ZERO);
    assertThat(second).hasToString("36266260308195979333");
    assertThat(first.minus(second).mulDiv(BigInteger.TEN.pow(18), first.toBigInteger()))
        .hasToString("109897758509");
    Vectors.report("tokenomics.md row 28", 2, "");
  }

  /** Storage vectors D13. */
  @Test
  void smoothingRoundsAsTheActorDoes() {
    FilecoinSmoothing estimate = new FilecoinSmoothing(
        new BigInteger("12340768897043811082913117521041414330876498465539749838848"),
        new BigInteger("-37396269384748225153347462373739139597454335279104"));
    FilecoinSmoothing next = estimate.next(new BigInteger("36266252337034982540"), 3);
    assertThat(next.position())
        .hasToString("12340768782449774548722755900999027209659079673176744001536");
    assertThat(next.velocity()).hasToString("-37396515542149801792802995707072472930787668612438");
    assertThatThrownBy(() -> estimate.next(BigInteger.ONE, 0)).hasMessageContaining("not 0");
    Vectors.report("storage.md row D13", 2, "");
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
