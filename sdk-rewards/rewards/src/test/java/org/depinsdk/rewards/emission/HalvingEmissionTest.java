package org.depinsdk.rewards.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.time.Instant;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

class HalvingEmissionTest {
  private static final HalvingEmission BITCOIN =
      new HalvingEmission(TokenAmount.of(5_000_000_000L), 210_000);

  private static TokenAmount minted(long height) {
    Epoch epoch = new Epoch(height, Instant.EPOCH, Instant.EPOCH.plusSeconds(600));
    return BITCOIN.minted(EpochFacts.of(epoch));
  }

  @Test
  void givesBitcoinsSubsidyAndSupply() {
    BigInteger[] supply = {BigInteger.ZERO};
    long[] next = {0};
    KnownAnswers.check("emission/bitcoin", row -> {
      long height = row.number("height");
      // sums whole intervals at once, then the rest
      while (next[0] <= height) {
        long end = Math.min(height, next[0] / 210_000 * 210_000 + 209_999);
        BigInteger blocks = BigInteger.valueOf(end - next[0] + 1);
        supply[0] = supply[0].add(minted(next[0]).toBigInteger().multiply(blocks));
        next[0] = end + 1;
      }
      return answers("subsidy", minted(height), "supply", supply[0]);
    });
  }

  /** A shift of a long by 64 or more would wrap around and pay the first subsidy again. */
  @Test
  void mintsNothingFarBeyondTheLastHalving() {
    for (long halvings : new long[] {64, 65, 128, 255, 256, 257, 1L << 33}) {
      assertThat(minted(halvings * 210_000))
          .as("after %d halvings", halvings)
          .isEqualTo(TokenAmount.ZERO);
    }
  }

  @Test
  void carriesItsStateAsText() throws Exception {
    EpochFacts facts = EpochFacts.of(new Epoch(0, Instant.EPOCH, Instant.EPOCH.plusSeconds(600)));
    EmissionSchedule.Step<String> step = BITCOIN.mintText(BITCOIN.genesisText(), facts);
    assertThat(step.minted()).isEqualTo(TokenAmount.of(5_000_000_000L));
    assertThat(step.next()).isEqualTo("none");
    assertThatThrownBy(() -> BITCOIN.mintText("some", facts))
        .isInstanceOf(EmissionException.class)
        .hasMessageContaining("some");
  }
}
