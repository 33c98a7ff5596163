package org.depinsdk.storage.piece;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.depinsdk.core.encoding.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * Shows {@value Fr32#RAW_BLOCK} raw bytes of a piece, four leaves, and the siblings on their way to the root. Unlike a leaf, a
 * block is bytes as they were stored, so that shares of several pieces can be compared.
 *
 * @param block {@value Fr32#RAW_BLOCK} bytes, with zeros behind the piece's end; copied
 * @param path the siblings, the lowest first; two fewer than the tree is high
 */
public record BlockProof(byte[] block, List<Bytes32> path) {
  private static final int LEVEL = 2;

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if the block has another length
   */
  public BlockProof {
    if (block.length != Fr32.RAW_BLOCK) {
      throw new IllegalArgumentException(
          "block must have " + Fr32.RAW_BLOCK + " bytes, not " + block.length);
    }
    block = block.clone();
    path = List.copyOf(path);
  }

  /**
   * The raw bytes.
   *
   * @return a fresh copy
   */
  @Override
  public byte[] block() {
    return block.clone();
  }

  /**
   * How many blocks a piece has.
   *
   * @param rawSize of the piece
   * @return 0 for the empty piece
   */
  public static long blocks(long rawSize) {
    return (rawSize + Fr32.RAW_BLOCK - 1) / Fr32.RAW_BLOCK;
  }

  /**
   * Whether this shows a block of a piece.
   *
   * @param piece the id
   * @param index which block was asked for, from 0
   * @return true only if it does
   */
  public boolean verify(PieceCid piece, long index) {
    byte[] leaves = new Section(LEVEL).node(block, 0, block.length, LEVEL);
    return LeafProof.climbs(Bytes32.at(leaves, 0), path, piece, LEVEL, index);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockProof p && Arrays.equals(block, p.block) && path.equals(p.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(block), path);
  }

  @Override
  public String toString() {
    return "BlockProof[" + path.size() + " hashes]";
  }
}
