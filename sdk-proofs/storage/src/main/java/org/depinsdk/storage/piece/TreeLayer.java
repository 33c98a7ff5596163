package org.depinsdk.storage.piece;

import java.util.Arrays;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * All nodes of one level of a piece's tree, but those that have only zeros below them. Each node stands for a section of the
 * piece; with the layer, a leaf is proven from the bytes of its section alone. A layer of level 15 takes 32 bytes for each
 * megabyte of the piece.
 */
public final class TreeLayer {
  private final int level;
  private final byte[] nodes;

  private TreeLayer(int level, byte[] nodes) {
    this.level = level;
    this.nodes = nodes;
  }

  /** Takes the array as it is. */
  static TreeLayer wrap(int level, byte[] nodes) {
    return new TreeLayer(level, nodes);
  }

  /**
   * Reads a layer that was kept. Whether it belongs to a piece is found by {@link #belongsTo}.
   *
   * @param level {@value PieceCid#MIN_HEIGHT} to {@value PieceCid#MAX_HEIGHT}
   * @param nodes from {@link #toBytes}; copied
   * @return the layer
   * @throws EncodingException if there is no such level, or the bytes are not one or more nodes of 32
   */
  public static TreeLayer parse(int level, byte[] nodes) throws EncodingException {
    if (level < PieceCid.MIN_HEIGHT || level > PieceCid.MAX_HEIGHT) {
      throw new EncodingException("level of a layer must be " + PieceCid.MIN_HEIGHT + " to "
          + PieceCid.MAX_HEIGHT + ", not " + level);
    }
    if (nodes.length == 0 || nodes.length % Bytes32.LENGTH != 0) {
      throw new EncodingException(
          "nodes of a layer must have 32 bytes each, not " + nodes.length + " in all");
    }
    return new TreeLayer(level, nodes.clone());
  }

  /**
   * The level.
   *
   * @return a node has 2<sup>level</sup> leaves below it
   */
  public int level() {
    return level;
  }

  /**
   * How many nodes there are.
   *
   * @return 1 or more
   */
  public int count() {
    return nodes.length / Bytes32.LENGTH;
  }

  /**
   * A node.
   *
   * @param index from 0, the leftmost
   * @return its hash
   */
  public Bytes32 node(int index) {
    return Bytes32.at(nodes, index * Bytes32.LENGTH);
  }

  /**
   * All nodes, as {@link #parse} reads them.
   *
   * @return 32 bytes each; a fresh copy
   */
  public byte[] toBytes() {
    return nodes.clone();
  }

  /**
   * Raw bytes of a section; the last one may have fewer.
   *
   * @return bytes
   */
  public long sectionBytes() {
    return PieceCid.rawCapacity(level);
  }

  /**
   * Whether this is a layer of a piece: it has as many nodes, and they give its root.
   *
   * @param piece the piece
   * @return true if so
   */
  public boolean belongsTo(PieceCid piece) {
    long sections = Math.max(1, (piece.rawSize() + sectionBytes() - 1) / sectionBytes());
    return level <= piece.height()
        && count() == sections
        && root(piece.height()).equals(piece.root());
  }

  /**
   * The root above this layer.
   *
   * @param height of the tree, at least {@link #level}
   * @return the root
   */
  Bytes32 root(int height) {
    byte[] work = work();
    new Sha254().reduce(work, count(), level, height);
    return Bytes32.at(work, 0);
  }

  /** The siblings from a node of this layer to the root. */
  byte[] path(int height, long index) {
    return new Sha254().path(work(), count(), level, height, index);
  }

  private byte[] work() {
    return Arrays.copyOf(nodes, nodes.length + Bytes32.LENGTH);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TreeLayer l && level == l.level && Arrays.equals(nodes, l.nodes);
  }

  @Override
  public int hashCode() {
    return 31 * level + Arrays.hashCode(nodes);
  }

  @Override
  public String toString() {
    return "TreeLayer[level " + level + ", " + count() + " nodes]";
  }
}
