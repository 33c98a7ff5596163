package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.AllocationReasons;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

/** What holds for every policy and every epoch. */
class AllocationPropertiesTest {
  private static final ProofKind USAGE = Arbitrary.KINDS.get(0);

  private static BigInteger sum(Collection<TokenAmount> amounts) {
    return amounts.stream().map(TokenAmount::toBigInteger).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger in(PoolResult pool) {
    return sum(pool.inflows().stream().map(f -> f.amount()).toList());
  }

  private static BigInteger out(PoolResult pool) {
    return sum(pool.lines().stream().map(AllocationLine::amount).toList())
        .add(sum(pool.outflows().stream().map(f -> f.amount()).toList()))
        .add(sum(pool.unallocated().stream().map(u -> u.amount()).toList()));
  }

  @Test
  void everyUnitIsPaidOrUnallocated() {
    Property.check(3_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      RewardPolicy policy = arbitrary.policy();
      TokenAmount minted = arbitrary.amount();
      SortedMap<String, TokenAmount> carried = arbitrary.carried();
      Allocation allocation =
          policy.allocate(minted, carried, arbitrary.contributions(), arbitrary.figures());
      BigInteger divided = minted.toBigInteger().add(sum(carried.values()));
      BigInteger paid = sum(allocation.lines().map(AllocationLine::amount).toList());
      BigInteger left =
          sum(allocation.unallocatedItems().stream().map(u -> u.amount()).toList());
      assertThat(paid.add(left)).isEqualTo(divided);
      assertThat(sum(allocation.perOperator().values())).isEqualTo(paid);
      assertThat(allocation.paid().plus(allocation.unallocated())).isEqualTo(allocation.total());
      allocation.pools().forEach(pool -> assertThat(out(pool)).as(pool.pool()).isEqualTo(in(pool)));
    });
  }

  @Test
  void theOrderOfContributionsDoesNotMatter() {
    Property.check(1_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      RewardPolicy policy = arbitrary.policy();
      TokenAmount minted = arbitrary.amount();
      List<Contribution> contributions = arbitrary.contributions();
      List<Contribution> shuffled = new ArrayList<>(contributions);
      Collections.shuffle(shuffled, new Random(random.nextLong()));
      assertThat(policy.allocate(minted, shuffled))
          .isEqualTo(policy.allocate(minted, contributions));
    });
  }

  @Test
  void aPolicyComesBackFromItsCanonicalBytes() {
    Property.check(1_000, random -> {
      RewardPolicy policy = new Arbitrary(random).policy();
      byte[] json = policy.toJson();
      RewardPolicy parsed = RewardPolicy.parse(json);
      assertThat(parsed).isEqualTo(policy).hasSameHashCodeAs(policy);
      assertThat(parsed.toJson()).isEqualTo(json);
    });
  }

  @Test
  void splittingAnOperatorsDevicesNeverRaisesItsSumOnUsagePools() {
    Property.check(3_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      Pool.Builder pool = Pool.named("usage")
          .share(100)
          .proportionalTo(USAGE)
          .remainder(Remainder.values()[random.nextInt(3)]);
      if (random.nextBoolean()) {
        pool.cap(new Cap(Cap.Scope.OPERATOR, arbitrary.amount(), random.nextBoolean()));
      }
      RewardPolicy policy = onePool(pool.build());
      TokenAmount minted = arbitrary.amount();
      List<Contribution> whole = arbitrary.contributions().stream()
          .filter(c -> c.kind().equals(USAGE))
          .map(c -> new Contribution(c.device(), USAGE, c.units(), ofDevice(c)))
          .toList();
      if (whole.isEmpty()) {
        return;
      }
      Owners splitter = whole.get(random.nextInt(whole.size())).owners();
      List<Contribution> split = new ArrayList<>();
      int device = 100;
      for (Contribution c : whole) {
        if (!c.owners().equals(splitter)) {
          split.add(c);
          continue;
        }
        long part = random.nextLong(c.units() + 1);
        split.add(new Contribution(Arbitrary.device(device++), USAGE, part, splitter));
        split.add(new Contribution(Arbitrary.device(device++), USAGE, c.units() - part, splitter));
      }
      TokenAmount before = policy
          .allocate(minted, whole)
          .perOperator()
          .getOrDefault(splitter.shares().get(0).operator(), TokenAmount.ZERO);
      TokenAmount after = policy
          .allocate(minted, split)
          .perOperator()
          .getOrDefault(splitter.shares().get(0).operator(), TokenAmount.ZERO);
      // merged first, so that "before" has no advantage of its own
      assertThat(after).isLessThanOrEqualTo(merged(policy, minted, whole, splitter));
      assertThat(before).isLessThanOrEqualTo(merged(policy, minted, whole, splitter));
    });
  }

  private static Owners first(Contribution contribution) {
    return Owners.sole(contribution.owners().shares().get(0).operator());
  }

  private static Owners ofDevice(Contribution contribution) {
    return Owners.sole(Arbitrary.operator(contribution.device().text().charAt(4) % 7));
  }

  /** What an operator gets that has all its usage on one device. */
  private static TokenAmount merged(
      RewardPolicy policy, TokenAmount minted, List<Contribution> contributions, Owners owners) {
    List<Contribution> merged = new ArrayList<>();
    long units = 0;
    for (Contribution c : contributions) {
      if (c.owners().equals(owners)) {
        units += c.units();
      } else {
        merged.add(c);
      }
    }
    merged.add(new Contribution(Arbitrary.device(99), USAGE, units, owners));
    return policy
        .allocate(minted, merged)
        .perOperator()
        .getOrDefault(owners.shares().get(0).operator(), TokenAmount.ZERO);
  }

  private static RewardPolicy onePool(Pool pool) throws PolicyException {
    return RewardPolicy.builder("one", Arbitrary.TOKEN)
        .emission(new HalvingEmission(TokenAmount.of(1), 1))
        .pool(pool)
        .build();
  }

  @Test
  void noRuleIsMoreThanAUnitFromTheExactShare() {
    Property.check(2_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      Remainder remainder = Remainder.values()[random.nextInt(3)];
      RewardPolicy policy = onePool(Pool.named("usage")
          .share(100)
          .proportionalTo(USAGE)
          .remainder(remainder)
          .build());
      TokenAmount minted = arbitrary.amount();
      Allocation allocation = policy.allocate(minted, arbitrary.contributions());
      BigInteger pool = minted.toBigInteger();
      Map<BigInteger, TokenAmount> ofWeight = new HashMap<>();
      for (AllocationLine line : allocation.lines().toList()) {
        if (line.totalWeight().signum() == 0) {
          assertThat(line.amount()).isEqualTo(TokenAmount.ZERO);
          continue;
        }
        BigInteger floor = pool.multiply(line.weight())
            .multiply(BigInteger.valueOf(share(line)))
            .divide(line.totalWeight().multiply(owners(line).totalWeight()));
        BigInteger over = line.amount().toBigInteger().subtract(floor);
        if (remainder == Remainder.LARGEST_REMAINDER || !owners(line).isSole()) {
          // twice rounded, between operators and within one, or between devices and owners: at most
          // a unit each way
          assertThat(over.abs()).isLessThanOrEqualTo(BigInteger.ONE);
        } else {
          assertThat(over).isZero();
          TokenAmount same = ofWeight.put(line.weight(), line.amount());
          assertThat(Optional.ofNullable(same).orElse(line.amount())).isEqualTo(line.amount());
        }
      }
      boolean anyWeight = allocation.lines().anyMatch(l -> l.weight().signum() > 0);
      if (remainder == Remainder.LARGEST_REMAINDER && anyWeight) {
        assertThat(allocation.unallocatedItems()).isEmpty();
      }
    });
  }

  @Test
  void nobodyIsAboveTheCap() {
    Property.check(2_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      Cap.Scope scope = Cap.Scope.values()[random.nextInt(2)];
      Cap cap = new Cap(scope, arbitrary.amount(), random.nextBoolean());
      RewardPolicy policy = onePool(Pool.named("usage")
          .share(100)
          .proportionalTo(Arbitrary.KINDS.toArray(new ProofKind[0]))
          .remainder(Remainder.values()[random.nextInt(3)])
          .cap(cap)
          .build());
      Allocation allocation = policy.allocate(arbitrary.amount(), arbitrary.contributions());
      Map<String, TokenAmount> sums = new HashMap<>();
      Map<String, BigInteger> weights = new HashMap<>();
      allocation.lines().forEach(line -> {
        String who = scope == Cap.Scope.DEVICE
            ? line.device().orElseThrow().text()
            : line.operator().text();
        sums.merge(who, line.amount(), TokenAmount::plus);
        weights.merge(
            who, line.weight().multiply(BigInteger.valueOf(share(line))), BigInteger::add);
      });
      sums.forEach((who, amount) -> assertThat(amount).as(who).isLessThanOrEqualTo(cap.amount()));
      boolean cutOff = allocation.unallocatedItems().stream()
          .anyMatch(u -> u.reason().equals(AllocationReasons.ABOVE_CAP));
      if (cap.spill() && cutOff) {
        // spill-over leaves something only where everybody is full
        sums.forEach((who, amount) -> {
          if (weights.getOrDefault(who, BigInteger.ZERO).signum() > 0) {
            assertThat(amount).as(who).isEqualTo(cap.amount());
          }
        });
      }
    });
  }

  private static Owners owners(AllocationLine line) {
    return line.contribution().orElseThrow().owners();
  }

  private static long share(AllocationLine line) {
    return Long.parseLong(line.share().substring(0, line.share().indexOf('/')));
  }

  /** Whether a policy rounds or limits operators, which a device's owners are. */
  private static boolean isAboutOperators(Pool pool) {
    return pool.content() instanceof PoolContent.SubPools sub
        ? sub.pools().stream().anyMatch(AllocationPropertiesTest::isAboutOperators)
        : pool.content() instanceof PoolContent.ByContribution by
            && (by.remainder() == Remainder.LARGEST_REMAINDER
                || by.guarantee().stream().anyMatch(g -> g.scope() == Cap.Scope.OPERATOR)
                || by.cap().stream().anyMatch(c -> c.scope() == Cap.Scope.OPERATOR));
  }

  /** What each device earns in each pool, whoever is paid for it. */
  private static Map<List<Object>, TokenAmount> perDevice(Allocation allocation) {
    Map<List<Object>, TokenAmount> sums = new HashMap<>();
    allocation
        .lines()
        .forEach(line -> sums.merge(
            List.of(line.pool(), line.device(), line.kind()), line.amount(), TokenAmount::plus));
    return sums;
  }

  @Test
  void aDeviceOfManyOwnersEarnsWhatItWouldEarnWithOne() {
    int[] checked = new int[1];
    Property.check(4_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      RewardPolicy policy = arbitrary.policy();
      if (isAboutOperators(policy.root())) {
        return;
      }
      List<Contribution> sold = arbitrary.contributions();
      List<Contribution> kept = sold.stream()
          .map(c -> new Contribution(c.device(), c.kind(), c.units(), first(c)))
          .toList();
      TokenAmount minted = arbitrary.amount();
      SortedMap<String, BigInteger> figures = arbitrary.figures();
      Allocation expected = policy.allocate(minted, Collections.emptySortedMap(), kept, figures);
      Allocation actual = policy.allocate(minted, Collections.emptySortedMap(), sold, figures);
      assertThat(perDevice(actual)).isEqualTo(perDevice(expected));
      assertThat(actual.unallocatedItems()).isEqualTo(expected.unallocatedItems());
      checked[0] += sold.stream().allMatch(c -> c.owners().isSole()) ? 0 : 1;
    });
    assertThat(checked[0]).isGreaterThan(300);
  }

  /** Operators are rounded there, and each owner is one. */
  @Test
  void byLargestRemainderOwnersDifferByAtMostAUnitForEach() {
    Property.check(2_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      RewardPolicy policy = onePool(Pool.named("usage")
          .share(100)
          .proportionalTo(USAGE)
          .remainder(Remainder.LARGEST_REMAINDER)
          .build());
      int number = random.nextInt(20);
      List<Contribution> kept = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        kept.add(Arbitrary.sole(i, USAGE, random.nextLong(1 + (1L << random.nextInt(40)))));
      }
      List<Owners.Share> shares = new ArrayList<>();
      for (int wallet = 0; wallet <= random.nextInt(6); wallet++) {
        shares.add(new Owners.Share(Arbitrary.operator(100 + wallet), 1 + random.nextInt(9)));
      }
      List<Contribution> sold = new ArrayList<>(kept);
      sold.set(
          number,
          new Contribution(
              kept.get(number).device(), USAGE, kept.get(number).units(), new Owners(shares)));
      TokenAmount minted = arbitrary.amount();
      Map<List<Object>, TokenAmount> expected = perDevice(policy.allocate(minted, kept));
      perDevice(policy.allocate(minted, sold))
          .forEach((device, amount) -> assertThat(amount
                  .toBigInteger()
                  .subtract(Objects.requireNonNull(expected.get(device)).toBigInteger())
                  .abs())
              .isLessThanOrEqualTo(BigInteger.valueOf(shares.size())));
    });
  }

  @Test
  void sumsOfContributionsDependOnNoOrder() {
    Property.check(2_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      List<Contribution> some = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(6); i++) {
        long units = List.of(0L, 1L, 7L, Long.MAX_VALUE).get(random.nextInt(4));
        some.add(new Contribution(Arbitrary.device(1), USAGE, units, arbitrary.owners(3)));
      }
      Contribution sum = some.stream().reduce(Contribution::plus).orElseThrow();
      Collections.shuffle(some, new Random(random.nextLong()));
      int half = random.nextInt(some.size() - 1) + 1;
      Contribution left =
          some.subList(0, half).stream().reduce(Contribution::plus).orElseThrow();
      Contribution right =
          some.subList(half, some.size()).stream().reduce(Contribution::plus).orElseThrow();
      assertThat(left.plus(right)).isEqualTo(sum);
    });
  }

  @Test
  void whatIsCarriedForwardIsPaidLaterAndNeverTwice() {
    Property.check(300, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      RewardPolicy policy = arbitrary.policy();
      SortedMap<String, TokenAmount> carried = Collections.emptySortedMap();
      BigInteger minted = BigInteger.ZERO;
      BigInteger gone = BigInteger.ZERO;
      for (int epoch = 0; epoch < 10; epoch++) {
        TokenAmount fresh = arbitrary.amount();
        Allocation allocation = policy.allocate(fresh, carried, arbitrary.contributions());
        carried = allocation.carryForward();
        minted = minted.add(fresh.toBigInteger());
        gone = gone.add(allocation.paid().toBigInteger())
            .add(sum(allocation.unallocatedItems().stream()
                .filter(u -> !u.carried())
                .map(u -> u.amount())
                .toList()));
      }
      assertThat(gone.add(sum(carried.values()))).isEqualTo(minted);
    });
  }

  @Test
  void anEpochWithoutContributionsPaysNobodyByContribution() {
    Property.check(300, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      RewardPolicy policy = arbitrary.policy();
      Allocation allocation = policy.allocate(arbitrary.amount(), List.of());
      assertThat(allocation.lines()).allMatch(line -> line.device().isEmpty());
    });
  }
}
