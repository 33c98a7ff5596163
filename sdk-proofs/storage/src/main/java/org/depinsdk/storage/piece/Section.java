package org.depinsdk.storage.piece;

/** Expands and hashes one section of a piece in buffers that are used again. */
final class Section {
  private final byte[] leaves;
  private final Sha254 hash = new Sha254();

  /** MemoryBudget for sections of one level. */
  Section(int level) {
    leaves = new byte[Math.multiplyExact(32, 1 << level)];
  }

  /**
   * The node above a section, in the first 32 bytes of the result.
   *
   * @param raw whole blocks, filled with zeros where the piece ends; 1 byte or more
   * @param offset where they begin
   * @param length raw bytes
   * @param level of the node
   */
  byte[] node(byte[] raw, int offset, int length, int level) {
    hash.reduce(leaves, expand(raw, offset, length), 0, level);
    return leaves;
  }

  /** The siblings from a node of the section to its root. */
  byte[] path(byte[] raw, int length, int fromLevel, int level, long index) {
    int count = expand(raw, 0, length);
    hash.reduce(leaves, count, 0, fromLevel);
    return hash.path(leaves, (count + (1 << fromLevel) - 1) >> fromLevel, fromLevel, level, index);
  }

  /** A leaf of a section. */
  byte[] leaf(byte[] raw, int length, int index) {
    expand(raw, 0, length);
    return java.util.Arrays.copyOfRange(leaves, 32 * index, 32 * index + 32);
  }

  private int expand(byte[] raw, int offset, int length) {
    int blocks = blocks(length);
    Fr32.expand(raw, offset, leaves, 0, blocks);
    return 4 * blocks;
  }

  /** Blocks that hold so many raw bytes. */
  static int blocks(int length) {
    return (length + Fr32.RAW_BLOCK - 1) / Fr32.RAW_BLOCK;
  }
}
