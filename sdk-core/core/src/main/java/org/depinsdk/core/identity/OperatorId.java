package org.depinsdk.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.encoding.Keccak256;

/**
 * The account that owns devices and is paid: a 20-byte EVM address, written with the checksum of EIP-55.
 *
 * @param text {@code 0x} and 40 hexadecimal digits in their EIP-55 case
 */
public record OperatorId(String text) implements Comparable<OperatorId> {
  private static final AsciiSet DIGITS = AsciiSet.of("0-9a-fA-F");
  private static final int LENGTH = 42;

  /** Checks the form and, if the digits are of mixed case, the checksum; keeps the checksummed form. */
  public OperatorId {
    if (text.length() != LENGTH || !text.startsWith("0x") || !DIGITS.hasAll(text, 2)) {
      throw new IllegalArgumentException(
          "an operator is 0x and 40 hexadecimal digits, not " + EncodingException.shown(text));
    }
    String lower = text.substring(2).toLowerCase(Locale.ROOT);
    String checksummed = checksum(lower);
    boolean oneCase =
        text.substring(2).equals(lower) || text.substring(2).equals(lower.toUpperCase(Locale.ROOT));
    if (!oneCase && !text.equals(checksummed)) {
      throw new IllegalArgumentException(
          "operator " + text + " has a wrong EIP-55 checksum, expected " + checksummed);
    }
    text = checksummed;
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
   * The address itself.
   *
   * @return 20 bytes
   */
  public byte[] bytes() {
    try {
      return Hex.decode(text);
    } catch (EncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Orders by the address as a number. */
  @Override
  public int compareTo(OperatorId other) {
    return text.compareToIgnoreCase(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static String checksum(String lower) {
    byte[] hash = Keccak256.hash(lower.getBytes(StandardCharsets.US_ASCII));
    StringBuilder out = new StringBuilder("0x");
    for (int i = 0; i < 40; i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      out.append(nibble >= 8 ? Character.toUpperCase(lower.charAt(i)) : lower.charAt(i));
    }
    return out.toString();
  }
}
