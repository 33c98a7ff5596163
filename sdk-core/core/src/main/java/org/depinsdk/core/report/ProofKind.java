package org.depinsdk.core.report;

import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Names a kind of proof and the version of its rules, as reports, policies and bundles have it.
 *
 * @param text for example {@code uptime/1}: a name of 1 to 40 of {@code a-z 0-9 . -}, a slash, a version from 1 to 9999
 */
public record ProofKind(String text) implements Comparable<ProofKind> {
  private static final AsciiSet LETTERS = AsciiSet.of("a-z");
  private static final AsciiSet NAME = AsciiSet.of("a-z0-9.-");
  private static final AsciiSet DIGITS = AsciiSet.of("0-9");
  private static final int MAX_NAME = 40;
  private static final int MAX_DIGITS = 4;

  /** Checks the form. */
  public ProofKind {
    if (!isKind(text)) {
      throw new IllegalArgumentException(
          "a proof kind is a name, a slash and a version such as uptime/1, not "
              + EncodingException.shown(text));
    }
  }

  /**
   * Reads a kind.
   *
   * @param text the text form
   * @return the kind
   * @throws EncodingException if the text is not a proof kind
   */
  public static ProofKind parse(String text) throws EncodingException {
    try {
      return new ProofKind(text);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static boolean isKind(String text) {
    int slash = text.indexOf('/');
    int digits = text.length() - slash - 1;
    return slash >= 1
        && slash <= MAX_NAME
        && digits >= 1
        && digits <= MAX_DIGITS
        && LETTERS.has(text.charAt(0))
        && NAME.hasAll(text.substring(0, slash), 1)
        && text.charAt(slash + 1) != '0'
        && DIGITS.hasAll(text, slash + 1);
  }

  @Override
  public int compareTo(ProofKind other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
