package org.depinsdk.core.identity.internal.ed25519;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A secret key that can sign as nobody should, and the verdict that each signature must get. */
final class Crafted {
  /**
   * A signature with its verdict.
   *
   * @param what how it was made
   * @param key the key
   * @param message the message
   * @param signature the signature
   * @param valid whether the rule takes it
   */
  record Case(String what, VerifyingKey key, byte[] message, byte[] signature, boolean valid) {}

  private final RandomGenerator random;
  private final byte[] secret = new byte[32];
  private final byte[] encoded = new byte[32];
  private final BigInteger scalar;
  private final VerifyingKey key;

  Crafted(RandomGenerator random) throws Exception {
    this.random = random;
    random.nextBytes(secret);
    Ed25519.generatePublicKey(secret, 0, encoded, 0);
    byte[] hash = MessageDigest.getInstance("SHA-512").digest(secret);
    hash[0] &= (byte) 0xf8;
    hash[31] = (byte) (hash[31] & 0x7f | 0x40);
    this.scalar = Affine.littleEndian(Arrays.copyOf(hash, 32));
    this.key = Objects.requireNonNull(VerifyingKey.parse(encoded));
  }

  VerifyingKey key() {
    return key;
  }

  byte[] encoded() {
    return encoded;
  }

  byte[] message() {
    byte[] message = new byte[random.nextInt(200)];
    random.nextBytes(message);
    return message;
  }

  /** An ordinary signature. */
  Case valid() {
    byte[] message = message();
    byte[] signature = new byte[64];
    Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
    return new Case("ordinary", key, message, signature, true);
  }

  /** One bit of the signature or of the message flipped, or S, R or the message of another signature. */
  Case mutated() {
    Case c = valid();
    byte[] message = c.message;
    byte[] signature = c.signature;
    switch (random.nextInt(4)) {
      case 0 -> signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> message = Arrays.copyOf(message, message.length + 1);
      case 2 -> System.arraycopy(valid().signature, 32, signature, 32, 32);
      default -> System.arraycopy(valid().signature, 0, signature, 0, 32);
    }
    return new Case("mutated", key, message, signature, false);
  }

  /** A signature of the wrong length. */
  Case cut() {
    Case c = valid();
    return new Case("cut", key, c.message, Arrays.copyOf(c.signature, random.nextInt(64)), false);
  }

  /** S + L, or S + n L while it fits into 256 bits. */
  Case shifted() {
    Case c = valid();
    BigInteger s = Affine.littleEndian(Arrays.copyOfRange(c.signature, 32, 64));
    s = s.add(Affine.L.multiply(BigInteger.valueOf(1 + random.nextInt(14))));
    System.arraycopy(Affine.littleEndian(s, 32), 0, c.signature, 32, 32);
    return new Case("S + n L", key, c.message, c.signature, false);
  }

  /** A point of small order added to R, and S to match: valid, since the equation has the cofactor. */
  Case torsion() {
    byte[] seed = new byte[64];
    random.nextBytes(seed);
    Scalar r = Scalar.reduce(seed);
    return torsion(r, 1 + random.nextInt(7));
  }

  /** R a point of small order itself. */
  Case smallOrderR() {
    return torsion(Scalar.ZERO, random.nextInt(8));
  }

  private Case torsion(Scalar r, int n) {
    Group group = new Group();
    Straus straus = new Straus(group);
    straus.addBase(r);
    Point point = straus.sum();
    group.add(point, Torsion.point(n));
    return answered("R + small order " + n, point.encode(), Affine.value(r), true);
  }

  /** R another encoding of a small-order point, and S to match: what a lenient decoder would take. */
  Case nonCanonicalR() {
    byte[] r = Affine.littleEndian(
        random.nextBoolean() ? Affine.P.add(BigInteger.valueOf(random.nextInt(2))) : BigInteger.ONE,
        32);
    if (r[0] == 1 || random.nextBoolean()) {
      r[31] |= (byte) 0x80;
    }
    return answered("R not canonical", r, BigInteger.ZERO, false);
  }

  /** R no point at all. */
  Case noPoint() {
    byte[] r = new byte[32];
    do {
      random.nextBytes(r);
    } while (Ed25519.validatePublicKeyPartial(r, 0));
    return answered("R not on the curve", r, BigInteger.ONE, false);
  }

  /** S = r + k a for the k of R's very bytes. */
  private Case answered(String what, byte[] r, BigInteger logarithm, boolean valid) {
    byte[] message = message();
    MessageDigest sha512 = Signature.sha512();
    sha512.update(r);
    sha512.update(encoded);
    BigInteger k = Affine.littleEndian(sha512.digest(message));
    BigInteger s = k.multiply(scalar).add(logarithm).mod(Affine.L);
    byte[] signature = Arrays.copyOf(r, 64);
    System.arraycopy(Affine.littleEndian(s, 32), 0, signature, 32, 32);
    return new Case(what, key, message, signature, valid);
  }

  /** Any of these; ordinary signatures with the given chance out of 100. */
  Case any(int ordinary) {
    if (random.nextInt(100) < ordinary) {
      return valid();
    }
    return switch (random.nextInt(7)) {
      case 0 -> mutated();
      case 1 -> cut();
      case 2 -> shifted();
      case 3 -> torsion();
      case 4 -> smallOrderR();
      case 5 -> nonCanonicalR();
      default -> noPoint();
    };
  }
}
