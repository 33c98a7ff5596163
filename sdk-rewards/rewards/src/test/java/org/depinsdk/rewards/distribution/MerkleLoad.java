package org.depinsdk.rewards.distribution;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/**
 * Builds the tree that {@code .ci/merkle-peer.js} builds with OpenZeppelin's library, seven times, and prints the root and the
 * median seconds of the last five: wall clock, processor.
 */
public final class MerkleLoad {
  private static final int WARM_UP = 2;
  private static final int MEASURED = 5;

  private MerkleLoad() {}

  /**
   * Runs.
   *
   * @param args how many leaves
   */
  public static void main(String[] args) {
    TreeMap<OperatorId, TokenAmount> totals = totals(Integer.parseInt(args[0]));
    double[] wall = new double[MEASURED];
    double[] processor = new double[MEASURED];
    String root = "";
    for (int i = 0; i < WARM_UP + MEASURED; i++) {
      long started = System.nanoTime();
      Duration used = processorTime();
      root = MerkleDistribution.of(totals).root().toString();
      wall[Math.max(0, i - WARM_UP)] = (System.nanoTime() - started) / 1e9;
      processor[Math.max(0, i - WARM_UP)] = processorTime().minus(used).toMillis() / 1e3;
    }
    Arrays.sort(wall);
    Arrays.sort(processor);
    System.out.println(root + " " + wall[MEASURED / 2] + " " + processor[MEASURED / 2]);
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** Operator i has the address of the last 20 bytes of a hash, and of another hash 16 bytes as amount. */
  static TreeMap<OperatorId, TokenAmount> totals(int leaves) {
    BigInteger limit = BigInteger.TEN.pow(24);
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    for (int i = 0; i < leaves; i++) {
      byte[] address = sha256("depin-addr-" + i);
      byte[] amount = sha256("depin-amt-" + i);
      totals.put(
          new OperatorId(Hex.encode0x(Arrays.copyOfRange(address, 12, 32))),
          TokenAmount.of(new BigInteger(1, Arrays.copyOf(amount, 16)).mod(limit)));
    }
    return totals;
  }

  private static byte[] sha256(String string) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(string.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
