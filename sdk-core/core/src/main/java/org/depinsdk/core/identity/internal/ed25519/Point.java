package org.depinsdk.core.identity.internal.ed25519;

import org.jspecify.annotations.Nullable;

/**
 * A mutable point of the curve -x^2 + y^2 = 1 + d x^2 y^2 in extended coordinates: x = X/Z, y = Y/Z, x y = T/Z. Its
 * coordinates are tight (see {@link Fe}).
 */
final class Point {
  /** Bytes of an encoding. */
  static final int ENCODED_LENGTH = 32;

  final Fe x = new Fe();
  final Fe y = new Fe();
  final Fe z = new Fe();
  final Fe t = new Fe();

  /** A new neutral element. */
  Point() {
    setIdentity();
  }

  /** This = the neutral element. */
  void setIdentity() {
    x.set(0);
    y.set(1);
    z.set(1);
    t.set(0);
  }

  /** This = p. */
  void set(Point p) {
    x.set(p.x);
    y.set(p.y);
    z.set(p.z);
    t.set(p.t);
  }

  /** Whether this is the neutral element. */
  boolean isIdentity() {
    Fe difference = new Fe();
    difference.sub(y, z);
    return x.isZero() && difference.isZero();
  }

  /**
   * Decodes a point by the rule of RFC 8032 section 5.1.3: y below p, on the curve, and no sign on x = 0. So every point has
   * one encoding. The point may have any order.
   *
   * @param bytes where the encoding is
   * @param at its first byte
   * @return the point with Z = 1, or null if the bytes encode none
   */
  static @Nullable Point decode(byte[] bytes, int at) {
    Point p = new Point();
    p.y.setBytes(bytes, at);
    if (!p.y.isBelowP()) {
      return null;
    }
    Fe one = p.z;
    Fe u = new Fe();
    Fe v = new Fe();
    u.square(p.y);
    v.mul(u, Fe.D);
    u.sub(u, one); // u = y^2 - 1
    v.add(v, one); // v = d y^2 + 1
    Fe v3 = new Fe();
    v3.square(v);
    v3.mul(v3, v);
    Fe w = new Fe();
    w.square(v3);
    w.mul(w, v);
    w.mul(w, u); // u v^7
    w.powP58(w);
    w.mul(w, v3);
    p.x.mul(w, u); // u v^3 (u v^7)^((p-5)/8)
    Fe check = new Fe();
    check.square(p.x);
    check.mul(check, v);
    if (!isEqual(check, u)) {
      Fe sum = new Fe();
      sum.add(check, u);
      if (!sum.isZero()) {
        return null; // u/v is no square
      }
      p.x.mul(p.x, Fe.SQRT_M1);
    }
    boolean sign = bytes[at + 31] < 0;
    if (p.x.isOdd() != sign) {
      if (p.x.isZero()) {
        return null;
      }
      Fe zero = new Fe();
      p.x.sub(zero, p.x);
      p.x.mul(p.x, one);
    }
    p.t.mul(p.x, p.y);
    return p;
  }

  private static boolean isEqual(Fe tight, Fe other) {
    Fe difference = new Fe();
    difference.sub(other, tight);
    return difference.isZero();
  }

  /** The point's encoding (RFC 8032 section 5.1.2). */
  byte[] encode() {
    Fe inverse = new Fe();
    inverse.invert(z);
    Fe affine = new Fe();
    affine.mul(x, inverse);
    boolean sign = affine.isOdd();
    affine.mul(y, inverse);
    byte[] bytes = affine.toBytes();
    if (sign) {
      bytes[31] |= (byte) 0x80;
    }
    return bytes;
  }
}
