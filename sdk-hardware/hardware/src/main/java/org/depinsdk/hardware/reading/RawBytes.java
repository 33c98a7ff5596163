package org.depinsdk.hardware.reading;

import java.util.Arrays;

/** Bytes exactly as a device sent them. Immutable. */
public final class RawBytes {
  private final byte[] bytes;

  private RawBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Keeps bytes.
   *
   * @param bytes any; copied
   * @return the value
   */
  public static RawBytes of(byte[] bytes) {
    return new RawBytes(bytes.clone());
  }

  /**
   * The bytes.
   *
   * @return a fresh copy
   */
  public byte[] toArray() {
    return bytes.clone();
  }

  /**
   * How many there are.
   *
   * @return 0 or more
   */
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawBytes r && Arrays.equals(bytes, r.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "RawBytes[" + bytes.length + "]";
  }
}
