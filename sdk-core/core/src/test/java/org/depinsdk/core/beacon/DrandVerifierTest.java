package org.depinsdk.core.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.VectorJson;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.testing.Property;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

class DrandVerifierTest {
  private static final String FILE = "identity/drand-beacons.json";

  private static DrandScheme scheme(String id) {
    for (DrandScheme scheme : DrandScheme.values()) {
      if (scheme.id().equals(id)) {
        return scheme;
      }
    }
    throw new IllegalArgumentException(id);
  }

  private static byte[] bytes(JsonNode vector, String name) {
    return vector.hasNonNull(name) ? VectorJson.hex(vector.get(name)) : new byte[0];
  }

  @Test
  void judgesThePublishedRounds() {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    int bn254 = 0;
    for (JsonNode vector : VectorJson.read(FILE).get("vectors")) {
      String scheme = vector.get("scheme").asText();
      if (scheme.startsWith("bls-bn254")) {
        bn254++;
        continue;
      }
      DrandChain chain = new DrandChain(
          "test",
          scheme(scheme),
          vector.get("publicKey").asText(),
          Duration.ofSeconds(3),
          Instant.EPOCH,
          "00".repeat(32));
      // an unchained network publishes no previous signature that anyone signs
      byte[] previous =
          chain.scheme().isChained() ? bytes(vector, "previousSignature") : new byte[0];
      DrandRound round =
          new DrandRound(vector.get("round").asLong(), bytes(vector, "signature"), previous);
      if (new DrandVerifier(chain).verify(round).isPresent()
          != vector.get("valid").asBoolean()) {
        wrong.add(vector.toString());
      }
      checked++;
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isEqualTo(15);
    Vectors.report(
        FILE,
        checked,
        bn254 + " left out: the bn254 scheme, which no public network of 32-byte rounds uses here");
  }

  @Test
  void theNetworksAreTheirHashes() {
    JsonNode chains = VectorJson.read(FILE).get("chains");
    for (DrandChain chain : new DrandChain[] {DrandChain.DEFAULT, DrandChain.QUICKNET}) {
      JsonNode expected = chains.get(chain.name());
      assertThat(chain.hash()).isEqualTo(expected.get("chainHash").asText());
      assertThat(chain.scheme().id()).isEqualTo(expected.get("scheme").asText());
    }
    JsonNode first = chains.get("default").get("round1");
    Beacon beacon = new DrandVerifier(DrandChain.DEFAULT)
        .verify(new DrandRound(1, bytes(first, "signature"), bytes(first, "previousSignature")))
        .orElseThrow();
    assertThat(beacon.source()).isEqualTo("drand-default");
    assertThat(Hex.encode(beacon.randomness()))
        .isEqualTo(first.get("randomness").asText());
  }

  @Test
  void refusesChangedRounds() {
    JsonNode vectors = VectorJson.read(FILE).get("vectors");
    JsonNode quick = null;
    for (JsonNode vector : vectors) {
      if (vector.path("note").asText().equals("mainnet quicknet round 123")) {
        quick = vector;
      }
    }
    byte[] signature = bytes(java.util.Objects.requireNonNull(quick), "signature");
    DrandVerifier verifier = new DrandVerifier(DrandChain.QUICKNET);
    assertThat(verifier.verify(new DrandRound(123, signature, new byte[0])).map(Beacon::round))
        .contains(123L);
    assertThat(verifier.verify(new DrandRound(124, signature, new byte[0]))).isEmpty();
    assertThat(verifier.verify(new DrandRound(123, signature, new byte[48]))).isEmpty();
    byte[] negated = signature.clone();
    negated[0] ^= 0x20;
    assertThat(verifier.verify(new DrandRound(123, negated, new byte[0]))).isEmpty();
    byte[] infinity = new byte[48];
    infinity[0] = (byte) 0xc0;
    assertThat(verifier.verify(new DrandRound(123, infinity, new byte[0]))).isEmpty();
    Property.check(30, random -> {
      byte[] hostile = random.nextBoolean() ? signature.clone() : new byte[random.nextInt(97)];
      for (int i = 0; i < 3 && hostile.length > 0; i++) {
        hostile[random.nextInt(hostile.length)] = (byte) random.nextInt();
      }
      assertThat(verifier.verify(new DrandRound(123, hostile, new byte[0])))
          .isEqualTo(Optional.empty());
      byte[] onG2 = new byte[96];
      random.nextBytes(onG2);
      onG2[0] |= (byte) 0x80;
      assertThat(new DrandVerifier(DrandChain.DEFAULT).verify(new DrandRound(7, onG2, onG2)))
          .isEmpty();
    });
  }

  @Test
  void roundsAndInstantsFit() {
    DrandChain chain = DrandChain.QUICKNET;
    assertThat(chain.timeOf(1)).isEqualTo(chain.genesis());
    assertThat(chain.firstRoundAt(chain.genesis().minusSeconds(5))).isEqualTo(1);
    Property.check(300, random -> {
      long round = random.nextLong(1, 100_000_000);
      Instant time = chain.timeOf(round);
      assertThat(chain.firstRoundAt(time)).isEqualTo(round);
      assertThat(chain.firstRoundAt(time.plusNanos(1))).isEqualTo(round + 1);
      assertThat(chain.firstRoundAt(time.plusSeconds(3).minusNanos(1))).isEqualTo(round + 1);
    });
    assertThatThrownBy(() -> chain.timeOf(0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> new DrandRound(0, new byte[48], new byte[0]))
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> new DrandRound(1, new byte[97], new byte[0]))
        .hasMessageContaining("at most 96");
    assertThatThrownBy(() -> new DrandChain(
            "a", DrandScheme.CHAINED, "00", Duration.ofSeconds(3), Instant.EPOCH, "00".repeat(32)))
        .hasMessageContaining("48 bytes, not 1");
    assertThatThrownBy(() -> new DrandVerifier(new DrandChain(
            "a",
            DrandScheme.CHAINED,
            "00".repeat(48),
            Duration.ofSeconds(3),
            Instant.EPOCH,
            "00".repeat(32))))
        .hasMessageContaining("not a point");
  }
}
