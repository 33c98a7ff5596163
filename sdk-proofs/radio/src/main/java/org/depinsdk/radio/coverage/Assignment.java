package org.depinsdk.radio.coverage;

import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/**
 * What data sets say about a cell: how many people pass, what the land is, whether it is in a city, and whether a service
 * provider wants it. Each is A, B or C, A the best (HIP-103 and after).
 *
 * @param text three letters for footfall, land type and urbanisation, and a fourth where a service provider decided
 */
public record Assignment(String text) {
  private static final Pattern FORM = Pattern.compile("[ABC]{3,4}");

  /** Best in everything. */
  public static final Assignment BEST = new Assignment("AAA");

  /** Checks the form. */
  public Assignment {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "an assignment is 3 or 4 letters A, B or C, not " + EncodingException.shown(text));
    }
  }

  /**
   * What is left of a cell's points: HRP-20250409's table.
   *
   * @return 10<sup>-4</sup>
   */
  public int multiplierE4() {
    char footfall = text.charAt(0);
    char urban = text.charAt(2);
    if (text.length() == 4 && text.charAt(3) == 'A') {
      return 10_000;
    }
    if (urban == 'C') {
      return 0;
    }
    if (footfall == 'A') {
      return 10_000;
    }
    if (footfall == 'C') {
      return 300;
    }
    return urban == 'A' ? 7_000 : 5_000;
  }
}
