package org.depinsdk.hardware.ocpp;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.metering.MeterAssignment;
import org.depinsdk.metering.MeterRegistration;
import org.depinsdk.metering.MeteringSession;
import org.depinsdk.metering.MeteringVerifier;
import org.depinsdk.metering.OcmfSigner;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Verdict;

/** Judges what came over OCPP by the proof that a network pays by: one station with one registered meter, 2026-01-01. */
final class MeterJudge {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final String NETWORK = "peer-test";
  private static final int PLATE_WATTS = 22_000;
  private static final Epoch EPOCH = new Epoch(0, BEGIN, BEGIN.plusSeconds(86_400));

  private MeterJudge() {}

  static Verdict judge(OcmfSigner meter, List<String> records) throws Exception {
    InMemorySigner station = signer(KeyAlgorithm.ED25519, 1);
    InMemorySigner manufacturer = signer(KeyAlgorithm.P256, 2);
    DeviceId device = DeviceId.derive(NETWORK, station.publicKey());
    MeterRegistration registration = MeterRegistration.sign(
        NETWORK,
        new MeterAssignment(device, meter.publicKey(), meter.serial(), PLATE_WATTS),
        manufacturer,
        signer(KeyAlgorithm.SECP256K1, 3));
    InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
    registry.append(
        BEGIN.minusSeconds(2),
        device,
        new RegistryChange.Enrolled(
            station.publicKey(), registration.ownerAccount(), "charge-point", Optional.empty()));
    registry.append(BEGIN.minusSeconds(1), device, new RegistryChange.Activated());

    MeteringVerifier verifier = new MeteringVerifier();
    Instant at = EPOCH.end().minusSeconds(60);
    Attributed<MeteringSession> report = new Attributed<>(
        ReportId.ofSignedBytes(new byte[] {1}),
        device,
        1,
        at,
        at,
        0,
        Provenance.SIMULATED,
        new MeteringSession(registration, "session", records));
    ProofContext context = new ProofContext(
        new EpochTerms(
            NETWORK,
            EPOCH,
            new Beacon("test", 0, new byte[32]),
            new ProofConfig(Map.of(
                "manufacturers", manufacturer.publicKey().didKey(), "clock", "synchronised"))),
        registry.view());
    return verifier
        .prepare(context)
        .judge(verifier.groupOf(report), List.of(report), GroupState.EMPTY)
        .verdicts()
        .get(0);
  }

  private static InMemorySigner signer(KeyAlgorithm algorithm, int number) throws Exception {
    return InMemorySigner.ofSecret(
        algorithm, ByteBuffer.allocate(32).putInt(28, number).array());
  }

  /** What a signed begin and end of a session over one hour say. */
  static String reading(OcmfSigner meter, boolean begin) {
    return begin
        ? meter.reading(1, BEGIN, org.depinsdk.metering.ReadingMark.BEGIN, 1_000_000, "TAG1")
        : meter.reading(
            2, BEGIN.plusSeconds(3600), org.depinsdk.metering.ReadingMark.END, 12_000_000, "TAG1");
  }
}
