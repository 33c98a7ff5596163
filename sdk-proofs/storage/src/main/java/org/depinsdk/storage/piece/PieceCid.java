package org.depinsdk.storage.piece;

import java.io.ByteArrayOutputStream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The id of a piece, piece CID v2 (FRC-0069): the root of its tree, the tree's height, and how many zero bytes were added to
 * its end to fill the tree. So the id says how long the piece is. A CID v1 holds the root alone, see {@link #v1}.
 *
 * @param root of the tree
 * @param height of the tree: it has 2<sup>height</sup> leaves; 2 to {@value #MAX_HEIGHT}
 * @param padding raw zero bytes behind the piece, fewer than the tree holds but for the empty piece
 */
public record PieceCid(Bytes32 root, int height, long padding) implements Comparable<PieceCid> {
  /** Highest tree, as in Filecoin's PDPVerifier. */
  public static final int MAX_HEIGHT = 50;

  /** Lowest tree: {@value Fr32#RAW_BLOCK} raw bytes. */
  public static final int MIN_HEIGHT = 2;

  // multicodec table: raw, fil-commitment-unsealed, fr32-sha256-trunc254-padbintree,
  // sha2-256-trunc254-padded
  private static final byte[] V2_PREFIX = {0x01, 0x55, (byte) 0x91, 0x20};
  private static final byte[] V1_PREFIX = {
    0x01, (byte) 0x81, (byte) 0xe2, 0x03, (byte) 0x92, 0x20, 0x20
  };
  // a prefix, two numbers of at most 9 bytes, the height, the root
  private static final int MAX_BYTES = 4 + 9 + 9 + 1 + Bytes32.LENGTH;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if the height is out of range or the padding fills the tree
   */
  public PieceCid {
    if (height < MIN_HEIGHT || height > MAX_HEIGHT) {
      throw new IllegalArgumentException(
          "height must be " + MIN_HEIGHT + " to " + MAX_HEIGHT + ", not " + height);
    }
    long most = rawCapacity(height) - (height == MIN_HEIGHT ? 0 : 1);
    if (padding < 0 || padding > most) {
      throw new IllegalArgumentException("padding must be 0 to " + most + ", not " + padding);
    }
  }

  /**
   * The id of a piece whose root is known.
   *
   * @param root of the smallest tree that holds the piece
   * @param rawSize of the piece in bytes
   * @return the id
   * @throws IllegalArgumentException if no tree holds so many bytes
   */
  public static PieceCid of(Bytes32 root, long rawSize) {
    int height = heightOf(rawSize);
    return new PieceCid(root, height, rawCapacity(height) - rawSize);
  }

  /**
   * The height of the smallest tree that holds a piece.
   *
   * @param rawSize in bytes
   * @return {@value #MIN_HEIGHT} or more
   * @throws IllegalArgumentException if no tree holds so many bytes
   */
  public static int heightOf(long rawSize) {
    if (rawSize < 0 || rawSize > rawCapacity(MAX_HEIGHT)) {
      throw new IllegalArgumentException(
          "a piece has 0 to " + rawCapacity(MAX_HEIGHT) + " bytes, not " + rawSize);
    }
    int height = MIN_HEIGHT;
    while (rawCapacity(height) < rawSize) {
      height++;
    }
    return height;
  }

  /**
   * How many raw bytes a tree holds.
   *
   * @param height {@value #MIN_HEIGHT} to {@value #MAX_HEIGHT}
   * @return 127 bytes for each four leaves
   */
  public static long rawCapacity(int height) {
    return Fr32.RAW_BLOCK * (1L << (height - MIN_HEIGHT));
  }

  /**
   * How long the piece is.
   *
   * @return bytes
   */
  public long rawSize() {
    return rawCapacity(height) - padding;
  }

  /**
   * How many leaves hold a bit of the piece. These can be challenged; the ones behind them are zeros.
   *
   * @return 0 for the empty piece
   */
  public long leafCount() {
    return (1L << height) - (expandedPadding() >> 5);
  }

  /**
   * How long the piece is when it is expanded.
   *
   * @return bytes
   */
  public long expandedSize() {
    return (32L << height) - expandedPadding();
  }

  // 128 * padding / 127, without overflow
  private long expandedPadding() {
    return padding + padding / Fr32.RAW_BLOCK;
  }

  /**
   * How many raw bytes leaves hold, as networks count them that pay by leaf.
   *
   * @param leaves 0 to 2<sup>{@value #MAX_HEIGHT}</sup>
   * @return whole bytes
   */
  public static long rawBytes(long leaves) {
    return leaves * Fr32.RAW_BLOCK / 4;
  }

  /**
   * The bytes of CID v2.
   *
   * @return 38 bytes or a few more
   */
  public byte[] toBytes() {
    byte[] paddingBytes = Multiformats.uvarint(padding);
    ByteArrayOutputStream out = new ByteArrayOutputStream(MAX_BYTES);
    out.writeBytes(V2_PREFIX);
    out.writeBytes(Multiformats.uvarint(paddingBytes.length + 1 + Bytes32.LENGTH));
    out.writeBytes(paddingBytes);
    out.write(height);
    out.writeBytes(root.bytes());
    return out.toByteArray();
  }

  /**
   * CID v2 as a string.
   *
   * @return for example {@code bafkzcibc…}
   */
  public String v2() {
    return Multiformats.base32(toBytes());
  }

  /**
   * CID v1 as a string. It says nothing of the piece's length.
   *
   * @return for example {@code baga6ea4seaq…}
   */
  public String v1() {
    byte[] bytes = new byte[V1_PREFIX.length + Bytes32.LENGTH];
    System.arraycopy(V1_PREFIX, 0, bytes, 0, V1_PREFIX.length);
    System.arraycopy(root.bytes(), 0, bytes, V1_PREFIX.length, Bytes32.LENGTH);
    return Multiformats.base32(bytes);
  }

  /**
   * Reads the bytes of CID v2.
   *
   * @param bytes of any length
   * @return the id
   * @throws EncodingException if the bytes are no piece CID v2, have a number that is not in its shortest form, or stand for
   *     a tree that does not exist
   */
  public static PieceCid parse(byte[] bytes) throws EncodingException {
    Multiformats.Reader in = new Multiformats.Reader(bytes, "piece CID v2");
    in.prefix(V2_PREFIX);
    long length = in.uvarint("multihash length");
    int start = in.position();
    long padding = in.uvarint("padding");
    int height = in.octet("height");
    Bytes32 root = in.bytes32("root");
    in.end();
    if (length != bytes.length - start) {
      throw new EncodingException(
          "piece CID v2: multihash length must be " + (bytes.length - start) + ", not " + length);
    }
    try {
      return new PieceCid(root, height, padding);
    } catch (IllegalArgumentException e) {
      throw new EncodingException("piece CID v2: " + e.getMessage());
    }
  }

  /**
   * Reads CID v2.
   *
   * @param text {@code bafkzcib…}
   * @return the id
   * @throws EncodingException if it is none; the message says why
   */
  public static PieceCid parse(String text) throws EncodingException {
    return parse(Multiformats.bytes(text, MAX_BYTES, "piece CID v2"));
  }

  /**
   * Reads CID v1.
   *
   * @param text {@code baga6ea4seaq…}
   * @return the root that it holds
   * @throws EncodingException if it is none; the message says why
   */
  public static Bytes32 rootOfV1(String text) throws EncodingException {
    byte[] bytes = Multiformats.bytes(text, MAX_BYTES, "piece CID v1");
    Multiformats.Reader in = new Multiformats.Reader(bytes, "piece CID v1");
    in.prefix(V1_PREFIX);
    Bytes32 root = in.bytes32("root");
    in.end();
    return root;
  }

  @Override
  public int compareTo(PieceCid other) {
    int order = root.compareTo(other.root);
    order = order != 0 ? order : Integer.compare(height, other.height);
    return order != 0 ? order : Long.compare(padding, other.padding);
  }

  @Override
  public String toString() {
    return v2();
  }
}
