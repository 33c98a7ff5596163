package org.depinsdk.rewards.distribution;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/** The hashes of OpenZeppelin's {@code StandardMerkleTree}, with one reused digest and no garbage. Not thread-safe. */
final class Keccak {
  private static final int WORD = Bytes32.LENGTH;

  private final KeccakDigest digest = new KeccakDigest(256);
  private final byte[] packed = new byte[2 * WORD];
  private final byte[] inner = new byte[WORD];

  /**
   * {@code keccak256(keccak256(abi.encode(address, uint256)))}. Hashed twice, so that a leaf of 64 bytes cannot be passed
   * off as an inner node.
   */
  void leaf(OperatorId operator, TokenAmount amount, byte[] target, int offset) {
    Arrays.fill(packed, 0, 12, (byte) 0);
    putAddress(operator.text());
    amount.putBytes(packed, WORD);
    digest.update(packed, 0, packed.length);
    digest.doFinal(inner, 0);
    digest.update(inner, 0, WORD);
    digest.doFinal(target, offset);
  }

  /** {@code keccak256(min(a, b) || max(a, b))}. */
  void node(byte[] a, int aAt, byte[] b, int bAt, byte[] target, int offset) {
    boolean ordered = Arrays.compareUnsigned(a, aAt, aAt + WORD, b, bAt, bAt + WORD) <= 0;
    digest.update(ordered ? a : b, ordered ? aAt : bAt, WORD);
    digest.update(ordered ? b : a, ordered ? bAt : aAt, WORD);
    digest.doFinal(target, offset);
  }

  private void putAddress(String text) {
    for (int i = 0; i < 20; i++) {
      int high = Character.digit(text.charAt(2 + 2 * i), 16);
      int low = Character.digit(text.charAt(3 + 2 * i), 16);
      packed[12 + i] = (byte) (high << 4 | low);
    }
  }
}
