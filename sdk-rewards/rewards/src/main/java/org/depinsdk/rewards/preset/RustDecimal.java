package org.depinsdk.rewards.preset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The arithmetic of Rust's {@code rust_decimal} 1.x, in which Helium's oracles compute amounts: a whole number of at most 96
 * bits and at most 28 decimals. A product or quotient keeps as many decimals as fit, rounded half to even.
 */
final class RustDecimal {
  private static final int MAX_SCALE = 28;
  private static final int MAX_BITS = 96;

  private RustDecimal() {}

  static BigDecimal of(BigInteger whole) {
    return fit(new BigDecimal(whole));
  }

  static BigDecimal multiply(BigDecimal a, BigDecimal b) {
    return fit(a.multiply(b));
  }

  static BigDecimal divide(BigDecimal a, BigDecimal b) {
    for (int scale = MAX_SCALE; scale >= 0; scale--) {
      BigDecimal quotient = a.divide(b, scale, RoundingMode.HALF_EVEN);
      if (fits(quotient)) {
        return quotient;
      }
    }
    throw tooLarge(a + " / " + b);
  }

  private static BigDecimal fit(BigDecimal exact) {
    for (int scale = Math.min(MAX_SCALE, exact.scale()); scale >= 0; scale--) {
      BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_EVEN);
      if (fits(rounded)) {
        return rounded;
      }
    }
    throw tooLarge(exact.toPlainString());
  }

  private static boolean fits(BigDecimal value) {
    return value.unscaledValue().bitLength() <= MAX_BITS;
  }

  private static IllegalArgumentException tooLarge(String what) {
    return new IllegalArgumentException(
        "amounts of Helium's oracles are below 2^96, which " + what + " is not");
  }
}
