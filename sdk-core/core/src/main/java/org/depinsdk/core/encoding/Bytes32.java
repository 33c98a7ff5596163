package org.depinsdk.core.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.core.internal.Digests;
import org.jspecify.annotations.Nullable;

/** A hash, or any other 32 bytes, as EVM's {@code bytes32}. Immutable. Its string is {@code 0x} and 64 digits. */
public final class Bytes32 implements Comparable<Bytes32> {
  /** Number of bytes. */
  public static final int LENGTH = 32;
  /** 32 zero bytes. */
  public static final Bytes32 ZERO = new Bytes32(new byte[LENGTH], 0);

  private final byte[] bytes;

  private Bytes32(byte[] source, int offset) {
    this.bytes = new byte[LENGTH];
    System.arraycopy(source, offset, bytes, 0, LENGTH);
  }

  /**
   * Wraps bytes.
   *
   * @param bytes exactly 32; copied
   * @return the value
   */
  public static Bytes32 of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("expected " + LENGTH + " bytes, not " + bytes.length);
    }
    return new Bytes32(bytes, 0);
  }

  /**
   * Copies bytes from a longer array.
   *
   * @param source an array
   * @param offset where the 32 bytes begin
   * @return the value
   */
  public static Bytes32 at(byte[] source, int offset) {
    return new Bytes32(source, offset);
  }

  /**
   * SHA-256 (FIPS 180-4).
   *
   * @param parts hashed one after the other
   * @return the hash
   */
  public static Bytes32 sha256(byte[]... parts) {
    return new Bytes32(Digests.sha256(parts), 0);
  }

  /**
   * Reads the text form.
   *
   * @param text {@code 0x} and 64 hexadecimal digits
   * @return the value
   * @throws EncodingException if the text is anything else
   */
  public static Bytes32 parse(String text) throws EncodingException {
    if (text.length() != 2 + 2 * LENGTH || !text.startsWith("0x")) {
      throw new EncodingException(
          "32 bytes are 0x and 64 hexadecimal digits, not " + EncodingException.shown(text));
    }
    return new Bytes32(Hex.decode(text), 0);
  }

  /**
   * Puts values one behind the other.
   *
   * @param values for example a Merkle proof
   * @return 32 bytes for each
   */
  public static byte[] join(List<Bytes32> values) {
    byte[] joined = new byte[values.size() * LENGTH];
    for (int i = 0; i < values.size(); i++) {
      values.get(i).putInto(joined, i * LENGTH);
    }
    return joined;
  }

  /**
   * Takes apart what {@link #join} made.
   *
   * @param joined 32 bytes for each value
   * @return the values
   * @throws EncodingException if the last one is not whole
   */
  public static List<Bytes32> split(byte[] joined) throws EncodingException {
    if (joined.length % LENGTH != 0) {
      throw new EncodingException(
          "values of " + LENGTH + " bytes do not have " + joined.length + " together");
    }
    List<Bytes32> values = new ArrayList<>(joined.length / LENGTH);
    for (int at = 0; at < joined.length; at += LENGTH) {
      values.add(at(joined, at));
    }
    return values;
  }

  /**
   * The bytes.
   *
   * @return a fresh copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Copies the bytes into a longer array.
   *
   * @param target an array
   * @param offset where the 32 bytes go
   */
  public void putInto(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, LENGTH);
  }

  /** Orders as unsigned numbers, the highest byte first. */
  @Override
  public int compareTo(Bytes32 other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes32 b && Arrays.equals(bytes, b.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return Hex.encode0x(bytes);
  }
}
