package org.depinsdk.storage.pdp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Keccak256;

/**
 * Which leaves of a data set must be shown: for i = 0, 1, 2 and so on, {@code keccak256(seed, data set, i)} modulo the number of
 * leaves, with seed and data set as 32 bytes and i as 8, all big-endian. Leaves are drawn with replacement: one may come twice.
 */
public final class PdpChallenges {
  /** Fewest challenges that Filecoin's services accept as a proof. */
  public static final int MIN_CHALLENGES = 5;

  private PdpChallenges() {}

  /**
   * The challenged leaves.
   *
   * @param seed randomness that nobody knew when the data set was fixed
   * @param dataSet its number, 0 or more
   * @param range how many leaves the data set had then, 1 or more
   * @param count how many challenges
   * @return leaves from 0 to range - 1, in the order in which they must be answered
   * @throws IllegalArgumentException if a number is out of range
   */
  public static List<Long> leaves(Bytes32 seed, long dataSet, long range, int count) {
    if (dataSet < 0 || range < 1 || count < 0) {
      throw new IllegalArgumentException("data set and count are 0 or more and the range 1 or more,"
          + " not " + dataSet + ", " + count + " and " + range);
    }
    ByteBuffer payload = ByteBuffer.allocate(32 + 32 + 8);
    payload.put(seed.bytes()).position(56);
    payload.putLong(dataSet);
    List<Long> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      payload.putLong(64, i);
      BigInteger hash = new BigInteger(1, Keccak256.hash(payload.array()));
      leaves.add(hash.mod(BigInteger.valueOf(range)).longValueExact());
    }
    return leaves;
  }
}
