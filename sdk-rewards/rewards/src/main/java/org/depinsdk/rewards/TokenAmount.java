package org.depinsdk.rewards;

import java.math.BigInteger;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * An amount of one token in its base units (wei, bones, satoshi): an unsigned 256-bit whole number, as EVM's {@code
 * uint256}. Immutable and exact; nothing rounds unless its name says so.
 *
 * <p>The text form is the decimal number of base units. {@link Token} knows the decimals and writes amounts for people.
 */
public final class TokenAmount implements Comparable<TokenAmount> {
  /** Bits of the largest amount. */
  public static final int BITS = 256;
  /** No tokens. */
  public static final TokenAmount ZERO = new TokenAmount(0, 0, 0, 0);
  /** The largest amount, 2 to the power of 256, less 1. */
  public static final TokenAmount MAX = new TokenAmount(-1, -1, -1, -1);

  private static final int MAX_DIGITS = 78;

  // Four unsigned 64-bit limbs, the lowest first. Half the memory of a BigInteger, which counts in
  // large epochs.
  private final long limb0;
  private final long limb1;
  private final long limb2;
  private final long limb3;

  private TokenAmount(long limb0, long limb1, long limb2, long limb3) {
    this.limb0 = limb0;
    this.limb1 = limb1;
    this.limb2 = limb2;
    this.limb3 = limb3;
  }

  /**
   * An amount.
   *
   * @param baseUnits 0 or more
   * @return the amount
   * @throws IllegalArgumentException if it is below zero
   */
  public static TokenAmount of(long baseUnits) {
    if (baseUnits < 0) {
      throw new IllegalArgumentException("a token amount is 0 or more, not " + baseUnits);
    }
    return baseUnits == 0 ? ZERO : new TokenAmount(baseUnits, 0, 0, 0);
  }

  /**
   * An amount.
   *
   * @param baseUnits 0 to {@link #MAX}
   * @return the amount
   * @throws IllegalArgumentException if it is below zero or above {@link #MAX}
   */
  public static TokenAmount of(BigInteger baseUnits) {
    if (baseUnits.signum() < 0 || baseUnits.bitLength() > BITS) {
      throw new IllegalArgumentException("a token amount is 0 to 2^256-1, not "
          + (baseUnits.bitLength() > 1024
              ? "a number of " + baseUnits.bitLength() + " bits"
              : baseUnits));
    }
    long low = baseUnits.longValue();
    if (baseUnits.bitLength() <= 64) {
      return low == 0 ? ZERO : new TokenAmount(low, 0, 0, 0);
    }
    return new TokenAmount(
        low,
        baseUnits.shiftRight(64).longValue(),
        baseUnits.shiftRight(128).longValue(),
        baseUnits.shiftRight(192).longValue());
  }

  /**
   * Reads the text form.
   *
   * @param text 1 to 78 decimal digits without sign, spaces or leading zeros
   * @return the amount
   * @throws EncodingException if the text is anything else
   */
  public static TokenAmount parse(String text) throws EncodingException {
    boolean digits = !text.isEmpty() && text.length() <= MAX_DIGITS;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
      throw new EncodingException(
          "a token amount is a whole number of base units such as 2500000, not "
              + EncodingException.shown(text));
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > BITS) {
      throw new EncodingException("a token amount is at most 2^256-1, not " + text);
    }
    return of(value);
  }

  /**
   * The sum.
   *
   * @param other any amount
   * @return this and the other
   * @throws ArithmeticException if the sum is above {@link #MAX}
   */
  public TokenAmount plus(TokenAmount other) {
    long r0 = limb0 + other.limb0;
    long carry = Long.compareUnsigned(r0, limb0) < 0 ? 1 : 0;
    long r1 = limb1 + other.limb1 + carry;
    carry = carryOf(limb1, r1, carry);
    long r2 = limb2 + other.limb2 + carry;
    carry = carryOf(limb2, r2, carry);
    long r3 = limb3 + other.limb3 + carry;
    if (carryOf(limb3, r3, carry) != 0) {
      throw new ArithmeticException(this + " + " + other + " is above 2^256-1");
    }
    return new TokenAmount(r0, r1, r2, r3);
  }

  /**
   * The difference.
   *
   * @param other at most this amount
   * @return this without the other
   * @throws ArithmeticException if the other is more
   */
  public TokenAmount minus(TokenAmount other) {
    if (compareTo(other) < 0) {
      throw new ArithmeticException(this + " - " + other + " is below zero");
    }
    long r0 = limb0 - other.limb0;
    long borrow = Long.compareUnsigned(limb0, other.limb0) < 0 ? 1 : 0;
    long r1 = limb1 - other.limb1 - borrow;
    borrow = borrowOf(limb1, other.limb1, borrow);
    long r2 = limb2 - other.limb2 - borrow;
    borrow = borrowOf(limb2, other.limb2, borrow);
    long r3 = limb3 - other.limb3 - borrow;
    return new TokenAmount(r0, r1, r2, r3);
  }

  /**
   * The difference, or zero where the other amount is more.
   *
   * @param other any amount
   * @return this without the other, at least zero
   */
  public TokenAmount minusOrZero(TokenAmount other) {
    return compareTo(other) <= 0 ? ZERO : minus(other);
  }

  /**
   * The product.
   *
   * @param factor 0 or more
   * @return this so many times
   * @throws ArithmeticException if the product is above {@link #MAX}
   */
  public TokenAmount times(long factor) {
    if (factor < 0) {
      throw new IllegalArgumentException(
          "a token amount is multiplied by 0 or more, not " + factor);
    }
    if (isSmall() && Math.multiplyHigh(limb0, factor) == 0 && limb0 * factor >= 0) {
      return of(limb0 * factor);
    }
    return checked(toBigInteger().multiply(BigInteger.valueOf(factor)));
  }

  /**
   * Multiplies, then divides, then rounds down: no digit is lost in between.
   *
   * @param factor 0 or more
   * @param divisor 1 or more
   * @return the whole part of this times factor by divisor
   * @throws ArithmeticException if the result is above {@link #MAX}
   */
  public TokenAmount mulDiv(long factor, long divisor) {
    if (factor < 0 || divisor < 1) {
      throw new IllegalArgumentException(
          "mulDiv needs a factor of 0 or more and a divisor of 1 or more, not " + factor + " and "
              + divisor);
    }
    if (isSmall() && Math.multiplyHigh(limb0, factor) == 0 && limb0 * factor >= 0) {
      return of(limb0 * factor / divisor);
    }
    return mulDiv(BigInteger.valueOf(factor), BigInteger.valueOf(divisor));
  }

  /**
   * Multiplies, then divides, then rounds down: no digit is lost in between.
   *
   * @param factor 0 or more
   * @param divisor 1 or more
   * @return the whole part of this times factor by divisor
   * @throws ArithmeticException if the result is above {@link #MAX}
   */
  public TokenAmount mulDiv(BigInteger factor, BigInteger divisor) {
    if (factor.signum() < 0 || divisor.signum() <= 0) {
      throw new IllegalArgumentException(
          "mulDiv needs a factor of 0 or more and a divisor of 1 or more, not " + factor + " and "
              + divisor);
    }
    return checked(toBigInteger().multiply(factor).divide(divisor));
  }

  /**
   * The smaller of two amounts.
   *
   * @param other any amount
   * @return this or the other
   */
  public TokenAmount min(TokenAmount other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /**
   * The larger of two amounts.
   *
   * @param other any amount
   * @return this or the other
   */
  public TokenAmount max(TokenAmount other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /**
   * Whether this is no tokens at all.
   *
   * @return true for zero
   */
  public boolean isZero() {
    return (limb0 | limb1 | limb2 | limb3) == 0;
  }

  /**
   * The amount as a number.
   *
   * @return base units, 0 or more
   */
  public BigInteger toBigInteger() {
    return isSmall() ? BigInteger.valueOf(limb0) : new BigInteger(1, toBytes());
  }

  /**
   * The amount as EVM's {@code uint256}.
   *
   * @return 32 bytes, the highest first
   */
  public byte[] toBytes() {
    byte[] bytes = new byte[32];
    putBytes(bytes, 0);
    return bytes;
  }

  /**
   * Writes {@link #toBytes()} into a larger array.
   *
   * @param target where to
   * @param offset index of the first of 32 bytes
   */
  public void putBytes(byte[] target, int offset) {
    put(limb3, target, offset);
    put(limb2, target, offset + 8);
    put(limb1, target, offset + 16);
    put(limb0, target, offset + 24);
  }

  @Override
  public int compareTo(TokenAmount other) {
    int order = Long.compareUnsigned(limb3, other.limb3);
    order = order != 0 ? order : Long.compareUnsigned(limb2, other.limb2);
    order = order != 0 ? order : Long.compareUnsigned(limb1, other.limb1);
    return order != 0 ? order : Long.compareUnsigned(limb0, other.limb0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenAmount a
        && limb0 == a.limb0
        && limb1 == a.limb1
        && limb2 == a.limb2
        && limb3 == a.limb3;
  }

  @Override
  public int hashCode() {
    long mixed = limb0 + 31 * (limb1 + 31 * (limb2 + 31 * limb3));
    return Long.hashCode(mixed);
  }

  /** The text form: base units in decimal. */
  @Override
  public String toString() {
    return isSmall() ? Long.toString(limb0) : toBigInteger().toString();
  }

  private boolean isSmall() {
    return limb0 >= 0 && (limb1 | limb2 | limb3) == 0;
  }

  private TokenAmount checked(BigInteger value) {
    if (value.bitLength() > BITS) {
      throw new ArithmeticException("the result from " + this + " is above 2^256-1");
    }
    return of(value);
  }

  private static long carryOf(long left, long sum, long carryIn) {
    int order = Long.compareUnsigned(sum, left);
    return order < 0 || (order == 0 && carryIn == 1) ? 1 : 0;
  }

  private static long borrowOf(long left, long right, long borrowIn) {
    int order = Long.compareUnsigned(left, right);
    return order < 0 || (order == 0 && borrowIn == 1) ? 1 : 0;
  }

  private static void put(long limb, byte[] target, int offset) {
    for (int i = 0; i < 8; i++) {
      target[offset + i] = (byte) (limb >>> (56 - 8 * i));
    }
  }
}
