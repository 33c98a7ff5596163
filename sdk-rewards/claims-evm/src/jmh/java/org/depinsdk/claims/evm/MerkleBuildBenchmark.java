package org.depinsdk.claims.evm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;
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
import org.web3j.abi.TypeEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.generated.Uint256;

/** A distribution's tree, against one whose leaves web3j-abi encodes and whose nodes are byte arrays in a list. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class MerkleBuildBenchmark {
  @Param({"1000", "100000"})
  public int operators;

  private final TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();

  @Setup
  public void totals() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int i = 0; i < operators; i++) {
      OperatorId operator =
          new OperatorId(String.format(Locale.ROOT, "0x%040x", random.nextLong() >>> 1));
      totals.put(operator, TokenAmount.of(random.nextLong(Long.MAX_VALUE)).times(1_000_003));
    }
    if (!Bytes32.of(web3jLeaves()).equals(distribution())) {
      throw new IllegalStateException("the two ways give different roots");
    }
  }

  /** The SDK's tree. */
  @Benchmark
  public Bytes32 distribution() {
    return MerkleDistribution.of(totals).root();
  }

  /** The same tree with web3j-abi for the leaves and a comparator for their order. */
  @Benchmark
  public byte[] web3jLeaves() {
    List<byte[]> leaves = new ArrayList<>(totals.size());
    for (Map.Entry<OperatorId, TokenAmount> total : totals.entrySet()) {
      String encoded = TypeEncoder.encode(new Address(total.getKey().text()))
          + TypeEncoder.encode(new Uint256(total.getValue().toBigInteger()));
      leaves.add(keccak(keccak(java.util.HexFormat.of().parseHex(encoded))));
    }
    leaves.sort(Arrays::compareUnsigned);
    byte[][] tree = new byte[2 * leaves.size() - 1][];
    for (int i = 0; i < leaves.size(); i++) {
      tree[tree.length - 1 - i] = leaves.get(i);
    }
    for (int i = leaves.size() - 2; i >= 0; i--) {
      byte[] left = tree[2 * i + 1];
      byte[] right = tree[2 * i + 2];
      boolean ordered = Arrays.compareUnsigned(left, right) <= 0;
      byte[] pair = Arrays.copyOf(ordered ? left : right, 64);
      System.arraycopy(ordered ? right : left, 0, pair, 32, 32);
      tree[i] = keccak(pair);
    }
    return tree[0];
  }

  private static byte[] keccak(byte[] bytes) {
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(bytes, 0, bytes.length);
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }
}
