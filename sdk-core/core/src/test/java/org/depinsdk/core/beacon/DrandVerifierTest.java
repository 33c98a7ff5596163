package org.depinsdk.core.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class DrandVerifierTest {

  private static DrandScheme scheme(String id) {
    for (DrandScheme scheme : DrandScheme.values()) {
      if (scheme.id().equals(id)) {
        return scheme;
      }
    }
    throw new IllegalArgumentException(id);
  }

  @Test
  void judgesThePublishedRounds() {
    KnownAnswers.check("beacon/drand-rounds", row -> {
      DrandChain chain = new DrandChain(
          "test",
          scheme(row.text("scheme")),
          row.text("key"),
          Duration.ofSeconds(3),
          Instant.EPOCH,
          "00".repeat(32));
      Optional<Beacon> beacon = new DrandVerifier(chain)
          .verify(
              new DrandRound(row.number("round"), row.bytes("signature"), row.bytes("previous")));
      return answers(
          "valid", beacon.isPresent(),
          "randomness", beacon.map(b -> Hex.encode(b.randomness())).orElse(""));
    });
  }

  @Test
  void theNetworksAreTheirHashes() {
    KnownAnswers.check("beacon/drand-chains", row -> {
      DrandChain chain =
          row.text("name").equals("default") ? DrandChain.DEFAULT : DrandChain.QUICKNET;
      return answers(
          "scheme", chain.scheme().id(),
          "key", chain.publicKey(),
          "period", chain.period().toSeconds(),
          "genesis", chain.genesis().getEpochSecond(),
          "hash", chain.hash());
    });
    ConformanceRow first = round(DrandChain.DEFAULT, 1);
    assertThat(new DrandVerifier(DrandChain.DEFAULT)
            .verify(new DrandRound(1, first.bytes("signature"), first.bytes("previous")))
            .map(Beacon::source))
        .contains("drand-default");
  }

  private static ConformanceRow round(DrandChain chain, long round) {
    return Conformance.table("beacon/drand-rounds").rows().stream()
        .filter(row -> row.text("key").equals(chain.publicKey())
            && row.number("round") == round
            && row.flag("valid"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesChangedRounds() {
    byte[] signature = round(DrandChain.QUICKNET, 123).bytes("signature");
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
