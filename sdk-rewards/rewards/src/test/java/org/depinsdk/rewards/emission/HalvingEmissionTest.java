package org.depinsdk.rewards.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.time.Instant;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

class HalvingEmissionTest {
  private static final HalvingEmission BITCOIN =
      new HalvingEmission(TokenAmount.of(5_000_000_000L), 210_000);

  private static TokenAmount minted(long height) {
    Epoch epoch = new Epoch(height, Instant.EPOCH, Instant.EPOCH.plusSeconds(600));
    return BITCOIN.minted(EpochFacts.of(epoch));
  }

  @Test
  void givesBitcoinsSubsidyAndSupply() throws Exception {
    String file = "emission/bitcoin.json";
    JsonNode vectors = new ObjectMapper().readTree(Vectors.text(file));
    BigInteger supply = BigInteger.ZERO;
    long next = 0;
    int checked = 0;
    for (JsonNode row : vectors.get("perHeight")) {
      long height = row.get("height").asLong();
      // sums whole intervals at once, then the rest
      while (next <= height) {
        long end = Math.min(height, next / 210_000 * 210_000 + 209_999);
        supply =
            supply.add(minted(next).toBigInteger().multiply(BigInteger.valueOf(end - next + 1)));
        next = end + 1;
      }
      assertThat(minted(height)).hasToString(row.get("subsidy").asText());
      assertThat(supply).hasToString(row.get("cumulativeInclusive").asText());
      checked += 2;
    }
    assertThat(supply).hasToString(vectors.get("totalSupply").asText());
    long last = vectors.get("lastNonZeroHeight").asLong();
    assertThat(minted(last)).isEqualTo(TokenAmount.of(1));
    assertThat(minted(last + 1)).isEqualTo(TokenAmount.ZERO);
    Vectors.report(file, checked + 2, "");
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
