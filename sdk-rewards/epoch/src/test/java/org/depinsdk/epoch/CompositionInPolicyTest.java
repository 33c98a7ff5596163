package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositionInPolicyTest {
  private static final ProofKind POINTS = new ProofKind("points/1");
  private static final ProofKind JOINED = new ProofKind("paid-points/1");
  private static final LocalEpochEngine ENGINE = new LocalEpochEngine(verifiers());

  @TempDir
  Path scratch;

  /** {@code points/1}: the sum of the numbers that a device reports. */
  private static final class Points implements ProofVerifier<Long> {
    @Override
    public ProofKind kind() {
      return POINTS;
    }

    @Override
    public ScoreType scoreType() {
      return ScoreType.quantity("point");
    }

    @Override
    public EvidenceCodec<Long> codec() {
      return EvidenceCodec.number(0, 1_000_000);
    }

    @Override
    public GroupKey groupOf(Attributed<Long> evidence) {
      return GroupKey.device(evidence.device());
    }

    @Override
    public Judge<Long> prepare(ProofContext context) {
      return (group, evidence, before) -> Judgement.of(judge(group, evidence));
    }

    private List<Verdict> judge(GroupKey group, Iterable<Attributed<Long>> evidence) {
      long sum = 0;
      DeviceId device = evidence.iterator().next().device();
      for (Attributed<Long> one : evidence) {
        sum += one.evidence();
      }
      return List.of(new Verdict(device, POINTS, group, scoreType().of(sum), List.of()));
    }
  }

  private static ProofVerifiers verifiers() {
    List<ProofVerifier<?>> all = new ArrayList<>(ProofVerifiers.load().all());
    all.add(new Points());
    return ProofVerifiers.of(all);
  }

  private static NetworkPolicy policy(Composition.Rule rule) throws Exception {
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT5M")));
    proofs.put(POINTS, ProofConfig.DEFAULTS);
    RewardPolicy rewards = RewardPolicy.builder(TestNetwork.NAME, new Token("TST", 8))
        .emission(new HalvingEmission(TokenAmount.of(1_200), 4))
        .pool(Pool.named("points").share(100).proportionalTo(JOINED).build())
        .build();
    return new NetworkPolicy(TestNetwork.RULES, TestNetwork.policy().provenance(), proofs, rewards)
        .withCompositions(List.of(composition(rule)));
  }

  private static Composition composition(Composition.Rule rule) {
    return new Composition(
        JOINED.text(),
        rule,
        List.of(new Composition.Part(POINTS, 100), new Composition.Part(UptimeVerifier.KIND, 12)));
  }

  private static EpochInput input(TestNetwork network, NetworkPolicy policy) {
    EpochInput input = network.input(SettlementState.GENESIS);
    return new EpochInput(
        policy, input.beacon(), input.facts(), input.registry(), input.evidence(), input.before());
  }

  @Test
  void aPoolPaysWhatTheProofsComeToTogether() throws Exception {
    TestNetwork network = new TestNetwork(3);
    DeviceId always = network.enroll(0);
    DeviceId half = network.enroll(1);
    DeviceId never = network.enroll(2);
    for (int i = 0; i < 12; i++) {
      network.heartbeat(always, i + 1, Duration.ofMinutes(5L * i + 1));
      if (i % 2 == 0) {
        network.heartbeat(half, i + 1, Duration.ofMinutes(5L * i + 1));
      }
    }
    for (DeviceId device : List.of(always, half, never)) {
      network.report(
          device, 20, Duration.ofMinutes(58), POINTS, new Points().codec().encode(90L));
    }
    EpochInput product = input(network, policy(Composition.Rule.PRODUCT));
    EpochOutcome outcome = ENGINE.run(product);
    assertThat(paid(outcome, 0)).isEqualTo(800);
    assertThat(paid(outcome, 1)).isEqualTo(400);
    assertThat(paid(outcome, 2)).isZero();
    Path folder = scratch.resolve("epoch-0");
    EpochBundle.write(folder, Publication.FIRST, product, outcome);
    assertThat(new BundleReplay(ENGINE).replay(folder)).isInstanceOf(ReplayResult.Same.class);
    assertThat(Statement.of(EpochBundle.open(folder), half.text()).toText(0))
        .contains("verdict paid-points/1: 45 points")
        .contains("composition.joined (points/1 90, rule product, uptime/1 6, uptime/1.full 12)")
        .contains("45 units of paid-points/1");
    assertThat(Statement.of(EpochBundle.open(folder), never.text()).toText(0))
        .contains("composition.nothing-left (points/1 90, rule product, uptime/1.full 12)");

    EpochOutcome gate = ENGINE.run(input(network, policy(Composition.Rule.GATE)));
    assertThat(paid(gate, 0)).isEqualTo(1_200);
    assertThat(paid(gate, 1)).isZero();
  }

  @Test
  void twoOwnersShareItAsTheyShareTheBase() throws Exception {
    TestNetwork network = new TestNetwork(4);
    DeviceId device = network.enroll(0);
    byte[] ten = new Points().codec().encode(10L);
    for (int i = 0; i < 12; i++) {
      Duration at = Duration.ofMinutes(5L * i + 1);
      network.heartbeat(device, 2L * i + 1, at);
      if (i < 4) {
        network.report(device, 2L * i + 2, at.plusSeconds(1), POINTS, ten);
      }
      if (i == 2) {
        network.change(
            at.plusSeconds(2), device, new RegistryChange.Transferred(TestNetwork.operator(1)));
      }
    }
    EpochOutcome outcome = ENGINE.run(input(network, policy(Composition.Rule.PRODUCT)));
    assertThat(paid(outcome, 0)).isEqualTo(900);
    assertThat(paid(outcome, 1)).isEqualTo(300);
  }

  private static long paid(EpochOutcome outcome, int operator) {
    return outcome
        .after()
        .lifetime()
        .getOrDefault(TestNetwork.operator(operator), TokenAmount.ZERO)
        .toBigInteger()
        .longValueExact();
  }

  @Test
  void aPolicyCarriesItsCompositions() throws Exception {
    for (Composition.Rule rule : Composition.Rule.values()) {
      NetworkPolicy policy = policy(rule);
      assertThat(NetworkPolicy.parse(policy.toJson())).isEqualTo(policy);
    }
    String json = new String(policy(Composition.Rule.ALL_OF).toJson(), StandardCharsets.UTF_8);
    for (String[] wrong : new String[][] {
      {"\"all-of\"", "\"some-of\"", "some-of"},
      {"\"proof\": \"points/1\"", "\"proof\": \"witness/1\"", "no proof of the policy"},
      {"\"paid-points/1\",\n      \"rule\"", "\"points/1\",\n      \"rule\"", "name of a proof"},
      {"\"full\": 12", "\"full\": 0", "1 or more, not 0"},
      {"\"full\": 12", "\"half\": 12", "half"}
    }) {
      String broken = json.replace(wrong[0], wrong[1]);
      assertThat(broken).as(wrong[0]).isNotEqualTo(json);
      assertThatThrownBy(() -> NetworkPolicy.parse(broken.getBytes(StandardCharsets.UTF_8)))
          .hasMessageContaining(wrong[2]);
    }
    assertThat(new String(TestNetwork.policy().toJson(), StandardCharsets.UTF_8))
        .doesNotContain("compositions");
  }

  @Test
  void anEngineSaysBeforehandWhatItCannotJudge() throws Exception {
    NetworkPolicy policy = policy(Composition.Rule.GATE);
    assertThat(ENGINE.check(policy)).isEmpty();
    assertThat(new LocalEpochEngine(ProofVerifiers.load()).check(policy))
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString())
            .contains("proofs.points/1: no verifier for points/1", "add the jar"));
  }
}
