package org.depinsdk.storage.piece;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.depinsdk.core.encoding.Bytes32;

/**
 * The hash of a piece's tree: SHA-256 with the two highest bits of the last byte cleared. Leaves are not hashed and no prefix
 * tells leaves from nodes, so that only the length of a path says what it starts from.
 */
final class Sha254 {
  private static final byte LAST_BYTE_MASK = 0x3f;
  private static final byte[][] ZERO = new byte[PieceCid.MAX_HEIGHT + 1][32];

  static {
    Sha254 hash = new Sha254();
    byte[] pair = new byte[64];
    for (int height = 1; height < ZERO.length; height++) {
      System.arraycopy(ZERO[height - 1], 0, pair, 0, 32);
      System.arraycopy(ZERO[height - 1], 0, pair, 32, 32);
      hash.node(pair, 0, ZERO[height], 0);
    }
  }

  private final MessageDigest digest;

  Sha254() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The root of a tree of zeros. */
  static Bytes32 zero(int height) {
    return Bytes32.of(ZERO[height]);
  }

  /** Hashes two children, 64 bytes, into their parent, which may lie where they do. */
  void node(byte[] children, int offset, byte[] out, int outOffset) {
    digest.update(children, offset, 64);
    try {
      digest.digest(out, outOffset, 32);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes hold a SHA-256", e);
    }
    out[outOffset + 31] &= LAST_BYTE_MASK;
  }

  /**
   * Reduces nodes to the root above them, in place.
   *
   * @param nodes 32 bytes each, with room for one more
   * @param count how many, 1 or more; what is missing on the right is a tree of zeros
   * @param level of the nodes, 0 for leaves
   * @param rootLevel of the root, that it is left at the array's start
   */
  void reduce(byte[] nodes, int count, int level, int rootLevel) {
    int left = count;
    for (int at = level; at < rootLevel; at++) {
      if ((left & 1) == 1) {
        System.arraycopy(ZERO[at], 0, nodes, 32 * left, 32);
        left++;
      }
      left /= 2;
      for (int i = 0; i < left; i++) {
        node(nodes, 64 * i, nodes, 32 * i);
      }
    }
  }

  /**
   * The siblings on the way from one node to the root, lowest first; reduces as {@link #reduce} does.
   *
   * @return 32 bytes for each level
   */
  byte[] path(byte[] nodes, int count, int level, int rootLevel, long index) {
    byte[] path = new byte[32 * (rootLevel - level)];
    int left = count;
    long at = index;
    for (int l = level; l < rootLevel; l++) {
      long sibling = at ^ 1;
      byte[] from = sibling < left ? nodes : ZERO[l];
      System.arraycopy(from, sibling < left ? (int) (32 * sibling) : 0, path, 32 * (l - level), 32);
      reduce(nodes, left, l, l + 1);
      left = (left + 1) / 2;
      at >>>= 1;
    }
    return path;
  }
}
