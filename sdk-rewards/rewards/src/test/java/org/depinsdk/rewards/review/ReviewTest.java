package org.depinsdk.rewards.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.PolicyBook;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class ReviewTest {
  private static final ProofKind USAGE = new ProofKind("usage/1");
  private static final OperatorId ALICE = operator(1);
  private static final OperatorId BOB = operator(2);

  private static OperatorId operator(int number) {
    return new OperatorId(String.format(java.util.Locale.ROOT, "0x%040x", number));
  }

  private static Contribution usage(OperatorId operator, long units) {
    return new Contribution(
        new DeviceId("dev-" + "a".repeat(31) + (operator.equals(ALICE) ? "b" : "c")),
        USAGE,
        units,
        Owners.sole(operator));
  }

  private static RewardPolicy policy(long perEpoch, Pool... pools) throws Exception {
    RewardPolicy.Builder builder = RewardPolicy.builder("test", new Token("T", 0))
        .emission(new ConstantEmission(TokenAmount.of(perEpoch)));
    for (Pool pool : pools) {
      builder.pool(pool);
    }
    return builder.build();
  }

  private static RewardPolicy proportional() throws Exception {
    return policy(100, Pool.named("usage").share(100).proportionalTo(USAGE).build());
  }

  private static PastEpoch epoch(
      long index, RewardPolicy policy, List<Contribution> contributions) {
    TokenAmount minted = TokenAmount.of(100);
    EpochFacts facts = EpochFacts.of(
        new Epoch(index, Instant.ofEpochSecond(index), Instant.ofEpochSecond(index + 1)));
    return new PastEpoch(
        facts, minted, contributions, policy.allocate(minted, contributions).perOperator());
  }

  @Test
  void anotherPolicyShowsWhoGainsAndWhoLoses() throws Exception {
    RewardPolicy was = proportional();
    List<PastEpoch> epochs = List.of(
        epoch(0, was, List.of(usage(ALICE, 9), usage(BOB, 1))),
        epoch(1, was, List.of(usage(ALICE, 1), usage(BOB, 1))));
    RewardPolicy equal =
        policy(50, Pool.named("usage").share(100).equally(1, USAGE).build());
    WhatIf divided = WhatIf.divided(epochs, equal, Collections.emptySortedMap());
    assertThat(divided.operators().getOrDefault(ALICE, Difference.NONE).change())
        .isEqualTo(BigInteger.valueOf(-40));
    assertThat(divided.operators().getOrDefault(BOB, Difference.NONE).change())
        .isEqualTo(BigInteger.valueOf(40));
    assertThat(divided.total().change()).isZero();
    WhatIf minted = WhatIf.mintedAndDivided(
        epochs, equal, Collections.emptySortedMap(), equal.emission().genesisText());
    assertThat(minted.operators().get(BOB))
        .isEqualTo(new Difference(TokenAmount.of(60), TokenAmount.of(50)));
    assertThat(minted.minted().change()).isEqualTo(BigInteger.valueOf(-100));
    assertThat(minted.total()).isEqualTo(new Difference(TokenAmount.of(200), TokenAmount.of(100)));
  }

  @Test
  void aCorrectionTopsUpAndLowersNobody() throws Exception {
    RewardPolicy policy = proportional();
    PastEpoch paid = epoch(3, policy, List.of(usage(ALICE, 3), usage(BOB, 1)));
    // Bob's verdict is corrected from 1 to 3 units
    PastEpoch corrected = new PastEpoch(
        paid.facts(), paid.minted(), List.of(usage(ALICE, 3), usage(BOB, 3)), paid.paid());
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    totals.put(ALICE, TokenAmount.of(1_000));
    totals.put(BOB, TokenAmount.of(500));
    Compensation owed = Compensation.of(
        List.of(corrected), PolicyBook.of(policy), Collections.emptySortedMap(), totals);
    assertThat(owed.topUps()).hasSize(1).containsEntry(BOB, TokenAmount.of(25));
    assertThat(owed.total()).isEqualTo(TokenAmount.of(25));
    assertThat(owed.overpaid()).isEqualTo(TokenAmount.of(25));
    assertThat(owed.distribution().totals())
        .containsEntry(ALICE, TokenAmount.of(1_000))
        .containsEntry(BOB, TokenAmount.of(525));
    assertThat(owed.distribution()
            .claim(BOB)
            .orElseThrow()
            .isUnder(owed.distribution().root()))
        .isTrue();
    Compensation nothing =
        Compensation.of(List.of(paid), PolicyBook.of(policy), Collections.emptySortedMap(), totals);
    assertThat(nothing.operators()).isEmpty();
    assertThat(nothing.distribution().totals()).isEqualTo(totals);
  }

  @Test
  void differencesAddUp() {
    Property.check(200, random -> {
      RewardPolicy was = proportional();
      List<PastEpoch> epochs = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        epochs.add(
            epoch(i, was, List.of(usage(ALICE, random.nextInt(9)), usage(BOB, random.nextInt(9)))));
      }
      RewardPolicy other = policy(
          7,
          Pool.named("a").share(60).proportionalTo(USAGE).build(),
          Pool.named("t").paysTo(operator(9)).build());
      WhatIf whatIf = WhatIf.divided(epochs, other, Collections.emptySortedMap());
      BigInteger sum = whatIf.operators().values().stream()
          .map(Difference::change)
          .reduce(BigInteger.ZERO, BigInteger::add);
      assertThat(sum).isEqualTo(whatIf.total().change());
    });
  }
}
