package org.depinsdk.epoch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Table;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;

/** A network whose devices report numbers, and a verifier that a test makes of a judge. Its reports are not signed. */
final class TallyNetwork {
  static final ProofKind KIND = new ProofKind("tally/1");
  static final ScoreType QUANTITY = ScoreType.quantity("point");
  static final TokenAmount MINTED = TokenAmount.of(1_000_000);

  final TestNetwork network;
  final List<LoggedReport> log = new ArrayList<>();
  private final Map<DeviceId, Long> sequences = new HashMap<>();

  TallyNetwork(long seed) {
    network = new TestNetwork(seed);
  }

  /** Judges the numbers of a group. */
  interface Tally {
    Judgement judge(GroupKey group, Iterable<Attributed<Long>> evidence, GroupState before)
        throws Exception;
  }

  /** A verifier of one kind; its groups are named by the thousands of the numbers. */
  record Verifier(ScoreType scoreType, Tally tally, List<Table<?, ?>> tables)
      implements ProofVerifier<Long> {
    @Override
    public ProofKind kind() {
      return KIND;
    }

    @Override
    public EvidenceCodec<Long> codec() {
      return EvidenceCodec.number(0, Long.MAX_VALUE);
    }

    @Override
    public GroupKey groupOf(Attributed<Long> evidence) {
      return new GroupKey("group:" + evidence.evidence() / 1000 % 1000);
    }

    @Override
    public Judge<Long> prepare(ProofContext context) {
      return new Judge<>() {
        @Override
        public Judgement judge(
            GroupKey group, Iterable<Attributed<Long>> evidence, GroupState before) {
          try {
            return tally.judge(group, evidence, before);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }

        @Override
        public GroupState merge(GroupKey key, GroupState one, GroupState other) {
          if (key.text().equals("unmergeable")) {
            throw new IllegalStateException("on purpose");
          }
          return one.values().toString().compareTo(other.values().toString()) > 0 ? one : other;
        }
      };
    }
  }

  /** Each device's sum of the numbers. */
  static Judgement sums(GroupKey group, Iterable<Attributed<Long>> evidence, ScoreType type) {
    TreeMap<DeviceId, Long> sums = new TreeMap<>();
    for (Attributed<Long> one : evidence) {
      sums.merge(one.device(), one.evidence(), (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
    }
    List<Verdict> verdicts = new ArrayList<>();
    sums.forEach(
        (device, sum) -> verdicts.add(new Verdict(device, KIND, group, type.of(sum), List.of())));
    return Judgement.of(verdicts);
  }

  static ProofVerifiers verifiers(Tally tally) {
    return verifiers(QUANTITY, tally);
  }

  static ProofVerifiers verifiers(ScoreType type, Tally tally) {
    return ProofVerifiers.of(List.of(new Verifier(type, tally, List.of())));
  }

  DeviceId enroll(int operator) throws Exception {
    return network.enroll(operator);
  }

  void transfer(Duration offset, DeviceId device, int operator) throws Exception {
    network.change(offset, device, new RegistryChange.Transferred(TestNetwork.operator(operator)));
  }

  void report(DeviceId device, Duration offset, long number) {
    report(device, sequences.merge(device, 1L, Long::sum), offset, number);
  }

  void report(DeviceId device, long sequence, Duration offset, long number) {
    report(device, sequence, offset, EvidenceCodec.number(0, Long.MAX_VALUE).encode(number));
  }

  void report(DeviceId device, long sequence, Duration offset, byte[] evidence) {
    report(device, "", sequence, offset, evidence);
  }

  void report(DeviceId device, String boot, long sequence, Duration offset, byte[] evidence) {
    var at = TestNetwork.GENESIS.plus(offset);
    try {
      Report report = new Report(device, KIND, sequence, at, Provenance.HARDWARE, evidence, boot);
      log.add(LoggedReport.newBuilder()
          .setReport(SignedReport.of(report.toBytes(), new byte[64]).toWire())
          .setReceivedAtMs(at.toEpochMilli())
          .build());
    } catch (org.depinsdk.core.report.MalformedReportException e) {
      throw new IllegalStateException(e);
    }
  }

  static NetworkPolicy policy() {
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(KIND, ProofConfig.DEFAULTS);
    try {
      RewardPolicy rewards = RewardPolicy.builder("tally", new Token("TST", 0))
          .emission(new ConstantEmission(MINTED))
          .pool(Pool.named("points").share(100).proportionalTo(KIND).build())
          .build();
      return new NetworkPolicy(TestNetwork.RULES, EnumSet.of(Provenance.HARDWARE), proofs, rewards);
    } catch (org.depinsdk.rewards.document.PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  EpochInput input() {
    return input(SettlementState.GENESIS);
  }

  EpochInput input(SettlementState before) {
    Epoch epoch = TestNetwork.SCHEDULE.at(before.nextEpoch());
    return new EpochInput(
        policy(),
        VerifiedBeacon.demo(epoch, new byte[32]),
        EpochFacts.of(epoch),
        network.registry.view(),
        EvidenceSource.of(log),
        before);
  }

  static long paid(EpochOutcome outcome, int operator) {
    OperatorId who = TestNetwork.operator(operator);
    return outcome
        .allocation()
        .perOperator()
        .getOrDefault(who, TokenAmount.ZERO)
        .toBigInteger()
        .longValueExact();
  }
}
