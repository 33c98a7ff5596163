package org.depinsdk.core.encoding;

/**
 * A set of ASCII characters. Ids are checked with it instead of with regular expressions, because they are made for each report, and
 * an expression takes several times as long.
 *
 * <pre>{@code
 * import org.depinsdk.core.encoding.AsciiSet;
 *
 * AsciiSet base32 = AsciiSet.of("a-z2-7");
 * boolean id = base32.hasAll("dev-abc", 4);
 * }</pre>
 */
public final class AsciiSet {
  private static final int HALF = Long.SIZE;

  private final long low;
  private final long high;

  private AsciiSet(long low, long high) {
    this.low = low;
    this.high = high;
  }

  /**
   * The characters of a list.
   *
   * @param characters ASCII characters and ranges such as {@code a-z}; a {@code -} stands for itself at the end
   * @return the set
   * @throws IllegalArgumentException if a character is not ASCII
   */
  public static AsciiSet of(String characters) {
    long[] bits = new long[2];
    for (int i = 0; i < characters.length(); i++) {
      char first = characters.charAt(i);
      boolean range = i + 2 < characters.length() && characters.charAt(i + 1) == '-';
      char last = range ? characters.charAt(i + 2) : first;
      if (last >= 2 * HALF) {
        throw new IllegalArgumentException("not ASCII: " + EncodingException.shown(characters));
      }
      for (char c = first; c <= last; c++) {
        bits[c / HALF] |= 1L << c % HALF;
      }
      i += range ? 2 : 0;
    }
    return new AsciiSet(bits[0], bits[1]);
  }

  /**
   * Looks for a character.
   *
   * @param c any character
   * @return whether the set has it
   */
  public boolean has(char c) {
    return c < 2 * HALF && ((c < HALF ? low : high) >>> c & 1) == 1;
  }

  /**
   * Looks for the characters of a string.
   *
   * @param string any string
   * @param from where to begin
   * @return whether the set has all from there on
   */
  public boolean hasAll(String string, int from) {
    for (int i = from; i < string.length(); i++) {
      if (!has(string.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
