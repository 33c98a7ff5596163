package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.AllocationReasons;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.allocation.Unallocated;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

class AllocationTest {
  private static final ProofKind USAGE = new ProofKind("usage/1");
  private static final ProofKind UPTIME = new ProofKind("uptime/1");

  private static RewardPolicy policy(Pool... pools) throws PolicyException {
    RewardPolicy.Builder builder = RewardPolicy.builder("test", Arbitrary.TOKEN)
        .emission(new HalvingEmission(TokenAmount.of(1000), 10));
    for (Pool pool : pools) {
      builder.pool(pool);
    }
    return builder.build();
  }

  private static Contribution usage(int number, long units) {
    return Arbitrary.sole(number, USAGE, units);
  }

  private static List<String> amounts(Allocation allocation) {
    return allocation.lines().map(line -> line.amount().toString()).toList();
  }

  private static TokenAmount of(long amount) {
    return TokenAmount.of(amount);
  }

  @Test
  void dividesAsHeliumAndHamiltonDo() {
    KnownAnswers.check("rewards/allocation", row -> {
      List<Contribution> contributions = new ArrayList<>();
      for (long weight : row.numbers("weights")) {
        contributions.add(usage(contributions.size(), weight));
      }
      TokenAmount pool = TokenAmount.of(row.integer("pool"));
      Allocation floor = policy(Pool.named("a").share(100).proportionalTo(USAGE).build())
          .allocate(pool, contributions);
      Allocation largest = policy(Pool.named("a")
              .share(100)
              .proportionalTo(USAGE)
              .remainder(Remainder.LARGEST_REMAINDER)
              .build())
          .allocate(pool, contributions);
      return answers(
          "floor", amounts(floor), "dust", floor.unallocated(), "largest", amounts(largest));
    });
  }

  @Test
  void anEpochOfZeroUnitsLeavesThePoolWhole() throws Exception {
    Allocation allocation = policy(Pool.named("a")
            .share(100)
            .proportionalTo(USAGE)
            .remainder(Remainder.LARGEST_REMAINDER)
            .build())
        .allocate(of(1000), List.of(usage(1, 0), usage(2, 0)));
    assertThat(amounts(allocation)).containsExactly("0", "0");
    assertThat(allocation.unallocatedItems())
        .containsExactly(new Unallocated("a", AllocationReasons.NO_CONTRIBUTION, of(1000), false));
    assertThat(allocation.perOperator()).isEmpty();
  }

  @Test
  void aTreeOfPoolsSplitsByExactParts() throws Exception {
    RewardPolicy policy = policy(
        Pool.named("data")
            .share(70)
            .proportionalTo(USAGE)
            .leftover(Leftover.toPool("treasury"))
            .build(),
        Pool.named("coverage")
            .share(20)
            .pools(
                Pool.named("uptime").share(50).equally(10, UPTIME).build(),
                Pool.named("bonus").reserved().build())
            .build(),
        Pool.named("treasury").paysTo(Arbitrary.operator(77)).build());
    Allocation allocation = policy.allocate(
        of(1001),
        List.of(
            usage(1, 1), usage(2, 2), Arbitrary.sole(1, UPTIME, 10), Arbitrary.sole(2, UPTIME, 9)));
    // data 700 of 1001: 233 and 466, 1 left; coverage 200: uptime 100 to the one with 10 units;
    // treasury 101 and 1
    assertThat(allocation.perOperator())
        .containsEntry(Arbitrary.operator(1), of(333))
        .containsEntry(Arbitrary.operator(2), of(466))
        .containsEntry(Arbitrary.operator(77), of(102));
    assertThat(allocation.unallocatedItems())
        .containsExactly(new Unallocated("bonus", AllocationReasons.RESERVED, of(100), false));
    assertThat(allocation.lines().map(l -> l.pool()).distinct())
        .containsExactly("data", "uptime", "treasury");
  }

  @Test
  void aCapCutsOffOrSpillsOver() throws Exception {
    List<Contribution> contributions = List.of(usage(1, 8), usage(2, 1), usage(3, 1));
    Cap cut = new Cap(Cap.Scope.OPERATOR, of(50), false);
    Allocation without = policy(
            Pool.named("a").share(100).proportionalTo(USAGE).cap(cut).build())
        .allocate(of(100), contributions);
    assertThat(amounts(without)).containsExactly("50", "10", "10");
    assertThat(without.unallocatedItems())
        .containsExactly(new Unallocated("a", AllocationReasons.ABOVE_CAP, of(30), false));
    Cap spill = new Cap(Cap.Scope.OPERATOR, of(50), true);
    Allocation with = policy(
            Pool.named("a").share(100).proportionalTo(USAGE).cap(spill).build())
        .allocate(of(100), contributions);
    assertThat(amounts(with)).containsExactly("50", "25", "25");
    Cap low = new Cap(Cap.Scope.DEVICE, of(20), true);
    Allocation full = policy(
            Pool.named("a").share(100).proportionalTo(USAGE).cap(low).build())
        .allocate(of(100), contributions);
    assertThat(amounts(full)).containsExactly("20", "20", "20");
    assertThat(full.unallocated()).isEqualTo(of(40));
  }

  @Test
  void roundingCanBeCarriedForwardAlone() throws Exception {
    RewardPolicy policy = policy(Pool.named("a")
        .share(100)
        .proportionalTo(USAGE)
        .remainder(Remainder.CARRY_FORWARD)
        .leftover(Leftover.UNALLOCATED)
        .build());
    List<Contribution> three = List.of(usage(1, 1), usage(2, 1), usage(3, 1));
    Allocation first = policy.allocate(of(11), three);
    assertThat(first.carryForward()).containsOnly(java.util.Map.entry("a", of(2)));
    Allocation second = policy.allocate(of(10), first.carryForward(), three);
    assertThat(amounts(second)).containsExactly("4", "4", "4");
    assertThat(second.carryForward()).isEmpty();
    // a pool that nobody earns is not rounding: it is not carried
    assertThat(policy.allocate(of(10), List.of()).carryForward()).isEmpty();
  }

  @Test
  void whatWasCarriedForAPoolThatIsGoneIsDividedAnew() throws Exception {
    TreeMap<String, TokenAmount> carried = new TreeMap<>();
    carried.put("gone", of(10));
    Allocation allocation = policy(
            Pool.named("a").share(100).proportionalTo(USAGE).build())
        .allocate(of(90), carried, List.of(usage(1, 1)));
    assertThat(allocation.perOperator()).containsEntry(Arbitrary.operator(1), of(100));
  }

  @Test
  void contributionsOfOneDeviceAndKindAreOneLine() throws Exception {
    RewardPolicy policy =
        policy(Pool.named("a").share(100).proportionalTo(USAGE).build());
    Allocation allocation = policy.allocate(of(90), List.of(usage(1, 3), usage(2, 3), usage(1, 3)));
    assertThat(allocation.lines().map(l -> l.units())).containsExactly(6L, 3L);
    assertThat(allocation.lines().map(l -> l.weight() + "/" + l.totalWeight()))
        .containsExactly("6/9", "3/9");
    assertThat(allocation.lines().map(l -> l.kind().orElseThrow())).containsOnly(USAGE);
    assertThat(allocation.lines().findFirst().orElseThrow())
        .hasToString("a: 60 to " + Arbitrary.operator(1) + " for 6 usage/1 of "
            + usage(1, 3).device() + ", weight 6/9");
  }

  @Test
  void aLineSaysWhichShareOfADeviceItPays() throws Exception {
    Contribution sold = usage(1, 9);
    Owners owners = new Owners(List.of(
        new Owners.Share(Arbitrary.operator(1), 2), new Owners.Share(Arbitrary.operator(2), 1)));
    Allocation allocation = policy(
            Pool.named("a").share(100).proportionalTo(USAGE).build())
        .allocate(of(90), List.of(new Contribution(sold.device(), USAGE, 9, owners)));
    assertThat(allocation.lines().map(l -> l.toString()))
        .anySatisfy(line -> assertThat(line).startsWith("a: 60 to ").endsWith(", share 2/3"));
  }

  @Test
  void anAllocationThatDoesNotAddUpCannotBeMade() throws Exception {
    Allocation good = policy(Pool.named("a").share(100).proportionalTo(USAGE).build())
        .allocate(of(90), List.of(usage(1, 1)));
    assertThatThrownBy(() -> new Allocation(of(91), good.carriedIn(), good.pools()))
        .hasMessageContaining("91");
    assertThatThrownBy(
            () -> new Allocation(of(90), good.carriedIn(), good.pools().subList(0, 1)))
        .hasMessageContaining("do not match");
  }

  @Test
  void whatAPoolPaysCannotBeChangedAfterwards() throws Exception {
    PoolResult good = policy(Pool.named("a").share(100).proportionalTo(USAGE).build())
        .allocate(of(90), List.of(usage(1, 1)))
        .pool("a");
    List<AllocationLine> lines = new ArrayList<>(good.lines());
    PoolResult pool =
        new PoolResult(good.pool(), good.inflows(), lines, good.outflows(), good.unallocated());
    lines.clear();
    assertThat(pool.paid()).isEqualTo(of(90));
  }
}
