package org.depinsdk.engine.flink;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.SignedEnrollment;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.Admission;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.DeviceUsage;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.testing.Property;

/** A network whose log holds everything that a log can hold: honest reports, copies, clones, junk and forged signatures. */
final class SignedNetwork {
  private static final String NAME = "test-net";
  private static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");
  private static final EpochSchedule SCHEDULE =
      new EpochSchedule(GENESIS, Duration.ofHours(1), Duration.ofMinutes(5));
  private static final AdmissionRules RULES =
      new AdmissionRules(NAME, SCHEDULE, Duration.ofMinutes(1), Duration.ofMinutes(30));
  private static final ProofKind UNKNOWN = new ProofKind("unknown/1");

  final List<LoggedReport> log = new ArrayList<>();
  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
  private final List<DeviceId> devices = new ArrayList<>();
  private final Map<DeviceId, DeviceSigner> signers = new HashMap<>();
  private final Map<DeviceId, DeviceUsage> usages = new HashMap<>();
  private final ReportAdmission admission = new ReportAdmission(RULES);
  private final RandomGenerator random;

  SignedNetwork(long seed, int deviceCount, int reports) throws Exception {
    random = Property.random(seed);
    for (int i = 0; i < deviceCount; i++) {
      enroll(i % 5);
    }
    long[] next = new long[deviceCount];
    for (int i = 0; i < reports; i++) {
      int of = i % deviceCount;
      DeviceId device = devices.get(of);
      // some send a number again, and some run in two machines, of which one does not name its boot
      long sequence = i % 31 == 7 ? Math.max(1, next[of]) : ++next[of];
      String boot = of % 3 == 0 ? "" : of % 3 == 1 || random.nextBoolean() ? "boot" : "";
      DeviceSigner signer =
          i % 41 == 5 ? signers.get(devices.get((of + 1) % deviceCount)) : signers.get(device);
      Instant at = GENESIS.plusMillis(3_500_000L * i / reports);
      byte[] evidence = i % 53 == 11
          ? new byte[] {1, 2}
          : new UptimeVerifier().codec().encode(Heartbeat.of(Duration.between(GENESIS, at)));
      ProofKind kind = i % 67 == 3 ? UNKNOWN : UptimeVerifier.KIND;
      Provenance provenance = i % 71 == 9 ? Provenance.SIMULATED : Provenance.HARDWARE;
      Report report = new Report(device, kind, sequence, at, provenance, evidence, boot);
      receive(SignedReport.sign(NAME, report, signer), at);
    }
  }

  private void enroll(int operator) throws Exception {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    DeviceSigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
    DeviceId device = DeviceId.derive(NAME, signer.publicKey());
    SignedEnrollment words = SignedEnrollment.sign(
        NAME,
        new RegistryChange.Enrolled(
            signer.publicKey(), operator(operator), "access-point", Optional.empty()),
        GENESIS,
        signer);
    registry.append(GENESIS, device, words.device(), Optional.of(words.toInstruction()));
    registry.append(GENESIS, device, new RegistryChange.Activated());
    signers.put(device, signer);
    devices.add(device);
  }

  private static OperatorId operator(int number) {
    return new OperatorId("0x" + "%040x".formatted(number + 1));
  }

  private void receive(SignedReport report, Instant at) {
    DeviceId device = report.report().device();
    DeviceUsage used = usages.getOrDefault(device, DeviceUsage.NONE);
    Admission decision = admission
        .precheck(report, registry.view().stateAt(device, at))
        .map(r -> (Admission) r)
        .orElseGet(() -> admission.decide(report, at, used));
    LoggedReport.Builder logged =
        LoggedReport.newBuilder().setReport(report.toWire()).setReceivedAtMs(at.toEpochMilli());
    if (decision instanceof Refusal refused) {
      logged.setRefusal(refused.reason().text());
    } else {
      usages.put(device, used.with(report));
    }
    log.add(logged.build());
  }

  EpochInput input() throws Exception {
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT5M")));
    RewardPolicy rewards = RewardPolicy.builder(NAME, new Token("TST", 8))
        .emission(new ConstantEmission(TokenAmount.of(1_000_003)))
        .pool(
            Pool.named("uptime").share(100).proportionalTo(UptimeVerifier.KIND).build())
        .build();
    Epoch epoch = SCHEDULE.at(0);
    return new EpochInput(
        new NetworkPolicy(RULES, EnumSet.of(Provenance.HARDWARE), proofs, rewards),
        VerifiedBeacon.demo(epoch, new byte[32]),
        EpochFacts.of(epoch),
        registry.view(),
        EvidenceSource.of(log),
        SettlementState.GENESIS);
  }
}
