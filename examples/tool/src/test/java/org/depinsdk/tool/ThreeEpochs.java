package org.depinsdk.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.Publication;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.RewardPolicy;

/** Bundles of three epochs of one hour: the first device misses the second half of the second, in which another is sold. */
final class ThreeEpochs {
  static final String POLICY = """
      format: depin-reward-policy/1
      name: hours
      token: {symbol: HRS, decimals: 2}
      emission: {schedule: constant, perEpoch: 10.00 HRS}
      pools:
        - {name: uptime, share: 90, pay: {by: units, kinds: [uptime/1], remainder: carry-forward}}
        - {name: treasury, share: 10, recipient: "0x00000000000000000000000000000000000000fe"}
      """;

  private static final String NETWORK = "hours";
  private static final EpochSchedule SCHEDULE = new EpochSchedule(
      Instant.parse("2026-01-01T00:00:00Z"), Duration.ofHours(1), Duration.ofMinutes(5));

  final List<DeviceId> devices = new ArrayList<>();
  private final List<DeviceSigner> signers = new ArrayList<>();
  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
  private final Path folder;

  ThreeEpochs(Path folder) throws Exception {
    this.folder = folder;
    for (int i = 0; i < 3; i++) {
      byte[] secret = new byte[32];
      secret[0] = (byte) (i + 1);
      DeviceSigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
      DeviceId device = DeviceId.derive(NETWORK, signer.publicKey());
      signers.add(signer);
      devices.add(device);
      registry.append(
          SCHEDULE.genesis(),
          device,
          new RegistryChange.Enrolled(signer.publicKey(), operator(i), "clock", Optional.empty()));
      registry.append(SCHEDULE.genesis(), device, new RegistryChange.Activated());
    }
    registry.append(
        SCHEDULE.genesis().plus(Duration.ofMinutes(90)),
        devices.get(2),
        new RegistryChange.Transferred(operator(3)));
    SettlementState state = SettlementState.GENESIS;
    for (int epoch = 0; epoch < 3; epoch++) {
      state = settle(epoch, state);
    }
  }

  static OperatorId operator(int number) {
    return new OperatorId("0x" + "%040x".formatted(number + 1));
  }

  SettlementState settle(int epoch, SettlementState before) throws Exception {
    List<LoggedReport> log = new ArrayList<>();
    for (int slot = 0; slot < 12; slot++) {
      for (int i = 0; i < 3; i++) {
        if (!(epoch == 1 && i == 0 && slot >= 6)) {
          log.add(heartbeat(i, epoch * 12L + slot));
        }
      }
    }
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT5M")));
    EpochInput input = new EpochInput(
        new NetworkPolicy(
            new AdmissionRules(NETWORK, SCHEDULE, Duration.ofMinutes(1), Duration.ofMinutes(30)),
            EnumSet.of(Provenance.HARDWARE),
            proofs,
            RewardPolicy.parse(POLICY.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
        VerifiedBeacon.demo(SCHEDULE.at(epoch), new byte[32]),
        EpochFacts.of(SCHEDULE.at(epoch)),
        registry.view(),
        EvidenceSource.of(log),
        before);
    EpochOutcome outcome = new LocalEpochEngine(ProofVerifiers.load()).run(input);
    Publication publication = epoch == 0
        ? Publication.FIRST
        : Publication.after(
            EpochBundle.open(folder.resolve("epoch-" + (epoch - 1))).manifest());
    EpochBundle.write(folder.resolve("epoch-" + epoch), publication, input, outcome);
    return outcome.after();
  }

  private LoggedReport heartbeat(int device, long slot) throws Exception {
    Duration offset = Duration.ofMinutes(5 * slot + 1);
    Instant at = SCHEDULE.genesis().plus(offset);
    Report report = new Report(
        devices.get(device),
        UptimeVerifier.KIND,
        slot + 1,
        at,
        Provenance.HARDWARE,
        new UptimeVerifier().codec().encode(Heartbeat.of(offset)));
    return LoggedReport.newBuilder()
        .setReport(SignedReport.sign(NETWORK, report, signers.get(device)).toWire())
        .setReceivedAtMs(at.toEpochMilli())
        .build();
  }
}
