package org.depinsdk.rewards.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class CompositionTest {
  private static TokenAmount of(long amount) {
    return TokenAmount.of(amount);
  }

  private static EpochFacts facts(long epoch, long burned) {
    return EpochFacts.builder(EmissionVectorsTest.epoch(epoch).epoch())
        .burned(of(burned))
        .build();
  }

  private static List<String> run(EmissionSchedule<?> schedule, long[] burned) throws Exception {
    List<String> minted = new ArrayList<>();
    String state = schedule.genesisText();
    for (int epoch = 0; epoch < burned.length; epoch++) {
      EmissionSchedule.Step<String> step = schedule.mintText(state, facts(epoch, burned[epoch]));
      minted.add(step.minted().toString());
      state = step.next();
    }
    return minted;
  }

  @Test
  void schedulesAddUpShiftSwitchAndStop() throws Exception {
    EmissionSchedule<?> halving = new HalvingEmission(of(16), 2);
    assertThat(run(new OffsetEmission(halving, 3), new long[8]))
        .containsExactly("0", "0", "0", "16", "16", "8", "8", "4");
    assertThat(run(new SumEmission(List.of(halving, new ConstantEmission(of(1)))), new long[5]))
        .containsExactly("17", "17", "9", "9", "5");
    assertThat(run(new SwitchEmission(halving, new ConstantEmission(of(5)), 3), new long[5]))
        .containsExactly("16", "16", "8", "5", "5");
    assertThat(run(new CappedEmission(halving, of(10), of(25)), new long[5]))
        .containsExactly("10", "10", "5", "0", "0");
  }

  @Test
  void aSwitchedScheduleStartsFromItsOwnGenesis() throws Exception {
    NetEmission net = new NetEmission(1, of(100), of(0));
    EmissionSchedule<?> late = new SwitchEmission(
        new ConstantEmission(of(1)), new CappedEmission(net, TokenAmount.MAX, of(70)), 2);
    assertThat(run(late, new long[] {50, 50, 50, 50, 50}))
        .containsExactly("1", "1", "50", "20", "0");
  }

  /** What makes replay possible: a state that went through text mints the same as one that did not. */
  @Test
  void statesSurviveTheirText() {
    Property.check(300, random -> {
      NetEmission net = new NetEmission(
          1 + random.nextInt(9), of(random.nextInt(1000)), of(random.nextInt(1000)));
      SumEmission sum = new SumEmission(List.of(
          new CappedEmission(net, of(random.nextInt(900)), of(random.nextInt(5000))),
          new OffsetEmission(new HalvingEmission(of(random.nextInt(1000)), 2), random.nextInt(4)),
          new SwitchEmission(net, new ConstantEmission(of(3)), random.nextInt(6))));
      List<String> live = sum.genesis();
      String text = sum.genesisText();
      for (int epoch = 0; epoch < 8; epoch++) {
        EpochFacts facts = facts(epoch, random.nextInt(10_000));
        EmissionSchedule.Step<List<String>> step = sum.mint(live, facts);
        EmissionSchedule.Step<String> textStep = sum.mintText(text, facts);
        assertThat(textStep.minted()).isEqualTo(step.minted());
        assertThat(textStep.next()).isEqualTo(sum.writeState(step.next()));
        live = step.next();
        text = textStep.next();
      }
    });
  }

  @Test
  void brokenStatesAndMissingFactsAreNamed() {
    SumEmission sum =
        new SumEmission(List.of(new NetEmission(7, of(1), of(0)), new ConstantEmission(of(1))));
    for (String text : new String[] {
      "",
      "1:0",
      "1:04:non",
      "1:04:none1:x",
      "9:04:none",
      "1:0 4:none",
      "01:04:none",
      "1:04:some",
      "1:x4:none"
    }) {
      assertThatThrownBy(() -> sum.readState(text)).as(text).isInstanceOf(EncodingException.class);
    }
    assertThatThrownBy(() -> sum.mint(sum.genesis(), EmissionVectorsTest.epoch(5)))
        .isInstanceOf(EmissionException.class)
        .hasMessageContaining("burned")
        .hasMessageContaining("epoch 5");
    assertThatThrownBy(() ->
            new CappedEmission(new ConstantEmission(of(1)), of(5), of(9)).readState("2:104:none"))
        .hasMessageContaining("above the total");
  }

  @Test
  void aSumAboveTheLargestAmountIsRefused() {
    SumEmission sum = new SumEmission(
        List.of(new ConstantEmission(TokenAmount.MAX), new ConstantEmission(TokenAmount.MAX)));
    assertThatThrownBy(() -> sum.mint(sum.genesis(), facts(0, 0)))
        .isInstanceOf(EmissionException.class)
        .hasMessageContaining("2^256-1");
  }

  @Test
  void schedulesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new HalvingEmission(of(1), 0)).hasMessageContaining("0");
    assertThatThrownBy(() -> new DecayEmission(of(1), Fraction.of(1, 1), 1))
        .hasMessageContaining("9999/10000");
    assertThatThrownBy(() -> new DecayEmission(of(1), Fraction.of(1, 2), 0))
        .hasMessageContaining("0");
    assertThatThrownBy(() -> new TableEmission(List.of(), ReadAt.START))
        .hasMessageContaining("rows");
    Instant now = Instant.EPOCH;
    TableEmission.Row row = new TableEmission.Row(now, of(1));
    assertThatThrownBy(() -> new TableEmission(List.of(row, row), ReadAt.END))
        .hasMessageContaining("not after");
    assertThatThrownBy(
            () -> new TaperEmission(now, Duration.ofMillis(1), Duration.ZERO, of(1), ReadAt.START))
        .hasMessageContaining("whole seconds");
    assertThatThrownBy(() -> new RemintEmission(Fraction.of(2, 1), of(1)))
        .hasMessageContaining("2/1");
    assertThatThrownBy(() -> new NetEmission(0, of(1), of(1))).hasMessageContaining("0");
    assertThatThrownBy(() -> new BondingInflationEmission(-1, 0, 0)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new SumEmission(List.of())).hasMessageContaining("at least one");
    assertThatThrownBy(() -> EpochFacts.builder(EmissionVectorsTest.epoch(0).epoch())
            .figure("Burned", BigInteger.ONE)
            .build())
        .hasMessageContaining("Burned");
    assertThatThrownBy(() -> EpochFacts.builder(EmissionVectorsTest.epoch(0).epoch())
            .figure("burned", BigInteger.ONE.negate())
            .build())
        .hasMessageContaining("-1");
  }
}
