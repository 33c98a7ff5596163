package org.depinsdk.core.identity.internal.ed25519;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A signature whose form is right, with everything that the group equation needs: {@code [8][S]B = [8]R + [8][k]A}.
 *
 * @param key A
 * @param r R, Z being 1
 * @param s S
 * @param k SHA-512 of R, A and the message, modulo L
 */
record Signature(VerifyingKey key, Point r, Scalar s, Scalar k) {
  /** Bytes of a signature. */
  static final int LENGTH = 64;

  /**
   * Reads a signature (RFC 8032 section 5.1.7, step 1).
   *
   * @param key whose signature it is
   * @param message what is signed
   * @param signature R and S
   * @param sha512 a hash function, in its initial state before and after
   * @return the parts, or null if the length is not 64, S is not below L or R is not the encoding of a point
   */
  static @Nullable Signature parse(
      VerifyingKey key, byte[] message, byte[] signature, MessageDigest sha512) {
    Point r = signature.length == LENGTH ? Point.decode(signature, 0) : null;
    return r == null ? null : parse(key, message, signature, r, sha512);
  }

  /** Reads a signature of 64 bytes whose R is decoded. */
  static @Nullable Signature parse(
      VerifyingKey key, byte[] message, byte[] signature, Point r, MessageDigest sha512) {
    Scalar s = Scalar.ofCanonical(signature, 32);
    if (s == null) {
      return null;
    }
    sha512.update(signature, 0, 32);
    key.updateEncoded(sha512);
    sha512.update(message);
    return new Signature(key, r, s, Scalar.reduce(sha512.digest()));
  }

  /** A hash function for {@link #parse}. */
  static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-512", e);
    }
  }

  /** Whether the group equation holds. */
  boolean isValid() {
    Group group = new Group();
    Comb comb = key.comb();
    Point difference = comb == null ? halved(group) : combed(group, comb);
    group.twice(difference, 3);
    return difference.isIdentity();
  }

  /** k A - S B + R, from tables. */
  private Point combed(Group group, Comb comb) {
    Point sum = Comb.sum(group, comb, k, Base.COMB, Scalar.ZERO.minus(s));
    group.add(sum, r);
    return sum;
  }

  /** A multiple of S B - k A - R that is zero in the prime-order group only if that is. */
  private Point halved(Group group) {
    HalfScalars half = HalfScalars.of(k);
    Straus straus = new Straus(group);
    straus.addBase(half.denominator().times(s));
    straus.add(r, half.denominator(), true);
    straus.add(key.point(), half.numerator(), !half.negative());
    return straus.sum();
  }
}
