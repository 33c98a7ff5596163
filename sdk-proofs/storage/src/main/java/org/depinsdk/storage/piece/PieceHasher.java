package org.depinsdk.storage.piece;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.encoding.Bytes32;

/**
 * Commits to a piece whose bytes come one after the other, in parts of any length. Needs about 2 MiB whatever the piece's size,
 * and 32 bytes for each megabyte. Not for several threads; see {@link PieceProver#commit} for those.
 */
public final class PieceHasher {
  /** Level of the layer that is kept, unless another is asked for: sections of a mebibyte less a 128th. */
  public static final int DEFAULT_LEVEL = 15;

  /** Highest level that can be kept: a section is in memory as a whole, 128 MiB. */
  public static final int MAX_LEVEL = 22;

  /** Longest piece that is hashed: a sector of 64 GiB, less a 128th. */
  public static final long MAX_RAW_BYTES = PieceCid.rawCapacity(31);

  private final int level;
  private final byte[] raw;
  private final Section section;
  private byte[] nodes = new byte[4 * Bytes32.LENGTH];
  private int count;
  private int filled;
  private long size;

  /** A hasher that keeps the layer {@link #DEFAULT_LEVEL}. */
  public PieceHasher() {
    this(DEFAULT_LEVEL);
  }

  /**
   * A hasher.
   *
   * @param level of the layer that is kept; of a lower tree, its root
   * @throws IllegalArgumentException if the level is not {@value PieceCid#MIN_HEIGHT} to {@value #MAX_LEVEL}
   */
  public PieceHasher(int level) {
    checkLevel(level);
    this.level = level;
    this.raw = new byte[(int) PieceCid.rawCapacity(level)];
    this.section = new Section(level);
  }

  static void checkLevel(int level) {
    if (level < PieceCid.MIN_HEIGHT || level > MAX_LEVEL) {
      throw new IllegalArgumentException(
          "level must be " + PieceCid.MIN_HEIGHT + " to " + MAX_LEVEL + ", not " + level);
    }
  }

  static void checkSize(long size) {
    if (size < 0 || size > MAX_RAW_BYTES) {
      throw new IllegalArgumentException(
          "a piece has 0 to " + MAX_RAW_BYTES + " bytes, not " + size);
    }
  }

  /**
   * Takes the next bytes.
   *
   * @param bytes any array
   * @param offset where they begin
   * @param length how many
   * @throws IllegalArgumentException if the piece gets longer than {@link #MAX_RAW_BYTES}
   * @throws IndexOutOfBoundsException if the array is too short
   */
  public void update(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    update(ByteBuffer.wrap(bytes, offset, length));
  }

  /**
   * Takes the next bytes: all that the buffer has left.
   *
   * @param bytes any buffer
   * @throws IllegalArgumentException if the piece gets longer than {@link #MAX_RAW_BYTES}
   */
  public void update(ByteBuffer bytes) {
    checkSize(size + bytes.remaining());
    size += bytes.remaining();
    while (bytes.hasRemaining()) {
      if (filled == 0 && bytes.hasArray() && bytes.remaining() >= raw.length) {
        add(bytes.array(), bytes.arrayOffset() + bytes.position(), raw.length, level);
        bytes.position(bytes.position() + raw.length);
        continue;
      }
      int taken = Math.min(bytes.remaining(), raw.length - filled);
      bytes.get(raw, filled, taken);
      filled += taken;
      if (filled == raw.length) {
        add(raw, 0, filled, level);
        filled = 0;
      }
    }
  }

  /**
   * The commitment to all bytes so far. Afterwards this hasher is empty.
   *
   * @return id and layer
   */
  public PieceCommitment finish() {
    int height = PieceCid.heightOf(size);
    int kept = Math.min(level, height);
    if (filled > 0 || count == 0) {
      Arrays.fill(raw, filled, Section.blocks(Math.max(1, filled)) * Fr32.RAW_BLOCK, (byte) 0);
      add(raw, 0, Math.max(1, filled), kept);
      filled = 0;
    }
    TreeLayer layer = TreeLayer.wrap(kept, Arrays.copyOf(nodes, count * Bytes32.LENGTH));
    PieceCommitment commitment = new PieceCommitment(PieceCid.of(layer.root(height), size), layer);
    count = 0;
    size = 0;
    return commitment;
  }

  private void add(byte[] from, int offset, int length, int nodeLevel) {
    if ((count + 1) * Bytes32.LENGTH > nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * nodes.length);
    }
    byte[] node = section.node(from, offset, length, nodeLevel);
    System.arraycopy(node, 0, nodes, count * Bytes32.LENGTH, Bytes32.LENGTH);
    count++;
  }
}
