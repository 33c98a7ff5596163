package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.policy.Factor;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.junit.jupiter.api.Test;

/** Names that nothing gives and settings that nobody reads are found before an epoch opens. */
class PolicyCheckTest {
  private static final LocalEpochEngine ENGINE = new LocalEpochEngine(ProofVerifiers.load());

  private static List<String> problems(NetworkPolicy policy) {
    return ENGINE.check(policy).stream().map(Object::toString).toList();
  }

  private static NetworkPolicy with(Map<String, String> settings) {
    NetworkPolicy good = TestNetwork.policy();
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(UptimeVerifier.KIND, new ProofConfig(settings));
    return new NetworkPolicy(good.admission(), good.provenance(), proofs, good.rewards());
  }

  @Test
  void aGoodPolicyPasses() {
    assertThat(problems(TestNetwork.policy())).isEmpty();
  }

  @Test
  void misspeltAndWrongSettingsAreNamed() {
    assertThat(problems(with(Map.of("tolerence", "PT5M"))))
        .singleElement()
        .asString()
        .contains("proofs.uptime/1.tolerence", "unknown setting", "tolerance");
    assertThat(problems(with(Map.of("tolerance", "5m", "minimum", "twelve"))))
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem).contains("proofs.uptime/1.tolerance", "5m"))
        .anySatisfy(problem -> assertThat(problem).contains("proofs.uptime/1.minimum", "twelve"));
  }

  @Test
  void kindsThatNothingGivesAreNamed() throws Exception {
    RewardPolicy rewards = RewardPolicy.builder("test", new Token("TST", 0))
        .emission(new ConstantEmission(TokenAmount.of(100)))
        .pool(Pool.named("a")
            .share(60)
            .proportionalTo(new ProofKind("uptme/1"))
            .times(new Factor.Times(new ProofKind("locaton/1")))
            .build())
        .pool(Pool.named("b")
            .share(40)
            .pools(Pool.named("c")
                .share(100)
                .proportionalTo(UptimeVerifier.KIND)
                .times(new Factor.Ranked(
                    UptimeVerifier.KIND, Optional.of(new ProofKind("sence/1")), List.of(1L)))
                .build())
            .build())
        .build();
    assertThat(problems(TestNetwork.policy().withRewards(rewards)))
        .hasSize(3)
        .anySatisfy(p -> assertThat(p).contains("rewards.pools[0].pay.kinds", "uptme/1"))
        .anySatisfy(p -> assertThat(p).contains("rewards.pools[0].pay.factors", "locaton/1"))
        .anySatisfy(p -> assertThat(p).contains("rewards.pools[1].pools[0]", "sence/1"));
  }
}
