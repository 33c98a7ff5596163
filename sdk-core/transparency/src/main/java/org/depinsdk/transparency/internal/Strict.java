package org.depinsdk.transparency.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.depinsdk.transparency.TransparencyException;

/** Reads the only form that a value may have. */
public final class Strict {
  private static final int SHOWN = 80;

  private Strict() {}

  /**
   * Reads base64 of RFC 4648 section 4: padding, no line feeds, no bits beyond the last byte.
   *
   * @param string the characters
   * @param what names it in the message
   * @return the bytes
   * @throws TransparencyException if it is anything else
   */
  public static byte[] base64(String string, String what) throws TransparencyException {
    try {
      byte[] bytes = Base64.getDecoder().decode(string);
      if (base64(bytes).equals(string)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // the same answer as for another form of the same bytes
    }
    throw TransparencyException.malformed(what + " is not base64 with padding: " + shown(string));
  }

  /**
   * Writes base64.
   *
   * @param bytes what to write
   * @return RFC 4648 section 4 with padding
   */
  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Reads a number in ASCII digits without sign and leading zero.
   *
   * @param string the digits
   * @param what names it in the message
   * @return 0 to 2^63 - 1
   * @throws TransparencyException if it is anything else
   */
  public static long decimal(String string, String what) throws TransparencyException {
    boolean digits = !string.isEmpty()
        && string.length() <= 19
        && (string.length() == 1 || string.charAt(0) != '0');
    long value = 0;
    for (int i = 0; digits && i < string.length(); i++) {
      char c = string.charAt(i);
      digits = c >= '0' && c <= '9';
      value = 10 * value + (c - '0');
    }
    // 19 digits are below 2^64, so that a value beyond 2^63 - 1 is negative
    if (!digits || value < 0) {
      throw TransparencyException.malformed(
          what + " is not a number of 0 to 2^63 - 1 in plain digits: " + shown(string));
    }
    return value;
  }

  /**
   * Reads UTF-8.
   *
   * @param bytes the encoded string
   * @param what names it in the message
   * @return the string
   * @throws TransparencyException if the bytes are not UTF-8
   */
  public static String utf8(byte[] bytes, String what) throws TransparencyException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw TransparencyException.malformed(what + " is not UTF-8");
    }
  }

  /**
   * Shortens what is shown in a message.
   *
   * @param string of any length
   * @return at most its first 80 characters, in quotes, control characters as question marks
   */
  public static String shown(String string) {
    String start = string.length() > SHOWN ? string.substring(0, SHOWN) + "…" : string;
    return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
