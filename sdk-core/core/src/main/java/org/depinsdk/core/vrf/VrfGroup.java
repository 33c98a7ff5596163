package org.depinsdk.core.vrf;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What ECVRF needs of a curve.
 *
 * @param <P> its points
 */
interface VrfGroup<P> {
  /** The order of the prime-order group. */
  BigInteger order();

  P base();

  P add(P a, P b);

  P negate(P point);

  P multiply(P point, BigInteger scalar);

  /** The multiple by the cofactor. */
  P clearCofactor(P point);

  boolean isIdentity(P point);

  byte[] encode(P point);

  /** A point on the curve from its one encoding, or null. */
  @Nullable
  P decode(byte[] encoded);

  /** RFC 9381 section 5.4.1.1: a point from a hash, before its cofactor is cleared, or null. */
  @Nullable
  P interpretHash(byte[] hash);

  /** RFC 9380: a point of the prime-order group. */
  P encodeToCurve(byte[] message, VrfSuite suite);

  byte[] hash(byte[]... parts);

  /** A number in the group's byte order. */
  byte[] scalarBytes(BigInteger scalar, int length);

  BigInteger scalar(byte[] bytes);

  /** The secret scalar of a 32-byte secret. */
  BigInteger secretScalar(byte[] secret);

  /** RFC 9381 section 5.4.2: a number that depends on the secret and the point alone. */
  BigInteger nonce(byte[] secret, byte[] encodedPoint);
}
