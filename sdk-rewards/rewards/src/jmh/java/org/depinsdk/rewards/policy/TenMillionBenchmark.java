package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.depinsdk.rewards.emission.ConstantEmission;
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

/** Ten million devices of 100,000 operators in one epoch, input and result in a heap of 4 GiB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx4g", "-XX:+UseParallelGC"})
public class TenMillionBenchmark {
  @Param("10000000")
  public int devices;

  @Param({"floor", "largest-remainder", "capped"})
  public String rule = "floor";

  private List<Contribution> contributions = List.of();

  @Setup
  public void contributions() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    OperatorId[] operators = new OperatorId[100_000];
    for (int i = 0; i < operators.length; i++) {
      operators[i] = new OperatorId(String.format(java.util.Locale.ROOT, "0x%040x", i));
    }
    ProofKind usage = new ProofKind("usage/1");
    ArrayList<Contribution> all = new ArrayList<>(devices);
    char[] text = "dev-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".toCharArray();
    for (int i = 0; i < devices; i++) {
      for (int digit = 0; digit < 6; digit++) {
        text[4 + digit] = "abcdefghijklmnopqrstuvwxyz234567".charAt(i >>> (5 * digit) & 31);
      }
      DeviceId device = new DeviceId(new String(text));
      all.add(new Contribution(
          device,
          usage,
          random.nextLong(1L << 40),
          Owners.sole(operators[random.nextInt(operators.length)])));
    }
    contributions = all;
  }

  private RewardPolicy policy() throws PolicyException {
    Pool.Builder pool = Pool.named("usage").share(100).proportionalTo(new ProofKind("usage/1"));
    if (rule.equals("largest-remainder")) {
      pool.remainder(Remainder.LARGEST_REMAINDER);
    } else if (rule.equals("capped")) {
      pool.cap(new Cap(Cap.Scope.DEVICE, TokenAmount.of(150_000_000_000_000_000L), true));
    }
    return RewardPolicy.builder("bench", new Token("BENCH", 18))
        .emission(new ConstantEmission(TokenAmount.of(1)))
        .pool(pool.build())
        .build();
  }

  /** Allocates; the result accounts for every unit or the constructor would throw. */
  @Benchmark
  public Allocation allocate() throws PolicyException {
    return policy()
        .allocate(TokenAmount.of(82_191_780_821_917L).times(10_000_000_000L), contributions);
  }

  /** The same, and then goes over all lines, to give each operator its sum. */
  @Benchmark
  public Map<OperatorId, TokenAmount> allocateAndSum() throws PolicyException {
    return allocate().perOperator();
  }
}
