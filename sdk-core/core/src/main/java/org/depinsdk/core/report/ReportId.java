package org.depinsdk.core.report;

import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/**
 * Names a report by what was signed, never by the signature: SHA-256 of the signed bytes.
 *
 * @param hash the hash
 */
public record ReportId(Bytes32 hash) implements Comparable<ReportId> {
  private static final AsciiSet DIGITS = AsciiSet.of("0-9a-f");

  /**
   * Reads an id.
   *
   * @param hex 64 lower-case hexadecimal digits
   * @throws IllegalArgumentException if it is anything else
   */
  public ReportId(String hex) {
    this(hash(hex));
  }

  private static Bytes32 hash(String hex) {
    try {
      if (hex.length() == 2 * Bytes32.LENGTH && DIGITS.hasAll(hex, 0)) {
        return Bytes32.of(Hex.decode(hex));
      }
    } catch (EncodingException e) {
      throw new IllegalStateException("these are hexadecimal digits", e);
    }
    throw new IllegalArgumentException(
        "a report id is 64 hexadecimal digits, not " + EncodingException.shown(hex));
  }

  /**
   * The id of signed bytes.
   *
   * @param signedBytes the message that the signature covers
   * @return the id
   */
  public static ReportId ofSignedBytes(byte[] signedBytes) {
    return new ReportId(Bytes32.sha256(signedBytes));
  }

  /**
   * The id as bytes.
   *
   * @return 32 bytes, fresh
   */
  public byte[] bytes() {
    return hash.bytes();
  }

  /**
   * The id as a string.
   *
   * @return 64 lower-case hexadecimal digits
   */
  public String hex() {
    return Hex.encode(hash.bytes());
  }

  @Override
  public int compareTo(ReportId other) {
    return hash.compareTo(other.hash);
  }

  @Override
  public String toString() {
    return hex();
  }
}
