package org.depinsdk.hardware.disk;

import java.util.regex.Pattern;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Names a piece by its content.
 *
 * @param hash SHA-256 of all bytes of the piece
 */
public record PieceId(Bytes32 hash) implements Comparable<PieceId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /**
   * The id of a piece that is in memory.
   *
   * @param content all bytes of the piece
   * @return the id
   */
  public static PieceId of(byte[] content) {
    return new PieceId(Bytes32.sha256(content));
  }

  /**
   * Reads the string form.
   *
   * @param text 64 digits of {@code 0-9 a-f}
   * @return the id
   * @throws EncodingException if the string is anything else, such as a path
   */
  public static PieceId parse(String text) throws EncodingException {
    if (!FORM.matcher(text).matches()) {
      throw new EncodingException(
          "a piece id is 64 digits of 0-9 a-f, not " + EncodingException.shown(text));
    }
    return new PieceId(Bytes32.parse("0x" + text));
  }

  /**
   * The string form, which is safe as a file name.
   *
   * @return 64 digits of {@code 0-9 a-f}
   */
  public String text() {
    return hash.toString().substring(2);
  }

  @Override
  public int compareTo(PieceId other) {
    return hash.compareTo(other.hash);
  }

  @Override
  public String toString() {
    return text();
  }
}
