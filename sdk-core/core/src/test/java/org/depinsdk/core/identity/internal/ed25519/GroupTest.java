package org.depinsdk.core.identity.internal.ed25519;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.depinsdk.testing.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupTest {
  private static final Affine BASE = Affine.of(Base.POINT);

  private static Point copy(Point p) {
    Point copy = new Point();
    copy.set(p);
    return copy;
  }

  @Test
  void basePointIsThatOfRfc8032() {
    assertThat(BASE.x())
        .isEqualTo(new BigInteger(
            "15112221349535400772501151409588531511454012693041857206046113283949847762202"));
    assertThat(BASE.y())
        .isEqualTo(new BigInteger(
            "46316835694926478169428394003475163141307993866256225615783033603165251855960"));
    assertThat(BASE.times(Affine.L)).isEqualTo(Affine.IDENTITY);
  }

  @Test
  void additionDoublingAndSubtractionForEveryPairOfSmallAndLargeOrder() {
    Property.check(60, random -> {
      Group group = new Group();
      Point p = Affine.point(random);
      Point q = random.nextBoolean() ? Affine.point(random) : copy(p);
      group.add(p, Torsion.point(random.nextInt(8)));
      if (random.nextInt(4) == 0) {
        q.setIdentity();
        group.add(q, Torsion.point(random.nextInt(8)));
      }
      Affine a = Affine.of(p);
      Affine b = Affine.of(q);
      Affine minusB = new Affine(b.x().negate().mod(Affine.P), b.y());
      Point r = copy(p);
      group.add(r, q);
      assertThat(Affine.of(r)).isEqualTo(a.plus(b));
      r = copy(p);
      group.subtract(r, q);
      assertThat(Affine.of(r)).isEqualTo(a.plus(minusB));
      assertThat(r.isIdentity()).isEqualTo(a.equals(b));
      group.twice(p, 1);
      assertThat(Affine.of(p)).isEqualTo(a.plus(a));
      long[] entry = new long[Group.PROJECTIVE];
      group.storeProjective(q, entry, 0);
      for (boolean negative : new boolean[] {false, true}) {
        r = copy(p);
        group.addProjective(r, entry, 0, negative);
        assertThat(Affine.of(r)).isEqualTo(a.plus(a).plus(negative ? minusB : b));
      }
      Group.normalize(new Point[] {p, q});
      group.storeAffine(q, entry, 0);
      for (boolean negative : new boolean[] {false, true}) {
        r = copy(p);
        group.addAffine(r, entry, 0, negative);
        assertThat(Affine.of(r)).isEqualTo(a.plus(a).plus(negative ? minusB : b));
        group.twice(r, 1); // T was right
        group.add(r, q);
        assertThat(Affine.of(r))
            .isEqualTo(
                a.plus(a).plus(negative ? minusB : b).times(BigInteger.TWO).plus(b));
      }
    });
  }

  @Test
  void twoDecodedTogetherAreWhatEachIsAlone() {
    Property.check(100, random -> {
      List<byte[]> encodings = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        byte[] bytes = new byte[Point.ENCODED_LENGTH];
        random.nextBytes(bytes);
        encodings.add(random.nextInt(8) == 0 ? Affine.littleEndian(Affine.P, 32) : bytes);
      }
      List<@Nullable Point> points = Point.decodeAll(encodings);
      assertThat(points).hasSize(encodings.size());
      for (int i = 0; i < points.size(); i++) {
        Point alone = Point.decode(encodings.get(i), 0);
        Point together = points.get(i);
        assertThat(together == null).isEqualTo(alone == null);
        if (together != null) {
          assertThat(Affine.of(together)).isEqualTo(Affine.of(Objects.requireNonNull(alone)));
        }
      }
    });
  }

  @Test
  void decodingIsOneToOneAndAgreesWithBouncyCastle() {
    int[] decoded = new int[1];
    Property.check(2_000, random -> {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      Point p = Point.decode(bytes, 0);
      assertThat(p != null).isEqualTo(Ed25519.validatePublicKeyPartial(bytes, 0));
      if (p != null) {
        decoded[0]++;
        assertThat(p.encode()).isEqualTo(bytes);
        Affine a = Affine.of(p);
        BigInteger x2 = a.x().pow(2);
        BigInteger y2 = a.y().pow(2);
        assertThat(y2.subtract(x2).mod(Affine.P))
            .isEqualTo(BigInteger.ONE.add(Affine.D.multiply(x2).multiply(y2)).mod(Affine.P));
      }
    });
    assertThat(decoded[0]).isBetween(900, 1100);
  }

  @Test
  void noPointHasASecondEncoding() {
    for (int i = 0; i < 19; i++) {
      for (int sign = 0; sign < 256; sign += 128) {
        byte[] bytes = Affine.littleEndian(Affine.P.add(BigInteger.valueOf(i)), 32);
        bytes[31] |= (byte) sign;
        assertThat(Point.decode(bytes, 0)).isNull();
      }
    }
    for (BigInteger y : new BigInteger[] {BigInteger.ONE, Affine.P.subtract(BigInteger.ONE)}) {
      byte[] bytes = Affine.littleEndian(y, 32);
      assertThat(Point.decode(bytes, 0)).isNotNull();
      bytes[31] |= (byte) 0x80;
      assertThat(Point.decode(bytes, 0)).isNull();
    }
  }

  @Test
  void everyMultiplicationGivesTheSame() {
    Property.check(25, random -> {
      Group group = new Group();
      BigInteger small = BigInteger.valueOf(random.nextInt(3));
      Scalar x = random.nextInt(4) == 0 ? Affine.scalar(small) : Affine.scalar(random);
      Scalar y = random.nextInt(4) == 0
          ? Affine.scalar(small.subtract(BigInteger.ONE))
          : Affine.scalar(random);
      Point p = Affine.point(random);
      Affine expected = Affine.of(p).times(Affine.value(x)).plus(BASE.times(Affine.value(y)));
      assertThat(Affine.of(Comb.sum(group, Comb.of(p), x, Base.COMB, y))).isEqualTo(expected);
      Straus straus = new Straus(group);
      straus.add(p, x, false);
      straus.addBase(y);
      assertThat(Affine.of(straus.sum())).isEqualTo(expected);
      straus = new Straus(group);
      straus.add(p, Scalar.ZERO.minus(x), true);
      straus.add(Base.POINT, y, false);
      assertThat(Affine.of(straus.sum())).isEqualTo(expected);
    });
  }

  @Test
  void bucketsGiveTheSameAsTablesForEverySize() {
    Property.check(12, random -> {
      Group group = new Group();
      int n = 1 << random.nextInt(12);
      Straus straus = new Straus(group);
      Pippenger pippenger = new Pippenger(group, n, n);
      for (int i = 0; i < n; i++) {
        Point p = Affine.point(random);
        Scalar x = Affine.scalar(random);
        straus.add(p, x, false);
        pippenger.add(p, x);
        Scalar z = Scalar.ofWords(random.nextLong(), -1L);
        straus.add(p, z, false);
        pippenger.addShort(p, z);
      }
      assertThat(Affine.of(pippenger.sum())).isEqualTo(Affine.of(straus.sum()));
    });
    assertThat(new Pippenger(new Group(), 4, 4).sum().isIdentity()).isTrue();
  }

  @Test
  void torsionPointsHaveTheirOrders() {
    for (int i = 0; i < 8; i++) {
      Affine p = Affine.of(Torsion.point(i));
      assertThat(p).isEqualTo(Affine.of(Torsion.point(1)).times(BigInteger.valueOf(i)));
      assertThat(p.times(BigInteger.valueOf(8))).isEqualTo(Affine.IDENTITY);
      assertThat(
              Objects.requireNonNull(Point.decode(Torsion.point(i).encode(), 0)).encode())
          .isEqualTo(Torsion.point(i).encode());
    }
    assertThat(Affine.of(Torsion.point(4)).y()).isEqualTo(Affine.P.subtract(BigInteger.ONE));
  }
}
