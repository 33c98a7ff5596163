package org.depinsdk.core.report;

import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Names a kind of proof and the version of its rules, as reports, policies and bundles have it.
 *
 * @param text for example {@code uptime/1}: a name of 1 to 40 of {@code a-z 0-9 . -}, a slash, a version from 1 to 9999
 */
public record ProofKind(String text) implements Comparable<ProofKind> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9.-]{0,39}/[1-9][0-9]{0,3}");

  /** Checks the form. */
  public ProofKind {
    if (!FORM.matcher(text).matches()) {
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

  @Override
  public int compareTo(ProofKind other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
