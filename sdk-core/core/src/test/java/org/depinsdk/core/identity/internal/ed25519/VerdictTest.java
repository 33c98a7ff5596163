package org.depinsdk.core.identity.internal.ed25519;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.depinsdk.core.identity.Ed25519Key;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static void assertVerdicts(List<Crafted.Case> cases, boolean singly) {
    BatchVerifier batch = new BatchVerifier(new SecureRandom());
    cases.forEach(c -> batch.add(c.key(), c.message(), c.signature()));
    boolean[] verdicts = batch.verify();
    assertThat(verdicts).hasSize(cases.size());
    for (int i = 0; i < verdicts.length; i++) {
      Crafted.Case c = cases.get(i);
      assertThat(verdicts[i]).as("%s in a batch", c.what()).isEqualTo(c.valid());
      if (singly) {
        assertThat(c.key().verify(c.message(), c.signature())).as(c.what()).isEqualTo(c.valid());
      }
    }
  }

  @Test
  void everyCraftedSignatureGetsTheSameVerdictAloneWithATableAndInABatch() {
    int[] combs = new int[1];
    Property.check(40, random -> {
      Crafted[] devices = new Crafted[1 + random.nextInt(6)];
      for (int i = 0; i < devices.length; i++) {
        devices[i] = new Crafted(random);
      }
      int ordinary = random.nextInt(101);
      List<Crafted.Case> cases = new ArrayList<>();
      int size = random.nextInt(150);
      for (int i = 0; i < size; i++) {
        cases.add(devices[random.nextInt(devices.length)].any(ordinary));
      }
      assertVerdicts(cases, true);
      for (Crafted device : devices) {
        combs[0] += device.key().hasComb() ? 1 : 0;
      }
    });
    assertThat(combs[0]).as("keys that came to have a table").isGreaterThan(30);
  }

  @Test
  void largeBatchesFindEveryInvalidSignature() {
    Property.check(4, random -> {
      List<Crafted.Case> cases = new ArrayList<>();
      int size = random.nextInt(200, 700);
      for (int i = 0; i < size; i++) {
        Crafted device = new Crafted(random);
        cases.add(random.nextInt(100) == 0 ? device.any(0) : device.valid());
      }
      assertVerdicts(cases, false);
    });
  }

  @Test
  void aBatchThatIsLargerThanOneEquation() throws Exception {
    Crafted device = new Crafted(Property.random(1));
    Crafted.Case valid = device.valid();
    Crafted.Case invalid = device.mutated();
    List<Crafted.Case> cases = new ArrayList<>();
    for (int i = 0; i < BatchVerifier.MAX_BATCH + 10; i++) {
      cases.add(i == 5 || i == BatchVerifier.MAX_BATCH + 9 ? invalid : valid);
    }
    assertVerdicts(cases, false);
  }

  @Test
  void signaturesWhoseErrorsCancelAreStillInvalid() throws Exception {
    // S of one is raised and S of another lowered by the same: a sum without random factors would
    // hold
    Crafted device = new Crafted(Property.random(2));
    for (int size : new int[] {2, 8, 64, 300}) {
      List<Crafted.Case> cases = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Crafted.Case c = device.valid();
        Scalar s = Objects.requireNonNull(Scalar.ofCanonical(c.signature(), 32));
        Scalar one = Scalar.ofWords(1, 0);
        Scalar wrong = i % 2 == 0 ? s.plus(one) : s.minus(one);
        System.arraycopy(Affine.bytes(wrong), 0, c.signature(), 32, 32);
        cases.add(new Crafted.Case("cancels", c.key(), c.message(), c.signature(), false));
      }
      assertVerdicts(cases, false);
    }
  }

  @Test
  void agreesWithBouncyCastleOnOrdinarySignatures() {
    int[] valid = new int[1];
    Property.check(200, random -> {
      Crafted device = new Crafted(random);
      Ed25519.PublicPoint point =
          Objects.requireNonNull(Ed25519.validatePublicKeyFullExport(device.encoded(), 0));
      for (int i = 0; i < 20; i++) {
        Crafted.Case c = random.nextInt(3) == 0 ? device.mutated() : device.valid();
        boolean expected =
            Ed25519.verify(c.signature(), 0, point, c.message(), 0, c.message().length);
        assertThat(device.key().verify(c.message(), c.signature())).isEqualTo(expected);
        valid[0] += expected ? 1 : 0;
      }
    });
    assertThat(valid[0]).isBetween(2_400, 2_900);
  }

  @Test
  void emptyBatch() {
    assertThat(new BatchVerifier(new SecureRandom()).verify()).isEmpty();
  }

  @Test
  void aKeyIsAPoint() {
    assertThat(VerifyingKey.parse(new byte[31])).isNull();
    byte[] two = new byte[32];
    two[0] = 2;
    assertThat(Ed25519.validatePublicKeyPartial(two, 0)).isFalse();
    assertThat(VerifyingKey.parse(two)).isNull();
  }

  /** Points of every coset of the prime-order group, by Bouncy Castle's multiplication by L. */
  @Test
  void theOrderOfAKeyIsThatWhichBouncyCastleFinds() {
    Group group = new Group();
    Property.check(40, random -> {
      Point large = Affine.point(random);
      for (int n = 0; n < 8; n++) {
        Point mixed = new Point();
        mixed.set(large);
        group.add(mixed, Torsion.point(n));
        byte[] encoded = mixed.encode();
        assertThat(Ed25519.validatePublicKeyFull(encoded, 0)).isEqualTo(n == 0);
        assertThat(VerifyingKey.parse(encoded) != null).as("coset %d", n).isEqualTo(n == 0);
      }
    });
    for (int n = 0; n < 8; n++) {
      assertThat(VerifyingKey.parse(Torsion.point(n).encode()))
          .as("order of %d", n)
          .isNull();
    }
    int[] keys = new int[1];
    Property.check(2_000, random -> {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      boolean valid = Ed25519.validatePublicKeyFull(bytes, 0);
      assertThat(VerifyingKey.parse(bytes) != null).isEqualTo(valid);
      keys[0] += valid ? 1 : 0;
    });
    assertThat(keys[0]).as("one in sixteen").isBetween(80, 170);
  }

  /** A key with a part of small order: a check that only looks for the points of small order takes it. */
  @Test
  void keysOfMixedOrderAreRefused() throws Exception {
    Group group = new Group();
    Property.check(8, random -> {
      byte[] good = Affine.point(random).encode();
      assertThat(Ed25519Key.of(good).encoded()).isEqualTo(good);
      for (int n = 1; n < 8; n++) {
        Point mixed = Objects.requireNonNull(Point.decode(good, 0));
        group.add(mixed, Torsion.point(n));
        Group.normalize(new Point[] {mixed});
        byte[] encoded = mixed.encode();
        assertThat(Ed25519.validatePublicKeyPartial(encoded, 0)).isTrue();
        assertThatThrownBy(() -> Ed25519Key.of(encoded)).isInstanceOf(InvalidKeyException.class);
      }
    });
  }
}
