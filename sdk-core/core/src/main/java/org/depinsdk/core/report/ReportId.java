package org.depinsdk.core.report;

import java.util.HexFormat;
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
  private static final int LENGTH = 64;

  /** Checks the form. */
  public ReportId {
    if (hex.length() != LENGTH || !DIGITS.hasAll(hex, 0)) {
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
    return HexFormat.of().parseHex(hex);
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
