package org.depinsdk.core.identity.internal.ed25519;

import java.util.ArrayList;
import java.util.List;
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

  /** This = p, or -p. */
  void set(Point p, boolean negative) {
    set(p);
    if (negative) {
      x.negate(x);
      t.negate(t);
    }
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
    Decoding decoding = new Decoding(bytes, at);
    Powers.p58(decoding.root.power());
    return decoding.point();
  }

  /** Decodes points as {@link #decode}, two at a time, at the start of each of several arrays. */
  static List<@Nullable Point> decodeAll(List<byte[]> encodings) {
    List<@Nullable Point> points = new ArrayList<>(encodings.size());
    for (int i = 0; i < encodings.size(); i += 2) {
      Decoding first = new Decoding(encodings.get(i), 0);
      if (i + 1 == encodings.size()) {
        Powers.p58(first.root.power());
        points.add(first.point());
      } else {
        Decoding second = new Decoding(encodings.get(i + 1), 0);
        Powers.p58(first.root.power(), second.root.power());
        points.add(first.point());
        points.add(second.point());
      }
    }
    return points;
  }

  private static final class Decoding {
    final RatioRoot root;
    private final Point p = new Point();
    private final boolean isBelowP;
    private final boolean sign;

    Decoding(byte[] bytes, int at) {
      p.y.setBytes(bytes, at);
      isBelowP = p.y.isBelowP();
      sign = bytes[at + 31] < 0;
      Fe u = new Fe();
      Fe v = new Fe();
      u.square(p.y);
      v.mul(u, Fe.D);
      u.sub(u, p.z); // u = y^2 - 1
      v.add(v, p.z); // v = d y^2 + 1
      root = new RatioRoot(u, v);
    }

    @Nullable
    Point point() {
      if (!isBelowP || !root.end(p.x)) {
        return null;
      }
      if (p.x.isOdd() != sign) {
        if (p.x.isZero()) {
          return null;
        }
        p.x.negate(p.x);
      }
      p.t.mul(p.x, p.y);
      return p;
    }
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
