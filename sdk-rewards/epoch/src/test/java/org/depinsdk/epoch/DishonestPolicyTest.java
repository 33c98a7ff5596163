package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.junit.jupiter.api.Test;

/** A policy, an emission or a figure from outside that an operator exchanges. */
class DishonestPolicyTest extends DishonestOperator {
  DishonestPolicyTest() throws Exception {}

  private static EpochInput with(EpochInput input, EpochFacts facts) {
    return new EpochInput(
        input.policy(),
        input.beacon(),
        facts,
        input.tables(),
        input.registry(),
        input.evidence(),
        input.sanctions(),
        input.before());
  }

  private static NetworkPolicy policy(TokenAmount minted, OperatorId treasury) throws Exception {
    NetworkPolicy honest = TestNetwork.policy();
    RewardPolicy rewards = RewardPolicy.builder(
            TestNetwork.NAME, honest.rewards().token())
        .emission(new ConstantEmission(minted))
        .pool(Pool.named("uptime")
            .share(90)
            .proportionalTo(honest.proofs().firstKey())
            .build())
        .pool(Pool.named("treasury").share(10).paysTo(treasury).build())
        .build();
    return honest.withRewards(rewards);
  }

  @Test
  void otherPolicy() throws Exception {
    network.told = inEpoch(2, input -> input.with(policy(TokenAmount.of(1_000_003), THIEF)));
    assertCaught("policy.json", "but the log fixed");
  }

  @Test
  void otherPolicyInTheLogToo() throws Exception {
    NetworkPolicy lie = TestNetwork.policy()
        .withRewards(policy(TokenAmount.of(1_000_003), THIEF).rewards());
    network.truth = inEpoch(2, input -> input.with(lie));
    network.publish(folder);
    ReplayNote named = assertNamed(ReplayNotes.POLICY_CHANGED);
    assertThat(named.facts()).containsEntry("policy", lie.id());
    assertThat(named.facts().get("changes")).contains("rewards.pools[1]", THIEF.text());
  }

  @Test
  void otherEmissionInTheLastEpoch() throws Exception {
    network.truth = inEpoch(
        2, input -> input.with(policy(TokenAmount.of(100_000_300), TestNetwork.operator(99))));
    network.publish(folder);
    assertThat(assertNamed(ReplayNotes.POLICY_CHANGED).facts().get("changes"))
        .contains("rewards.emission");
  }

  @Test
  void factInvented() throws Exception {
    network.told = inEpoch(
        1,
        input -> with(
            input, new EpochFacts(input.epoch(), new TreeMap<>(Map.of("burned", BigInteger.TEN)))));
    assertCaught("facts.json", "but the log fixed");
  }

  @Test
  void factInventedInTheLogToo() throws Exception {
    network.truth = inEpoch(
        1,
        input -> with(
            input, new EpochFacts(input.epoch(), new TreeMap<>(Map.of("burned", BigInteger.TEN)))));
    network.publish(folder);
    assertThat(assertNamed(ReplayNotes.FACTS).facts()).containsEntry("figures", "burned");
  }

  @Test
  void aNameThatSteersTerminals() {
    ReplayNote note =
        ReplayNote.unsigned(ReplayNotes.TABLES, Map.of("tables", "maintenance\u001b[2J"));
    assertThat(note.facts()).containsEntry("tables", "maintenance?[2J");
  }
}
