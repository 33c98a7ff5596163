package org.depinsdk.rewards.policy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One epoch divided among devices, against the usual loop over decimal fractions that keeps no account. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class AllocationBenchmark {
  private static final ProofKind USAGE = new ProofKind("usage/1");

  @Param({"1000", "100000"})
  public int devices;

  @Param({"floor", "largest-remainder"})
  public String remainder = "floor";

  private final TokenAmount pool = TokenAmount.of(82_191_780_821_917L).times(10_000_000_000L);
  private List<Contribution> contributions = List.of();
  private RewardPolicy policy = policy(Remainder.FLOOR);

  @Setup
  public void contributions() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    contributions = new ArrayList<>(devices);
    for (int i = 0; i < devices; i++) {
      OperatorId operator = new OperatorId(
          String.format(java.util.Locale.ROOT, "0x%040x", random.nextInt(devices / 10)));
      contributions.add(
          new Contribution(device(i), USAGE, random.nextLong(1L << 40), Owners.sole(operator)));
    }
    policy = policy(remainder.equals("floor") ? Remainder.FLOOR : Remainder.LARGEST_REMAINDER);
  }

  private static DeviceId device(int number) {
    StringBuilder text = new StringBuilder("dev-");
    for (int i = 0; i < 32; i++) {
      text.append("abcdefghijklmnopqrstuvwxyz234567"
          .charAt((int) ((long) number * 2_654_435_761L >>> i & 31)));
    }
    return new DeviceId(text.toString());
  }

  private static RewardPolicy policy(Remainder remainder) {
    try {
      return RewardPolicy.builder("bench", new Token("BENCH", 18))
          .emission(new HalvingEmission(TokenAmount.of(1), 1))
          .pool(Pool.named("usage")
              .share(100)
              .proportionalTo(USAGE)
              .remainder(remainder)
              .build())
          .build();
    } catch (PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The policy: merged, ordered, with a line for every device and every unit accounted for. */
  @Benchmark
  public Allocation policy() {
    return policy.allocate(pool, contributions);
  }

  /** The usual loop: a rate with 34 digits, each amount rounded down, sums by operator. */
  @Benchmark
  public Map<OperatorId, BigDecimal> decimalLoop() {
    BigDecimal total = BigDecimal.ZERO;
    for (Contribution c : contributions) {
      total = total.add(BigDecimal.valueOf(c.units()));
    }
    BigDecimal rate = new BigDecimal(pool.toBigInteger()).divide(total, MathContext.DECIMAL128);
    Map<OperatorId, BigDecimal> sums = new TreeMap<>();
    for (Contribution c : contributions) {
      BigDecimal amount =
          rate.multiply(BigDecimal.valueOf(c.units())).setScale(0, java.math.RoundingMode.DOWN);
      sums.merge(c.owners().shares().get(0).operator(), amount, BigDecimal::add);
    }
    return sums;
  }
}
