package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.internal.UnsignedColumn;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

/** Columns hold what objects would hold, and divide as objects would. */
class ColumnsTest {
  /** Numbers around every boundary of the column's three forms. */
  private static BigInteger number(RandomGenerator random) {
    int bits = List.of(0, 1, 40, 63, 64, 65, 94, 95, 96, 97, 128, 200, 256).get(random.nextInt(13));
    BigInteger power = BigInteger.ONE.shiftLeft(bits);
    return switch (random.nextInt(4)) {
      case 0 -> power;
      case 1 -> power.subtract(BigInteger.ONE);
      case 2 -> BigInteger.ZERO;
      default -> new BigInteger(bits, new Random(random.nextLong()));
    };
  }

  @Test
  void aColumnIsAnArrayOfNumbers() {
    Property.check(3_000, random -> {
      int size = 1 + random.nextInt(12);
      UnsignedColumn column = new UnsignedColumn(size);
      BigInteger[] plain = new BigInteger[size];
      Arrays.fill(plain, BigInteger.ZERO);
      for (int step = 0; step < 30; step++) {
        int i = random.nextInt(size);
        BigInteger value = number(random);
        long factor = random.nextBoolean() ? random.nextInt(4) : random.nextLong(1L << 62);
        switch (random.nextInt(4)) {
          case 0 -> {
            column.set(i, value);
            plain[i] = value;
          }
          case 1 -> {
            column.set(i, factor);
            plain[i] = BigInteger.valueOf(factor);
          }
          case 2 -> {
            column.add(i, value);
            plain[i] = plain[i].add(value);
          }
          default -> {
            column.multiply(i, factor);
            plain[i] = plain[i].multiply(BigInteger.valueOf(factor));
          }
        }
      }
      int from = random.nextInt(size);
      int to = from + random.nextInt(size - from + 1);
      BigInteger sum = BigInteger.ZERO;
      for (int i = 0; i < size; i++) {
        assertThat(column.get(i)).isEqualTo(plain[i]);
        assertThat(column.isPositive(i)).isEqualTo(plain[i].signum() > 0);
        assertThat(column.compare(i, from)).isEqualTo(plain[i].compareTo(plain[from]));
        sum = i >= from && i < to ? sum.add(plain[i]) : sum;
      }
      assertThat(column.sum(from, to)).isEqualTo(sum);
      assertThat(column.slice(from, to).toList())
          .containsExactly(Arrays.copyOfRange(plain, from, to));
      int[] indices = random.ints(5, 0, size).toArray();
      assertThat(column.at(indices).toList())
          .containsExactly(
              Arrays.stream(indices).mapToObj(i -> plain[i]).toArray(BigInteger[]::new));
      Arrays.sort(plain);
      assertThat(column.bitLength()).isEqualTo(plain[size - 1].bitLength());
      assertThat(column.sorted().toList()).containsExactly(plain);
    });
  }

  /** Arbitrary pools of arbitrary policies, with small numbers, equal numbers, and numbers that no long holds. */
  @Test
  void columnsDivideAsObjectsWould() {
    int[] pools = new int[1];
    Property.check(6_000, random -> {
      Arbitrary arbitrary = new Arbitrary(random);
      RewardPolicy policy = arbitrary.policy();
      long most = List.of(2L, 5L, 1L << 40, Long.MAX_VALUE / 64).get(random.nextInt(4));
      List<Contribution> contributions = new ArrayList<>();
      for (Contribution c : arbitrary.contributions()) {
        ProofKind kind = random.nextInt(5) == 0 ? new ProofKind("another/1") : c.kind();
        contributions.add(new Contribution(c.device(), kind, random.nextLong(most), c.owners()));
      }
      TokenAmount amount = random.nextInt(5) == 0
          ? TokenAmount.of(BigInteger.ONE.shiftLeft(random.nextInt(256)))
          : arbitrary.amount();
      TreeMap<String, BigInteger> figures = arbitrary.figures();
      Contribution[] merged = Contributions.merged(contributions);
      assertThat(merged).isEqualTo(inOrder(contributions));
      for (Pool pool : new PoolGraph(policy.root()).order()) {
        if (pool.content() instanceof PoolContent.ByContribution by) {
          ContributionDivision columns =
              ContributionDivision.of(pool.name(), by, amount, merged, figures);
          ContributionDivision plain = PlainDivision.of(pool.name(), by, amount, merged, figures);
          assertThat(columns.lines()).as(() -> by.toString()).isEqualTo(plain.lines());
          assertThat(columns.left()).isEqualTo(plain.left());
          assertThat(columns.remainder()).isEqualTo(plain.remainder());
          pools[0] += plain.lines().isEmpty() ? 0 : 1;
        }
      }
    });
    assertThat(pools[0]).isGreaterThan(5_000);
  }

  /** Enough of them to be sorted on all processors. */
  @Test
  void manyContributionsComeIntoTheSameOrder() {
    RandomGenerator random = Property.random(11);
    List<Contribution> many = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      many.add(new Contribution(
          Arbitrary.device(random.nextInt(3_000)),
          Arbitrary.KINDS.get(random.nextInt(3)),
          random.nextInt(1_000),
          Owners.sole(Arbitrary.operator(random.nextInt(40)))));
    }
    assertThat(Contributions.merged(many)).isEqualTo(inOrder(many));
  }

  /** Added up in the order of a map, and then sorted. */
  private static Contribution[] inOrder(List<Contribution> contributions) {
    Map<List<Object>, Contribution> sums = new LinkedHashMap<>();
    contributions.forEach(c -> sums.merge(List.of(c.device(), c.kind()), c, Contribution::plus));
    return sums.values().stream().sorted().toArray(Contribution[]::new);
  }

  @Test
  void linesAreMadeWhenTheyAreAskedFor() throws Exception {
    RewardPolicy policy = RewardPolicy.builder("one", Arbitrary.TOKEN)
        .emission(new org.depinsdk.rewards.emission.ConstantEmission(TokenAmount.of(1)))
        .pool(Pool.named("a").share(100).proportionalTo(Arbitrary.KINDS.get(0)).build())
        .build();
    List<AllocationLine> lines = policy
        .allocate(TokenAmount.of(10), List.of(Arbitrary.sole(1, Arbitrary.KINDS.get(0), 3)))
        .lines()
        .toList();
    assertThat(lines).hasSize(1);
    List<AllocationLine> kept =
        policy.allocate(TokenAmount.of(10), List.of()).pools().get(1).lines();
    assertThat(kept).isEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> kept.add(lines.get(0)))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
