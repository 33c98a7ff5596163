package org.depinsdk.core.identity;

import org.depinsdk.core.encoding.AsciiSet;

/**
 * What a signature is for: one network, one purpose, one version. A signature made in one domain verifies in no other.
 *
 * @param network the network's name: 1 to 64 of {@code a-z 0-9 . -}, starting with a letter or digit
 * @param purpose for example {@code report}; the same alphabet
 * @param version of the payload's format, 1 or more
 */
public record Domain(String network, String purpose, int version) {
  private static final AsciiSet FIRST = AsciiSet.of("a-z0-9");
  private static final AsciiSet NEXT = AsciiSet.of("a-z0-9.-");
  private static final int MAX_LENGTH = 64;

  /** Checks the names. */
  public Domain {
    checkName("network", network);
    checkName("purpose", purpose);
    if (version < 1) {
      throw new IllegalArgumentException("version must be 1 or more, not " + version);
    }
  }

  /**
   * Whether a text can be a network's or purpose's name.
   *
   * @param name any text
   * @return true for 1 to 64 characters of the allowed alphabet
   */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && FIRST.has(name.charAt(0))
        && NEXT.hasAll(name, 1);
  }

  /**
   * The domain as a DSSE payload type, which is part of the signed bytes.
   *
   * @return for example {@code application/vnd.depinsdk.report.v1;network=wifi-demo}
   */
  public String payloadType() {
    return "application/vnd.depinsdk." + purpose + ".v" + version + ";network=" + network;
  }

  private static void checkName(String field, String value) {
    if (!isName(value)) {
      throw new IllegalArgumentException(
          field + " must be 1 to 64 of a-z 0-9 . - and start with a letter or digit, not \"" + value
              + "\"");
    }
  }
}
