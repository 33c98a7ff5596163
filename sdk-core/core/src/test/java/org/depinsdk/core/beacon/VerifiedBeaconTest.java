package org.depinsdk.core.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.depinsdk.core.Samples;
import org.depinsdk.core.beacon.BeaconException.Reason;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.vrf.Ecvrf;
import org.depinsdk.core.vrf.VrfSuite;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerifiedBeaconTest {
  private static final String NETWORK = "test-net";

  // drand documentation, quicknet round 123
  private static final String ROUND_123 =
      "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";

  private static final BeaconSource.Drand QUICKNET =
      new BeaconSource.Drand(DrandChain.QUICKNET, Duration.ofMinutes(1));

  /** Epoch 2 begins such that round 123 is the first one due a minute or more later. */
  private static final EpochSchedule SCHEDULE = new EpochSchedule(
      DrandChain.QUICKNET.timeOf(123).minusSeconds(62).minus(Duration.ofHours(2)),
      Duration.ofHours(1),
      Duration.ZERO);

  private static final Epoch EPOCH = SCHEDULE.at(2);

  private static BeaconProof.Drand proof(String chain, long round, String signature)
      throws EncodingException {
    return new BeaconProof.Drand(chain, new DrandRound(round, Hex.decode(signature), new byte[0]));
  }

  private static VerifiedBeacon verify(BeaconSource source, Epoch epoch, BeaconProof proof)
      throws BeaconException {
    return VerifiedBeacon.of(source, NETWORK, SCHEDULE, epoch, proof);
  }

  private static void refused(BeaconSource source, Epoch epoch, BeaconProof proof, Reason reason) {
    assertThat(catchThrowableOfType(BeaconException.class, () -> verify(source, epoch, proof))
            .reason())
        .isEqualTo(reason);
  }

  @Test
  void aRoundOfDrandIsThatOfItsEpoch() throws Exception {
    String hash = DrandChain.QUICKNET.hash();
    BeaconProof.Drand proof = proof(hash, 123, ROUND_123);
    VerifiedBeacon verified = verify(QUICKNET, EPOCH, proof);
    assertThat(verified.beacon().source()).isEqualTo("drand-quicknet");
    assertThat(verified.beacon().round()).isEqualTo(123);
    assertThat(verified.source()).isEqualTo(QUICKNET);
    assertThat(verified.proof()).isEqualTo(proof);
    assertThat(verified)
        .isEqualTo(verify(QUICKNET, EPOCH, proof))
        .hasToString(verified.beacon().toString());
    assertThat(QUICKNET.dueAt(EPOCH)).isEqualTo(EPOCH.start().plusSeconds(62));

    refused(QUICKNET, SCHEDULE.at(1), proof, Reason.WRONG_ROUND);
    refused(QUICKNET, EPOCH, proof(hash, 124, ROUND_123), Reason.WRONG_ROUND);
    refused(QUICKNET, EPOCH, proof(DrandChain.DEFAULT.hash(), 123, ROUND_123), Reason.WRONG_CHAIN);
    String other = "a" + ROUND_123.substring(1);
    refused(QUICKNET, EPOCH, proof(hash, 123, other), Reason.FORGED_SIGNATURE);
    refused(QUICKNET, EPOCH, proof(hash, 123, ""), Reason.FORGED_SIGNATURE);
    refused(new BeaconSource.Demo(), EPOCH, proof, Reason.WRONG_SOURCE);
    refused(QUICKNET, EPOCH, new BeaconProof.Demo(new byte[32]), Reason.WRONG_SOURCE);
  }

  @ParameterizedTest
  @EnumSource(VrfSuite.class)
  void aVrfProofIsForOneNetworkAndEpoch(VrfSuite suite) throws Exception {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 7);
    DeviceKey key = InMemorySigner.ofSecret(suite.algorithm(), secret).publicKey();
    BeaconSource.Vrf source = new BeaconSource.Vrf(suite, key);
    byte[] bytes = Ecvrf.prove(suite, secret, BeaconSource.Vrf.alpha(NETWORK, SCHEDULE, EPOCH));
    BeaconProof proof = new BeaconProof.Vrf(bytes);
    Beacon beacon = verify(source, EPOCH, proof).beacon();
    assertThat(beacon.source()).isEqualTo("vrf");
    assertThat(beacon.round()).isEqualTo(2);
    assertThat(beacon.randomness()).isNotEqualTo(new byte[32]);

    refused(source, SCHEDULE.at(3), proof, Reason.FORGED_PROOF);
    assertThatThrownBy(() -> VerifiedBeacon.of(source, "other-net", SCHEDULE, EPOCH, proof))
        .isInstanceOf(BeaconException.class);
    EpochSchedule later =
        new EpochSchedule(SCHEDULE.genesis().plusMillis(1), SCHEDULE.length(), SCHEDULE.grace());
    assertThatThrownBy(() -> VerifiedBeacon.of(source, NETWORK, later, EPOCH, proof))
        .isInstanceOf(BeaconException.class);
    bytes[40] ^= 1;
    refused(source, EPOCH, new BeaconProof.Vrf(bytes), Reason.FORGED_PROOF);
  }

  @Test
  void whatTheOperatorChoseIsTakenAsDemoAlone() throws Exception {
    byte[] chosen = new byte[32];
    chosen[0] = 9;
    VerifiedBeacon verified = verify(new BeaconSource.Demo(), EPOCH, new BeaconProof.Demo(chosen));
    assertThat(verified).isEqualTo(VerifiedBeacon.demo(EPOCH, chosen));
    assertThat(verified.beacon()).isEqualTo(new Beacon("demo", 2, chosen));
    assertThat(verified.requireEqual(new Beacon("demo", 2, chosen))).isSameAs(verified);
    assertThat(catchThrowableOfType(
                BeaconException.class,
                () -> verified.requireEqual(new Beacon("demo", 2, new byte[32])))
            .reason())
        .isEqualTo(Reason.OTHER_RANDOMNESS);
  }

  @Test
  void proofsHaveOneJsonForm() throws Exception {
    BeaconProof[] proofs = {
      proof(DrandChain.QUICKNET.hash(), 123, ROUND_123),
      new BeaconProof.Drand(
          DrandChain.DEFAULT.hash(), new DrandRound(2, new byte[96], new byte[96])),
      new BeaconProof.Vrf(new byte[80]),
      new BeaconProof.Demo(new byte[32])
    };
    for (BeaconProof proof : proofs) {
      assertThat(BeaconProofJson.parse(BeaconProofJson.format(proof))).isEqualTo(proof);
    }
    String[][] refused = {
      {"{}", "source is missing"},
      {"{\"source\": \"dice\"}", "drand, vrf or demo"},
      {"{\"source\": \"demo\", \"randomness\": \"00\"}", "32 bytes, not 1"},
      {"{\"source\": \"demo\", \"randomness\": \"zz\"}", "randomness"},
      {"{\"source\": \"vrf\", \"proof\": \"" + "00".repeat(82) + "\"}", "at most 81 bytes, not 82"},
      {"{\"source\": \"vrf\", \"proof\": \"00\", \"more\": 1}", "more is unknown"},
      {"{\"source\": \"drand\", \"chain\": \"00\", \"round\": 1, \"signature\": \"00\"}", "64"},
      {
        "{\"source\": \"drand\", \"chain\": \"" + "0".repeat(64)
            + "\", \"round\": 0, \"signature\": \"00\"}",
        "1 or more, not 0"
      },
    };
    for (String[] one : refused) {
      assertThatThrownBy(() -> BeaconProofJson.parse(
              Json.parseObject(one[0].getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT)))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining(one[1]);
    }
  }

  @Test
  void aSourceIsWhatItSays() throws Exception {
    assertThatThrownBy(() -> new BeaconSource.Drand(DrandChain.QUICKNET, Duration.ofSeconds(-1)))
        .hasMessageContaining("zero or more");
    DrandChain quicknet = DrandChain.QUICKNET;
    DrandChain borrowed = new DrandChain(
        "quicknet",
        quicknet.scheme(),
        quicknet.publicKey(),
        Duration.ofSeconds(30),
        quicknet.genesis(),
        quicknet.genesisSeed());
    assertThatThrownBy(() -> new BeaconSource.Drand(borrowed, Duration.ZERO))
        .hasMessageContaining("give another chain another name");
    DrandChain noKey = new DrandChain(
        "own",
        quicknet.scheme(),
        "00".repeat(96),
        quicknet.period(),
        quicknet.genesis(),
        quicknet.genesisSeed());
    assertThatThrownBy(() -> new BeaconSource.Drand(noKey, Duration.ZERO))
        .hasMessageContaining("not a point");
    DeviceKey key = Samples.signer(KeyAlgorithm.P256, 1).publicKey();
    assertThatThrownBy(() -> new BeaconSource.Vrf(VrfSuite.ECVRF_EDWARDS25519_SHA512_TAI, key))
        .hasMessageContaining("ED25519, not of P256");
  }

  @Test
  void roundsAndTimesAreThoseOfDrand() {
    KnownAnswers.check("beacon/drand-times", row -> {
      DrandChain chain =
          row.text("chain").equals("default") ? DrandChain.DEFAULT : DrandChain.QUICKNET;
      BeaconSource.Drand source = new BeaconSource.Drand(chain, Duration.ZERO);
      Instant start = Instant.ofEpochSecond(row.number("time"));
      Epoch epoch = new Epoch(0, start, start.plusSeconds(1));
      return KnownAnswers.answers(
          "round", source.round(epoch), "due", source.dueAt(epoch).getEpochSecond());
    });
  }

  @Test
  void theRoundOfAnEpochIsNeverDueBeforeItsMoment() {
    Property.check(500, random -> {
      Duration after = Duration.ofMillis(random.nextInt(100_000_000));
      BeaconSource.Drand source = new BeaconSource.Drand(DrandChain.DEFAULT, after);
      Instant start = DrandChain.DEFAULT.genesis().plusMillis(random.nextInt());
      Epoch epoch = new Epoch(0, start, start.plusSeconds(1));
      Instant moment = start.plus(after);
      assertThat(source.dueAt(epoch)).isAfterOrEqualTo(moment);
      if (source.round(epoch) > 1) {
        assertThat(DrandChain.DEFAULT.timeOf(source.round(epoch) - 1)).isBefore(moment);
      }
    });
  }
}
