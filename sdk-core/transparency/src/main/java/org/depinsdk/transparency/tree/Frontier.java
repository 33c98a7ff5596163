package org.depinsdk.transparency.tree;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;

/**
 * All that a tree must be remembered by to go on growing: its size and the hashes of the largest complete subtrees that its
 * leaves fill, one for each bit that is set in the size. A value: appending gives another frontier.
 */
public final class Frontier {
  /** The tree without leaves. */
  public static final Frontier EMPTY = new Frontier(0, new TreeHash[0]);

  private final long size;
  // the largest subtree first
  private final TreeHash[] hashes;

  private Frontier(long size, TreeHash[] hashes) {
    this.size = size;
    this.hashes = hashes;
  }

  /**
   * A frontier that was kept.
   *
   * @param size how many leaves the tree has
   * @param hashes of its complete subtrees, the largest (and first) one first
   * @return the frontier
   * @throws TransparencyException if the size is negative, or there is not one hash for each bit that is set in it
   */
  public static Frontier of(long size, List<TreeHash> hashes) throws TransparencyException {
    if (size < 0 || hashes.size() != Long.bitCount(size)) {
      throw TransparencyException.malformed("a frontier of " + size + " leaves has "
          + Long.bitCount(size) + " hashes, not " + hashes.size());
    }
    return new Frontier(size, hashes.toArray(TreeHash[]::new));
  }

  /**
   * Reads what {@link #encoded} wrote.
   *
   * @param encoded the bytes
   * @return the frontier
   * @throws TransparencyException if the length does not fit the size, or the size is negative
   */
  public static Frontier parse(byte[] encoded) throws TransparencyException {
    long size = encoded.length < Long.BYTES ? -1 : ByteBuffer.wrap(encoded).getLong();
    if (size < 0 || encoded.length != Long.BYTES + TreeHash.BYTES * Long.bitCount(size)) {
      throw TransparencyException.malformed(
          "a frontier is a size of 8 bytes and 32 bytes for each bit that is set in it, not "
              + encoded.length + " bytes");
    }
    TreeHash[] hashes = new TreeHash[Long.bitCount(size)];
    for (int i = 0; i < hashes.length; i++) {
      int from = Long.BYTES + TreeHash.BYTES * i;
      hashes[i] = TreeHash.of(encoded, from, from + TreeHash.BYTES);
    }
    return new Frontier(size, hashes);
  }

  /**
   * The bytes to keep.
   *
   * @return the size as 8 bytes, big-endian, then {@link #hashes}
   */
  public byte[] encoded() {
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES + TreeHash.BYTES * hashes.length).putLong(size);
    for (TreeHash hash : hashes) {
      buffer.put(hash.bytes());
    }
    return buffer.array();
  }

  /**
   * Appends a leaf.
   *
   * @param leaf its hash
   * @return the frontier with this leaf
   * @throws ArithmeticException if the tree has 2^63 - 1 leaves
   */
  public Frontier append(TreeHash leaf) {
    return appendSubtree(0, leaf);
  }

  /**
   * Appends leaves.
   *
   * @param leaves their hashes, in order
   * @return the frontier with these leaves
   * @throws ArithmeticException if the tree would have more than 2^63 - 1 leaves
   */
  public Frontier appendAll(Iterable<TreeHash> leaves) {
    Frontier frontier = this;
    for (TreeHash leaf : leaves) {
      frontier = frontier.append(leaf);
    }
    return frontier;
  }

  /**
   * Appends a complete subtree of 2^level leaves at once.
   *
   * @param level 0 for a leaf
   * @param subtree hash of the subtree
   * @return the frontier with these leaves
   * @throws IllegalArgumentException if the size is not a multiple of 2^level, or the level is not 0 to 62
   * @throws ArithmeticException if the tree would have more than 2^63 - 1 leaves
   */
  public Frontier appendSubtree(int level, TreeHash subtree) {
    if (level < 0 || level > 62 || (size & ((1L << level) - 1)) != 0) {
      throw new IllegalArgumentException(
          "a subtree of level " + level + " cannot follow " + size + " leaves");
    }
    long newSize = Math.addExact(size, 1L << level);
    int merged = Long.numberOfTrailingZeros(~(size >>> level));
    TreeHash hash = subtree;
    for (int i = 1; i <= merged; i++) {
      hash = TreeHash.ofNode(hashes[hashes.length - i], hash);
    }
    TreeHash[] appended = Arrays.copyOf(hashes, hashes.length - merged + 1);
    appended[appended.length - 1] = hash;
    return new Frontier(newSize, appended);
  }

  /**
   * How many leaves the tree has.
   *
   * @return 0 or more
   */
  public long size() {
    return size;
  }

  /**
   * The complete subtrees.
   *
   * @return their hashes, the largest (and first) one first, at most 63
   */
  public List<TreeHash> hashes() {
    return List.of(hashes);
  }

  /**
   * The tree.
   *
   * @return size and root
   */
  public TreeHead head() {
    return new TreeHead(size, root());
  }

  /**
   * The root of the tree.
   *
   * @return its hash
   */
  public TreeHash root() {
    if (size == 0) {
      return TreeHash.EMPTY_TREE;
    }
    TreeHash root = hashes[hashes.length - 1];
    for (int i = hashes.length - 2; i >= 0; i--) {
      root = TreeHash.ofNode(hashes[i], root);
    }
    return root;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frontier frontier
        && size == frontier.size
        && Arrays.equals(hashes, frontier.hashes);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return "Frontier of " + size + " leaves, root " + root();
  }
}
