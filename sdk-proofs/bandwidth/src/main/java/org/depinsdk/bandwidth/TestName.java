package org.depinsdk.bandwidth;

import java.util.Comparator;
import java.util.regex.Pattern;
import org.depinsdk.proofs.Fields;

/**
 * Which test, of all tests of a link in an epoch.
 *
 * @param link the link's name: a device's id if the device is alone on it, else 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param number its number in the epoch, 0 to {@value #MAX_NUMBER}
 * @param direction which way the traffic goes
 */
public record TestName(String link, int number, Direction direction)
    implements Comparable<TestName> {
  /** Highest number of a test in an epoch. */
  public static final int MAX_NUMBER = 9_999;

  private static final Pattern LINK = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Comparator<TestName> ORDER = Comparator.comparing(TestName::link)
      .thenComparingInt(TestName::number)
      .thenComparing(TestName::direction);

  /** Checks the ranges. */
  public TestName {
    Fields.check(isLink(link), "link", link, "1 to 64 of A-Z a-z 0-9 . _ -");
    Fields.range("number", number, 0, MAX_NUMBER);
  }

  static boolean isLink(String text) {
    return LINK.matcher(text).matches();
  }

  @Override
  public int compareTo(TestName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return link + "/" + number + "/" + direction;
  }
}
