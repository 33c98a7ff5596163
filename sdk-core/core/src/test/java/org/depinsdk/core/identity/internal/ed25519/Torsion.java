package org.depinsdk.core.identity.internal.ed25519;

import java.util.HexFormat;
import java.util.Objects;

/** The eight points of small order. */
final class Torsion {
  private static final byte[] ORDER_8 =
      HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

  private Torsion() {}

  /** n times a point of order 8. */
  static Point point(int n) {
    Group group = new Group();
    Point generator = Objects.requireNonNull(Point.decode(ORDER_8, 0));
    Point p = new Point();
    for (int i = 0; i < n; i++) {
      group.add(p, generator);
    }
    Group.normalize(new Point[] {p});
    return p;
  }
}
