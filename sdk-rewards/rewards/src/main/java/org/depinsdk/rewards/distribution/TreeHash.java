package org.depinsdk.rewards.distribution;

import java.util.Arrays;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Keccak256;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/** The hashes of OpenZeppelin's {@code StandardMerkleTree}, with one reused digest and no garbage. Not thread-safe. */
final class TreeHash {
  private static final int WORD = Bytes32.LENGTH;

  private final Keccak256 digest = new Keccak256();
  // the bytes before the address stay zero
  private final byte[] packed = new byte[2 * WORD];

  /**
   * {@code keccak256(keccak256(abi.encode(address, uint256)))}. Hashed twice, so that a leaf of 64 bytes cannot be passed
   * off as an inner node.
   */
  void leaf(OperatorId operator, TokenAmount amount, byte[] target, int offset) {
    operator.putBytes(packed, WORD - OperatorId.LENGTH);
    amount.putBytes(packed, WORD);
    digest.update(packed, 0, packed.length);
    digest.finish(target, offset);
    digest.update(target, offset, WORD);
    digest.finish(target, offset);
  }

  /** {@code keccak256(min(a, b) || max(a, b))}. */
  void node(byte[] a, int aAt, byte[] b, int bAt, byte[] target, int offset) {
    boolean ordered = Arrays.compareUnsigned(a, aAt, aAt + WORD, b, bAt, bAt + WORD) <= 0;
    digest.update(ordered ? a : b, ordered ? aAt : bAt, WORD);
    digest.update(ordered ? b : a, ordered ? bAt : aAt, WORD);
    digest.finish(target, offset);
  }
}
