package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Streams;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.CarriedSignature;
import org.depinsdk.proofs.CheckedSignatures;
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
import org.depinsdk.proofs.usage.SignedUsageReceipt;
import org.depinsdk.proofs.usage.UsageClaim;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts that are verified together are judged as those that are verified one by one. */
class CarriedSignaturesTest {
  /** More than one batch of one client, whose group does not fit into memory. */
  private static final int OF_LARGE = GroupBatch.SIGNATURES + 2;

  private static final int OF_SMALL = 9;
  private static final int SMALL = GroupBatch.SIGNATURES / OF_SMALL + 2;

  @TempDir
  Path scratch;

  private final TestNetwork network = new TestNetwork(5);
  private int invalid;
  private long refused;

  /** The verifier of usage as it is, or without its names of signatures, or with failing ones. */
  private record Usage(boolean names, boolean fails, Set<String> checked)
      implements ProofVerifier<UsageClaim> {
    private static final UsageVerifier VERIFIER = new UsageVerifier();

    @Override
    public ProofKind kind() {
      return UsageVerifier.KIND;
    }

    @Override
    public ScoreType scoreType() {
      return UsageVerifier.SCORE;
    }

    @Override
    public EvidenceCodec<UsageClaim> codec() {
      return VERIFIER.codec();
    }

    @Override
    public GroupKey groupOf(Attributed<UsageClaim> evidence) {
      return VERIFIER.groupOf(evidence);
    }

    @Override
    public Judge<UsageClaim> prepare(ProofContext context) {
      Judge<UsageClaim> judge = VERIFIER.prepare(context);
      return new Judge<>() {
        @Override
        public Judgement judge(
            GroupKey group, Iterable<Attributed<UsageClaim>> evidence, GroupState before) {
          evidence.forEach(claim -> {
            if (!claim.signatures().equals(CheckedSignatures.NONE)) {
              checked.add(claim.report().hex());
            }
          });
          return judge.judge(group, evidence, before);
        }

        @Override
        public List<CarriedSignature> signatures(Attributed<UsageClaim> claim) {
          if (fails) {
            throw new IllegalStateException("on purpose");
          }
          return names ? judge.signatures(claim) : List.of();
        }
      };
    }
  }

  @BeforeEach
  void reports() throws Exception {
    DeviceId accessPoint = network.enroll(0);
    Map<DeviceId, Integer> receipts = new TreeMap<>();
    Map<DeviceId, DeviceSigner> signers = new HashMap<>();
    for (int i = 0; i <= SMALL; i++) {
      DeviceSigner signer = InMemorySigner.ofSecret(
          KeyAlgorithm.ED25519, ByteBuffer.allocate(32).putInt(i).array());
      DeviceId client = DeviceId.derive(TestNetwork.NAME, signer.publicKey());
      network.registry.append(
          TestNetwork.GENESIS,
          client,
          new RegistryChange.Enrolled(
              signer.publicKey(), TestNetwork.operator(1), "client", Optional.empty()));
      network.registry.append(TestNetwork.GENESIS, client, new RegistryChange.Activated());
      receipts.put(client, i == 0 ? OF_LARGE : OF_SMALL);
      signers.put(client, signer);
    }
    int count = 0;
    for (DeviceId client : receipts.keySet()) {
      for (int i = 0; i < receipts.get(client); i++) {
        int place = count++ % GroupBatch.SIGNATURES;
        boolean bad = place <= 1 || place == GroupBatch.SIGNATURES - 1;
        invalid += bad ? 1 : 0;
        report(accessPoint, count, client, signers.get(client), i, bad);
      }
    }
  }

  private void report(
      DeviceId accessPoint, int number, DeviceId client, DeviceSigner signer, int i, boolean bad)
      throws Exception {
    Instant at = TestNetwork.GENESIS.plusMillis(number);
    SignedUsageReceipt good = new UsageReceipt(
            accessPoint, client, "session-%050d".formatted(i), 1 + i, at)
        .sign(TestNetwork.NAME, signer);
    byte[] signature = good.signature();
    signature[40] ^= (byte) (bad ? 1 : 0);
    UsageClaim claim = UsageClaim.of(SignedUsageReceipt.of(good.body(), signature));
    byte[] evidence = new UsageVerifier().codec().encode(claim);
    Report report =
        new Report(accessPoint, UsageVerifier.KIND, number, at, Provenance.HARDWARE, evidence);
    network.log.add(LoggedReport.newBuilder()
        .setReport(SignedReport.of(report.toBytes(), new byte[64]).toWire())
        .setReceivedAtMs(at.toEpochMilli())
        .build());
  }

  private EpochInput input() throws Exception {
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(UsageVerifier.KIND, ProofConfig.DEFAULTS);
    RewardPolicy rewards = RewardPolicy.builder("usage", new Token("TST", 0))
        .emission(new ConstantEmission(TokenAmount.of(1_000_000)))
        .pool(Pool.named("bytes").share(100).proportionalTo(UsageVerifier.KIND).build())
        .build();
    Epoch epoch = TestNetwork.SCHEDULE.at(0);
    return new EpochInput(
        new NetworkPolicy(TestNetwork.RULES, EnumSet.of(Provenance.HARDWARE), proofs, rewards),
        VerifiedBeacon.demo(epoch, new byte[32]),
        EpochFacts.of(epoch),
        network.registry.view(),
        EvidenceSource.of(network.log),
        SettlementState.GENESIS);
  }

  private String told(Usage usage, int threads, int partitions, long memory) throws Exception {
    LocalEpochEngine engine = LocalEpochEngine.builder(ProofVerifiers.of(List.of(usage)))
        .threads(threads)
        .partitions(partitions)
        .memoryBytes(memory)
        .workFolder(scratch)
        .build();
    try (EpochOutcome outcome = engine.run(input())) {
      refused = Streams.stream(outcome.verdicts())
          .flatMap(verdict -> verdict.findings().stream())
          .filter(finding -> finding.code().text().equals("usage.bad-signature"))
          .mapToLong(
              finding -> Long.parseLong(Objects.requireNonNull(finding.facts().get("reports"))))
          .sum();
      return LocalEpochEngineTest.told(outcome);
    }
  }

  private static Usage usage(boolean names, boolean fails) {
    return new Usage(names, fails, ConcurrentHashMap.newKeySet());
  }

  @Test
  void neitherBatchesNorThreadsNorPartitionsNorMemoryChangeAVerdict() throws Exception {
    Usage alone = usage(false, false);
    String expected = told(alone, 1, 64, 1L << 30);
    assertThat(alone.checked()).isEmpty();
    assertThat(refused).isEqualTo(invalid);
    int all = Runtime.getRuntime().availableProcessors();
    for (int threads : new int[] {1, all}) {
      for (int partitions : new int[] {1, 4096}) {
        for (long memory : new long[] {10_000, 1L << 30}) {
          Usage together = usage(true, false);
          assertThat(told(together, threads, partitions, memory))
              .as(threads + " threads, " + partitions + " partitions, " + memory + " bytes")
              .isEqualTo(expected);
          assertThat(together.checked()).hasSameSizeAs(network.log);
        }
      }
    }
  }

  @Test
  void aVerifierThatFailsToNameItsSignaturesJudgesAllTheSame() throws Exception {
    Usage failing = usage(true, true);
    assertThat(told(failing, 2, 64, 1L << 30))
        .isEqualTo(told(usage(false, false), 2, 64, 1L << 30));
    assertThat(failing.checked()).isEmpty();
  }
}
