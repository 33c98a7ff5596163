package org.depinsdk.core.identity.internal.ed25519;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class FeTest {
  private static final BigInteger P = Affine.P;

  /** The largest limb that a product takes: a tight one doubled, plus 2p, plus a tight one. */
  private static final long LARGEST = (1L << 53) + (1L << 51) + 3 * (1L << 14);

  private static final long[] BOUNDARIES = {
    0,
    1,
    18,
    19,
    20,
    Fe.MASK - 19,
    Fe.MASK - 18,
    Fe.MASK - 1,
    Fe.MASK,
    1L << 51,
    (1L << 51) + (1L << 14) - 1
  };

  private static Fe limbs(RandomGenerator random, boolean tight) {
    long[] limbs = new long[Fe.LIMBS];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = switch (random.nextInt(3)) {
        case 0 -> BOUNDARIES[random.nextInt(BOUNDARIES.length)];
        case 1 -> random.nextLong(Fe.MASK);
        default -> tight ? (1L << 51) + random.nextLong(1L << 14) : LARGEST - random.nextLong(3);
      };
    }
    Fe fe = new Fe();
    fe.load(limbs, 0);
    return fe;
  }

  private static void assertTight(Fe fe) {
    long[] limbs = new long[Fe.LIMBS];
    fe.store(limbs, 0);
    for (long limb : limbs) {
      assertThat(limb).isBetween(0L, (1L << 51) + (1L << 14) - 1);
    }
  }

  @Test
  void productsAndSquaresOfTheLargestAndOfBoundaryLimbs() {
    Property.check(20_000, random -> {
      Fe x = limbs(random, false);
      Fe y = limbs(random, false);
      Fe z = new Fe();
      z.mul(x, y);
      assertTight(z);
      assertThat(Affine.value(z))
          .isEqualTo(Affine.value(x).multiply(Affine.value(y)).mod(P));
      z.square(x);
      assertTight(z);
      assertThat(Affine.value(z)).isEqualTo(Affine.value(x).pow(2).mod(P));
      y.mul(y, y);
      Fe same = new Fe();
      same.set(x);
      same.mul(same, y);
      z.mul(y, x);
      assertThat(Affine.value(same)).isEqualTo(Affine.value(z));
    });
    Fe largest = new Fe();
    largest.load(new long[] {LARGEST, LARGEST, LARGEST, LARGEST, LARGEST}, 0);
    Fe z = new Fe();
    z.mul(largest, largest);
    assertTight(z);
    assertThat(Affine.value(z)).isEqualTo(Affine.value(largest).pow(2).mod(P));
    z.square(largest);
    assertTight(z);
    assertThat(Affine.value(z)).isEqualTo(Affine.value(largest).pow(2).mod(P));
  }

  @Test
  void sumsDifferencesAndEncodings() {
    Property.check(5_000, random -> {
      Fe x = limbs(random, true);
      Fe y = limbs(random, true);
      Fe z = new Fe();
      z.add(x, y);
      BigInteger sum = Affine.value(x).add(Affine.value(y)).mod(P);
      assertThat(Affine.value(z)).isEqualTo(sum);
      assertThat(Affine.littleEndian(z.toBytes())).isEqualTo(sum);
      assertThat(z.isOdd()).isEqualTo(sum.testBit(0));
      assertThat(z.isZero()).isEqualTo(sum.signum() == 0);
      z.sub(x, y);
      BigInteger difference = Affine.value(x).subtract(Affine.value(y)).mod(P);
      assertThat(Affine.value(z)).isEqualTo(difference);
      assertThat(Affine.littleEndian(z.toBytes())).isEqualTo(difference);
      z.sub(x, x);
      assertThat(z.isZero()).isTrue();
    });
  }

  @Test
  void readsEveryNumberAroundP() {
    for (int i = -30; i < 19; i++) {
      BigInteger value = P.add(BigInteger.valueOf(i));
      Fe fe = new Fe();
      fe.setBytes(Affine.littleEndian(value, 32), 0);
      assertThat(fe.isBelowP()).as("p + %d", i).isEqualTo(i < 0);
      assertThat(Affine.littleEndian(fe.toBytes())).isEqualTo(value.mod(P));
      assertThat(fe.isZero()).isEqualTo(i == 0);
    }
  }

  @Test
  void powers() {
    BigInteger p58 = P.subtract(BigInteger.valueOf(5)).shiftRight(3);
    Property.check(300, random -> {
      Fe x = limbs(random, true);
      Fe z = new Fe();
      z.powP58(x);
      assertThat(Affine.value(z)).isEqualTo(Affine.value(x).modPow(p58, P));
      z.invert(x);
      assertThat(Affine.value(z)).isEqualTo(Affine.value(x).modPow(P.subtract(BigInteger.TWO), P));
      x.invert(x);
      assertThat(Affine.value(x)).isEqualTo(Affine.value(z));
      Fe y = limbs(random, false);
      Fe square = new Fe();
      square.set(y);
      z.set(x);
      Fe.squareBoth(z, square, 2);
      assertTight(z);
      assertTight(square);
      assertThat(Affine.value(z)).isEqualTo(Affine.value(x).pow(4).mod(P));
      assertThat(Affine.value(square)).isEqualTo(Affine.value(y).pow(4).mod(P));
    });
  }

  @Test
  void constants() {
    assertThat(Affine.value(Fe.D)).isEqualTo(Affine.D);
    assertThat(Affine.value(Fe.D2)).isEqualTo(Affine.D.shiftLeft(1).mod(P));
    assertThat(Affine.value(Fe.SQRT_M1))
        .isEqualTo(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P));
    assertThat(Affine.value(Fe.SQRT_M1).pow(2).mod(P)).isEqualTo(P.subtract(BigInteger.ONE));
  }
}
