package org.depinsdk.core.identity.internal.ed25519;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class ScalarTest {
  private static final BigInteger L = Affine.L;

  /** Numbers of up to 512 bits, with many near a multiple of L or of a limb's end. */
  private static BigInteger wide(RandomGenerator random) {
    byte[] bytes = new byte[64];
    random.nextBytes(bytes);
    BigInteger any = Affine.littleEndian(bytes).shiftRight(random.nextInt(512));
    BigInteger near = BigInteger.valueOf(random.nextInt(7) - 3);
    BigInteger value = switch (random.nextInt(5)) {
      case 0 -> any;
      case 1 -> any.divide(L).multiply(L).add(near);
      case 2 -> BigInteger.TWO.pow(28 * random.nextInt(19)).add(near);
      case 3 -> BigInteger.TWO.pow(512).subtract(BigInteger.ONE.shiftLeft(random.nextInt(512)));
      default -> any.shiftRight(252).shiftLeft(252).add(near);
    };
    return value.signum() < 0 ? value.negate() : value.mod(BigInteger.TWO.pow(512));
  }

  @Test
  void reductionSumDifferenceAndProduct() {
    Property.check(20_000, random -> {
      BigInteger a = wide(random);
      BigInteger b = wide(random);
      Scalar x = Scalar.reduce(Affine.littleEndian(a, 64));
      Scalar y = Scalar.reduce(Affine.littleEndian(b, 64));
      assertThat(Affine.value(x)).isEqualTo(a.mod(L));
      assertThat(Affine.value(x.plus(y))).isEqualTo(a.add(b).mod(L));
      assertThat(Affine.value(x.minus(y))).isEqualTo(a.subtract(b).mod(L));
      assertThat(Affine.value(x.times(y))).isEqualTo(a.multiply(b).mod(L));
    });
  }

  @Test
  void canonicalIsBelowL() {
    for (int i = -300; i < 300; i++) {
      BigInteger value = L.add(BigInteger.valueOf(i));
      assertThat(Scalar.ofCanonical(Affine.littleEndian(value, 32), 0) != null).isEqualTo(i < 0);
    }
    Property.check(5_000, random -> {
      BigInteger value = wide(random).mod(BigInteger.TWO.pow(256));
      byte[] bytes = Affine.littleEndian(value, 32);
      boolean canonical = value.compareTo(L) < 0;
      Scalar scalar = Scalar.ofCanonical(bytes, 0);
      assertThat(scalar != null).isEqualTo(canonical);
      if (scalar != null) {
        assertThat(Affine.value(scalar)).isEqualTo(value);
      }
    });
  }

  @Test
  void sumsOfProductsOfTheLargestAndOfOthers() {
    Property.check(100, random -> {
      int size = random.nextInt(100);
      Scalar.Products products = new Scalar.Products();
      BigInteger expected = BigInteger.ZERO;
      boolean largest = random.nextBoolean();
      for (int i = 0; i < size; i++) {
        Scalar x =
            largest ? Scalar.ofWords(-1, -1) : Scalar.ofWords(random.nextLong(), random.nextLong());
        Scalar y =
            Affine.scalar(largest ? L.subtract(BigInteger.ONE) : wide(random).mod(L));
        products.add(x, y);
        expected = expected.add(Affine.value(x).multiply(Affine.value(y)));
      }
      assertThat(Affine.value(products.sum())).isEqualTo(expected.mod(L));
    });
  }

  @Test
  void wordsMakeANumber() {
    Property.check(2_000, random -> {
      long low = random.nextLong();
      long high = random.nextLong();
      BigInteger expected = new BigInteger(Long.toUnsignedString(high))
          .shiftLeft(64)
          .add(new BigInteger(Long.toUnsignedString(low)));
      assertThat(Affine.value(Scalar.ofWords(low, high))).isEqualTo(expected);
    });
  }

  @Test
  void aScalarIsAFractionOfTwoShortOnes() {
    Property.check(5_000, random -> {
      BigInteger k = wide(random).mod(L);
      HalfScalars half = HalfScalars.of(Affine.scalar(k));
      BigInteger numerator = Affine.value(half.numerator());
      BigInteger denominator = Affine.value(half.denominator());
      assertThat(numerator.bitLength()).isLessThanOrEqualTo(127);
      assertThat(denominator.bitLength()).isLessThanOrEqualTo(127);
      assertThat(denominator.signum()).isPositive();
      BigInteger signed = half.negative() ? denominator.negate() : denominator;
      assertThat(signed.multiply(k).mod(L)).isEqualTo(numerator);
    });
  }

  @Test
  void digitsOfEveryWidthMakeTheNumber() {
    Property.check(3_000, random -> {
      BigInteger value = wide(random).mod(L);
      long[] words = Affine.scalar(value).words();
      for (int width = 2; width <= 8; width++) {
        byte[] digits = Straus.nonAdjacentForm(words, width);
        BigInteger sum = BigInteger.ZERO;
        int last = -width;
        for (int i = 0; i < digits.length; i++) {
          if (digits[i] != 0) {
            assertThat(digits[i] & 1).isOne();
            assertThat(Math.abs(digits[i])).isLessThan(1 << (width - 1));
            assertThat(i - last).isGreaterThanOrEqualTo(width);
            last = i;
            sum = sum.add(BigInteger.valueOf(digits[i]).shiftLeft(i));
          }
        }
        assertThat(sum).isEqualTo(value);
      }
      for (int width = 4; width <= 12; width++) {
        int count = (254 + width - 1) / width;
        short[] digits = new short[count + 1];
        Windows.signed(words, width, digits, 1, 1, count);
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
          assertThat(Math.abs(digits[i + 1])).isLessThanOrEqualTo((short) (1 << (width - 1)));
          sum = sum.add(BigInteger.valueOf(digits[i + 1]).shiftLeft(width * i));
        }
        assertThat(sum).isEqualTo(value);
      }
    });
  }
}
