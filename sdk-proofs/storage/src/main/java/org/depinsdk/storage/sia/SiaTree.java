package org.depinsdk.storage.sia;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.depinsdk.core.encoding.Bytes32;

/**
 * Sia's tree over the bytes of a file: BLAKE2b-256 of leaves of 64 bytes with the prefix 0, of pairs of nodes with the prefix 1.
 * A tree that is not full is split at the largest power of two below its leaves, as in RFC 6962. Keeps 32 bytes for each leaf.
 */
public final class SiaTree {
  /** Bytes of a leaf; the last one is filled with zeros. */
  public static final int LEAF_BYTES = 64;

  /** Bytes of a sector, whose roots make up the root of a contract. */
  public static final int SECTOR_BYTES = 4 << 20;

  private final List<Bytes32> nodes;

  private SiaTree(List<Bytes32> nodes) {
    this.nodes = nodes;
  }

  /**
   * The tree of a file.
   *
   * @param file its bytes
   * @return the tree
   */
  public static SiaTree of(byte[] file) {
    List<Bytes32> leaves = new ArrayList<>();
    for (int at = 0; at < file.length; at += LEAF_BYTES) {
      byte[] leaf = new byte[LEAF_BYTES];
      System.arraycopy(file, at, leaf, 0, Math.min(LEAF_BYTES, file.length - at));
      leaves.add(leaf(leaf));
    }
    return new SiaTree(leaves);
  }

  /**
   * The root over roots, for example those of the sectors of a contract.
   *
   * @param roots in their order
   * @return 32 zero bytes if there are none
   */
  public static Bytes32 metaRoot(List<Bytes32> roots) {
    return root(roots);
  }

  /**
   * The root.
   *
   * @return 32 zero bytes for an empty file
   */
  public Bytes32 root() {
    return root(nodes);
  }

  /**
   * Proves a leaf.
   *
   * @param file the bytes of which this is the tree
   * @param index which leaf, from 0
   * @return the proof
   * @throws IllegalArgumentException if there is no such leaf
   */
  public SiaProof prove(byte[] file, int index) {
    if (index < 0 || index >= nodes.size()) {
      throw new IllegalArgumentException(
          "leaf must be 0 to " + (nodes.size() - 1) + ", not " + index);
    }
    byte[] leaf = new byte[LEAF_BYTES];
    int from = index * LEAF_BYTES;
    System.arraycopy(file, from, leaf, 0, Math.min(LEAF_BYTES, file.length - from));
    List<Bytes32> path = new ArrayList<>();
    siblings(nodes, index, path);
    return new SiaProof(leaf, path);
  }

  private static void siblings(List<Bytes32> nodes, int index, List<Bytes32> path) {
    if (nodes.size() < 2) {
      return;
    }
    int split = split(nodes.size());
    List<Bytes32> left = nodes.subList(0, split);
    List<Bytes32> right = nodes.subList(split, nodes.size());
    if (index < split) {
      siblings(left, index, path);
      path.add(root(right));
    } else {
      siblings(right, index - split, path);
      path.add(root(left));
    }
  }

  private static Bytes32 root(List<Bytes32> nodes) {
    if (nodes.isEmpty()) {
      return Bytes32.ZERO;
    }
    if (nodes.size() == 1) {
      return nodes.get(0);
    }
    int split = split(nodes.size());
    return node(root(nodes.subList(0, split)), root(nodes.subList(split, nodes.size())));
  }

  private static int split(int count) {
    return Integer.highestOneBit(count - 1);
  }

  static Bytes32 leaf(byte[] leaf) {
    return hash(new byte[] {0}, leaf);
  }

  static Bytes32 node(Bytes32 left, Bytes32 right) {
    return hash(new byte[] {1}, left.bytes(), right.bytes());
  }

  static Bytes32 hash(byte[]... parts) {
    Blake2bDigest digest = new Blake2bDigest(8 * Bytes32.LENGTH);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[Bytes32.LENGTH];
    digest.doFinal(hash, 0);
    return Bytes32.of(hash);
  }
}
