package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;

/**
 * A fraction of 0 or more, as it is written; 1/2 and 2/4 are different.
 *
 * @param numerator 0 or more, below 2^256
 * @param denominator 1 or more, below 2^256
 */
public record Fraction(BigInteger numerator, BigInteger denominator) {
  /** Its form in policy files, such as {@code 85/100}. */
  public static final Form<Fraction> FORM = Forms.named(
      "fraction",
      () -> Forms.parsed(
          "a fraction such as 85/100",
          Pattern.compile("[0-9]{1,77}/[0-9]{1,77}"),
          text -> {
            int slash = text.indexOf('/');
            return new Fraction(
                new BigInteger(text.substring(0, slash)),
                new BigInteger(text.substring(slash + 1)));
          },
          of(0, 1)));

  /** Checks the numbers. */
  public Fraction {
    if (numerator.signum() < 0
        || denominator.signum() <= 0
        || numerator.bitLength() > TokenAmount.BITS
        || denominator.bitLength() > TokenAmount.BITS) {
      throw new IllegalArgumentException(
          "a fraction has a numerator of 0 or more and a denominator of 1 or more below 2^256, not "
              + numerator + "/" + denominator);
    }
  }

  /**
   * A fraction of small numbers.
   *
   * @param numerator 0 or more
   * @param denominator 1 or more
   * @return the fraction
   */
  public static Fraction of(long numerator, long denominator) {
    return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /** Whether it is above another. */
  boolean isAbove(Fraction other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator))
        > 0;
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
