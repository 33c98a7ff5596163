package org.depinsdk.scaffold.ev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.metering.MeterAssignment;
import org.depinsdk.metering.MeterCurve;
import org.depinsdk.metering.MeterRegistration;
import org.depinsdk.metering.MeteringSession;
import org.depinsdk.metering.MeteringVerifier;
import org.depinsdk.metering.OcmfSigner;
import org.depinsdk.scaffold.RunningNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A station delivers energy, and its meter signs for it; a record that somebody changed earns nothing. */
class EvNetworkTest {
  private static final Instant GENESIS = Instant.parse("2026-11-24T00:00:00Z");

  @TempDir
  Path folder;

  @Test
  void stationsArePaidForTheEnergyThatTheirMeterSigned() throws Exception {
    // the policy trusts this manufacturer; a network of your own names the did:key of a real one
    InMemorySigner manufacturer = RunningNetwork.signer(KeyAlgorithm.ED25519, 100);
    InMemorySigner station = RunningNetwork.signer(KeyAlgorithm.ED25519, 1);
    InMemorySigner owner = RunningNetwork.signer(KeyAlgorithm.SECP256K1, 1);
    InMemorySigner cheat = RunningNetwork.signer(KeyAlgorithm.ED25519, 2);
    InMemorySigner cheatsOwner = RunningNetwork.signer(KeyAlgorithm.SECP256K1, 2);
    OcmfSigner meter = OcmfSigner.ofSecret(MeterCurve.SECP256R1, new byte[] {1}, "M-1");
    OcmfSigner other = OcmfSigner.ofSecret(MeterCurve.SECP256R1, new byte[] {2}, "M-2");
    try (RunningNetwork network = new RunningNetwork(
        EvNetwork.class, "ev-demo", Path.of("policies/ev.json"), folder, GENESIS)) {
      MeterRegistration registration = MeterRegistration.sign(
          "ev-demo",
          new MeterAssignment(network.device(station), meter.publicKey(), "M-1", 22_000),
          manufacturer,
          owner);
      MeterRegistration second = MeterRegistration.sign(
          "ev-demo",
          new MeterAssignment(network.device(cheat), other.publicKey(), "M-2", 22_000),
          manufacturer,
          cheatsOwner);
      network.enroll(station, registration.ownerAccount(), "charge-point", Optional.empty());
      network.enroll(cheat, second.ownerAccount(), "charge-point", Optional.empty());

      Instant begin = GENESIS.plus(Duration.ofHours(10));
      Instant end = begin.plus(Duration.ofHours(1));
      network.advance(end.plusSeconds(60));
      submit(network, station, registration, meter.session(1, begin, 0, end, 11_000_000, "CARD-7"));
      submit(
          network,
          cheat,
          second,
          other
              .session(1, begin, 0, end, 1_000_000, "CARD-8")
              .replaceFirst("\"RV\":1", "\"RV\":9"));

      network.advance(GENESIS.plus(Duration.ofHours(25)));
      assertThat(network.earned(registration.ownerAccount())).isEqualTo("360000000");
    }
    assertThat(new BundleReplay(new EvNetwork().engine())
            .replay(folder.resolve("data/bundles/epoch-0")))
        .isInstanceOf(ReplayResult.Same.class);
  }

  private static void submit(
      RunningNetwork network, InMemorySigner station, MeterRegistration meter, String record)
      throws Exception {
    MeteringVerifier verifier = new MeteringVerifier();
    MeteringSession session = new MeteringSession(meter, "session-1", List.of(record));
    assertThat(network.submit(station, verifier.kind(), verifier.codec().encode(session)))
        .isEmpty();
  }
}
