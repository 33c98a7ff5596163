package org.depinsdk.core.report;

import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.internal.Digests;

/**
 * Names a report by what was signed, never by the signature: SHA-256 of the signed bytes.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ReportId(String hex) implements Comparable<ReportId> {
  private static final AsciiSet DIGITS = AsciiSet.of("0-9a-f");
  private static final int BYTES = 32;

  /** Checks the form. */
  public ReportId {
    if (hex.length() != 2 * BYTES || !DIGITS.hasAll(hex, 0)) {
      throw new IllegalArgumentException(
          "a report id is 64 hexadecimal digits, not " + EncodingException.shown(hex));
    }
  }

  /**
   * The id of signed bytes.
   *
   * @param signedBytes the message that the signature covers
   * @return the id
   */
  public static ReportId ofSignedBytes(byte[] signedBytes) {
    return new ReportId(Hex.encode(Digests.sha256(signedBytes)));
  }

  /**
   * The id as bytes.
   *
   * @return 32 bytes, fresh
   */
  public byte[] bytes() {
    // a record of the log is made of each report: this takes a third of the time of HexFormat
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (value(hex.charAt(2 * i)) << 4 | value(hex.charAt(2 * i + 1)));
    }
    return bytes;
  }

  private static int value(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
  }

  @Override
  public int compareTo(ReportId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
