package org.depinsdk.epoch;

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
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.SignedEnrollment;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
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
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.testing.Property;

/** A network in memory whose log is made by the same admission that a real one uses. */
final class TestNetwork {
  static final String NAME = "test-net";
  static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");
  static final EpochSchedule SCHEDULE =
      new EpochSchedule(GENESIS, Duration.ofHours(1), Duration.ofMinutes(5));
  static final AdmissionRules RULES =
      new AdmissionRules(NAME, SCHEDULE, Duration.ofMinutes(1), Duration.ofMinutes(30));

  final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
  final List<LoggedReport> log = new ArrayList<>();
  private final Map<DeviceId, DeviceSigner> signers = new HashMap<>();
  private final Map<DeviceId, DeviceUsage> usages = new HashMap<>();
  private final ReportAdmission admission = new ReportAdmission(RULES);
  private final RandomGenerator random;
  private Instant now = GENESIS;

  TestNetwork(long seed) {
    random = Property.random(seed);
  }

  static OperatorId operator(int number) {
    return new OperatorId("0x" + "%040x".formatted(number + 1));
  }

  DeviceId enroll(int operator) throws Exception {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    DeviceSigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
    DeviceId device = DeviceId.derive(NAME, signer.publicKey());
    SignedEnrollment words = SignedEnrollment.sign(
        NAME,
        new RegistryChange.Enrolled(
            signer.publicKey(), operator(operator), "access-point", Optional.empty()),
        now,
        signer);
    registry.append(now, device, words.device(), Optional.of(words.toInstruction()));
    registry.append(now, device, new RegistryChange.Activated());
    signers.put(device, signer);
    return device;
  }

  void change(Duration offset, DeviceId device, RegistryChange change)
      throws RegistryConflictException {
    now = GENESIS.plus(offset);
    registry.append(now, device, change);
  }

  /** A heartbeat that is received the moment it is made. */
  void heartbeat(DeviceId device, long sequence, Duration offset) throws SigningException {
    heartbeat(device, sequence, offset, Provenance.HARDWARE, signer(device));
  }

  void heartbeat(
      DeviceId device, long sequence, Duration offset, Provenance provenance, DeviceSigner signer)
      throws SigningException {
    Instant at = GENESIS.plus(offset);
    byte[] evidence = new UptimeVerifier().codec().encode(Heartbeat.of(offset));
    Report report = new Report(device, UptimeVerifier.KIND, sequence, at, provenance, evidence);
    receive(SignedReport.sign(NAME, report, signer), at);
  }

  /** Evidence of any kind, received the moment it is made. */
  void report(DeviceId device, long sequence, Duration offset, ProofKind kind, byte[] evidence)
      throws SigningException {
    Instant at = GENESIS.plus(offset);
    Report report = new Report(device, kind, sequence, at, Provenance.HARDWARE, evidence);
    receive(SignedReport.sign(NAME, report, signer(device)), at);
  }

  void receive(SignedReport report, Instant at) {
    now = at.isBefore(now) ? now : at;
    DeviceId device = report.report().device();
    DeviceUsage used = usages.getOrDefault(device, DeviceUsage.NONE);
    Admission decision = admission
        .precheck(report, registry.view().stateAt(device, now))
        .map(r -> (Admission) r)
        .orElseGet(() -> admission.decide(report, now, used));
    LoggedReport.Builder logged =
        LoggedReport.newBuilder().setReport(report.toWire()).setReceivedAtMs(now.toEpochMilli());
    if (decision instanceof Refusal refused) {
      logged.setRefusal(refused.reason().text());
    } else {
      usages.put(device, used.with(report));
    }
    log.add(logged.build());
  }

  DeviceSigner signer(DeviceId device) {
    return java.util.Objects.requireNonNull(signers.get(device));
  }

  static NetworkPolicy policy() {
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT5M")));
    try {
      RewardPolicy rewards = RewardPolicy.builder(NAME, new Token("TST", 8))
          .emission(new HalvingEmission(TokenAmount.of(1_000_003), 4))
          .pool(
              Pool.named("uptime").share(90).proportionalTo(UptimeVerifier.KIND).build())
          .pool(Pool.named("treasury").share(10).paysTo(operator(99)).build())
          .build();
      return new NetworkPolicy(RULES, EnumSet.of(Provenance.HARDWARE), proofs, rewards);
    } catch (PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  EpochInput input(SettlementState before) {
    Epoch epoch = SCHEDULE.at(before.nextEpoch());
    return new EpochInput(
        policy(),
        VerifiedBeacon.demo(epoch, new byte[32]),
        EpochFacts.of(epoch),
        registry.view(),
        EvidenceSource.of(log),
        before);
  }
}
