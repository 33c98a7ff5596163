package org.depinsdk.core.encoding;

import java.util.Arrays;
import org.depinsdk.core.internal.Digests;

/**
 * Base58 with the Bitcoin alphabet, as used by multibase {@code z}, Solana and Helium.
 *
 * <p>Written here because the libraries that have it bring a whole chain client.
 */
public final class Base58 {
  /** Longest text that is decoded; the algorithm is quadratic, so that a limit is part of its contract. */
  public static final int MAX_TEXT = 1024;

  private static final int CHECKSUM_BYTES = 4;
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int[] DIGITS = digits();

  private Base58() {}

  /**
   * Writes bytes in Base58; each leading zero byte becomes a {@code 1}.
   *
   * @param bytes any bytes
   * @return the text
   */
  public static String encode(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    byte[] number = Arrays.copyOfRange(bytes, zeros, bytes.length);
    char[] out = new char[number.length * 2];
    int at = out.length;
    int start = 0;
    while (start < number.length) {
      int remainder = 0;
      for (int i = start; i < number.length; i++) {
        int value = (remainder << 8) | (number[i] & 0xff);
        number[i] = (byte) (value / 58);
        remainder = value % 58;
      }
      out[--at] = ALPHABET.charAt(remainder);
      while (start < number.length && number[start] == 0) {
        start++;
      }
    }
    return "1".repeat(zeros) + new String(out, at, out.length - at);
  }

  /**
   * Reads Base58 text.
   *
   * @param text at most {@value #MAX_TEXT} characters
   * @return the bytes
   * @throws EncodingException if a character is not of the alphabet or the text is too long
   */
  public static byte[] decode(String text) throws EncodingException {
    if (text.length() > MAX_TEXT) {
      throw new EncodingException(
          "Base58 text of " + text.length() + " characters, at most " + MAX_TEXT);
    }
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == '1') {
      zeros++;
    }
    byte[] out = new byte[text.length()];
    int length = 0;
    for (int i = zeros; i < text.length(); i++) {
      char c = text.charAt(i);
      int carry = c < DIGITS.length ? DIGITS[c] : -1;
      if (carry < 0) {
        throw new EncodingException("not Base58: " + EncodingException.shown(text));
      }
      int j = 0;
      for (; j < length || carry != 0; j++) {
        carry += 58 * (out[j] & 0xff);
        out[j] = (byte) carry;
        carry >>>= 8;
      }
      length = j;
    }
    byte[] bytes = new byte[zeros + length];
    for (int i = 0; i < length; i++) {
      bytes[zeros + i] = out[length - 1 - i];
    }
    return bytes;
  }

  /**
   * Writes bytes and a checksum in Base58 (Base58Check): the checksum is the first four bytes of SHA-256 twice.
   *
   * @param bytes any bytes, a version byte first if the format has one
   * @return the text
   */
  public static String encodeChecked(byte[] bytes) {
    byte[] checked = Arrays.copyOf(bytes, bytes.length + CHECKSUM_BYTES);
    System.arraycopy(checksum(bytes), 0, checked, bytes.length, CHECKSUM_BYTES);
    return encode(checked);
  }

  /**
   * Reads Base58Check text.
   *
   * @param text at most {@value #MAX_TEXT} characters
   * @return the bytes without their checksum
   * @throws EncodingException if the text is not Base58 or its checksum is wrong
   */
  public static byte[] decodeChecked(String text) throws EncodingException {
    byte[] checked = decode(text);
    int length = checked.length - CHECKSUM_BYTES;
    if (length < 0) {
      throw new EncodingException(
          "Base58Check text without a checksum: " + EncodingException.shown(text));
    }
    byte[] bytes = Arrays.copyOf(checked, length);
    if (!Arrays.equals(checksum(bytes), Arrays.copyOfRange(checked, length, checked.length))) {
      throw new EncodingException("wrong checksum in " + EncodingException.shown(text));
    }
    return bytes;
  }

  private static byte[] checksum(byte[] bytes) {
    return Arrays.copyOf(Digests.sha256(Digests.sha256(bytes)), CHECKSUM_BYTES);
  }

  private static int[] digits() {
    int[] digits = new int[128];
    Arrays.fill(digits, -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      digits[ALPHABET.charAt(i)] = i;
    }
    return digits;
  }
}
