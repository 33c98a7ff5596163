package org.depinsdk.core.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Keccak256;
import org.jspecify.annotations.Nullable;

/**
 * The account that owns devices and is paid: a 20-byte EVM address, written with the checksum of EIP-55. Immutable. The string is
 * made when it is first asked for, because its checksum is a hash.
 */
public final class OperatorId implements Comparable<OperatorId> {
  /** Number of bytes of an address. */
  public static final int LENGTH = 20;

  private static final int DIGITS = 2 * LENGTH;
  private static final AsciiSet HEX = AsciiSet.of("0-9a-fA-F");

  private final long high;
  private final long middle;
  private final int low;
  private @Nullable String text;

  /**
   * Checks the form and, if the digits are of mixed case, the checksum.
   *
   * @param text {@code 0x} and 40 hexadecimal digits, in one case or in their EIP-55 case
   * @throws IllegalArgumentException if the string is not an address or its checksum is wrong
   */
  public OperatorId(String text) {
    if (text.length() != 2 + DIGITS || !text.startsWith("0x") || !HEX.hasAll(text, 2)) {
      throw new IllegalArgumentException(
          "an operator is 0x and 40 hexadecimal digits, not " + EncodingException.shown(text));
    }
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    boolean lower = false;
    boolean upper = false;
    for (int i = 2; i < text.length(); i += 2) {
      char first = text.charAt(i);
      char second = text.charAt(i + 1);
      lower |= first >= 'a' || second >= 'a';
      upper |= first >= 'A' && first < 'a' || second >= 'A' && second < 'a';
      bytes.put((byte) (digit(first) << 4 | digit(second)));
    }
    bytes.flip();
    this.high = bytes.getLong();
    this.middle = bytes.getLong();
    this.low = bytes.getInt();
    if (lower && upper && !text.equals(text())) {
      throw new IllegalArgumentException(
          "operator " + text + " has a wrong EIP-55 checksum, expected " + text());
    }
  }

  private OperatorId(ByteBuffer bytes) {
    this.high = bytes.getLong();
    this.middle = bytes.getLong();
    this.low = bytes.getInt();
  }

  private static int digit(char hex) {
    return (hex & 0xf) + 9 * (hex >> 6);
  }

  /**
   * The operator with an address.
   *
   * @param address 20 bytes
   * @return the operator
   * @throws IllegalArgumentException if there are more or fewer bytes
   */
  public static OperatorId of(byte[] address) {
    if (address.length != LENGTH) {
      throw new IllegalArgumentException(
          "an operator has " + LENGTH + " bytes, not " + address.length);
    }
    return new OperatorId(ByteBuffer.wrap(address));
  }

  /**
   * Reads an operator.
   *
   * @param text the address
   * @return the operator
   * @throws EncodingException if the text is not an address or its checksum is wrong
   */
  public static OperatorId parse(String text) throws EncodingException {
    try {
      return new OperatorId(text);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  /**
   * The address as it is written.
   *
   * @return {@code 0x} and 40 hexadecimal digits in their EIP-55 case
   */
  public String text() {
    String known = text;
    if (known == null) {
      // several threads may do this at once, with the same result
      known = checksummed();
      text = known;
    }
    return known;
  }

  /**
   * The address itself.
   *
   * @return 20 bytes
   */
  public byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    putBytes(bytes, 0);
    return bytes;
  }

  /**
   * Copies the address into a longer array.
   *
   * @param target an array
   * @param offset where the 20 bytes go
   */
  public void putBytes(byte[] target, int offset) {
    ByteBuffer.wrap(target, offset, LENGTH).putLong(high).putLong(middle).putInt(low);
  }

  /** Orders by the address as a number. */
  @Override
  public int compareTo(OperatorId other) {
    int order = Long.compareUnsigned(high, other.high);
    order = order != 0 ? order : Long.compareUnsigned(middle, other.middle);
    return order != 0 ? order : Integer.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OperatorId o && high == o.high && middle == o.middle && low == o.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high + 31 * (middle + 31L * low));
  }

  @Override
  public String toString() {
    return text();
  }

  private String checksummed() {
    byte[] digits = new byte[2 + DIGITS];
    digits[0] = '0';
    digits[1] = 'x';
    byte[] address = bytes();
    for (int i = 0; i < DIGITS; i++) {
      int digit = address[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
      digits[2 + i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
    Keccak256 keccak = new Keccak256();
    byte[] hash = new byte[Keccak256.LENGTH];
    keccak.update(digits, 2, DIGITS);
    keccak.finish(hash, 0);
    for (int i = 0; i < DIGITS; i++) {
      boolean upper = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 8) != 0;
      digits[2 + i] -= (byte) (upper && digits[2 + i] >= 'a' ? 'a' - 'A' : 0);
    }
    return new String(digits, StandardCharsets.ISO_8859_1);
  }
}
