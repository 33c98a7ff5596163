package org.depinsdk.core.encoding;

import java.util.HexFormat;

/** Lower-case hexadecimal text, with and without the {@code 0x} prefix that EVM tools use. */
public final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  /**
   * Writes bytes as lower-case hexadecimal.
   *
   * @param bytes any bytes
   * @return two digits for each byte
   */
  public static String encode(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  /**
   * Writes bytes as lower-case hexadecimal with the prefix {@code 0x}.
   *
   * @param bytes any bytes
   * @return {@code 0x} and two digits for each byte
   */
  public static String encode0x(byte[] bytes) {
    return "0x" + FORMAT.formatHex(bytes);
  }

  /**
   * Reads hexadecimal text, with or without {@code 0x}, in either case.
   *
   * @param text an even number of digits
   * @return the bytes
   * @throws EncodingException if the text is not hexadecimal
   */
  public static byte[] decode(String text) throws EncodingException {
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    try {
      return FORMAT.parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new EncodingException("not hexadecimal: " + EncodingException.shown(text));
    }
  }
}
