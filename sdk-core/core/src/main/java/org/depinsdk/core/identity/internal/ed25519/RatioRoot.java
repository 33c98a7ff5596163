package org.depinsdk.core.identity.internal.ed25519;

/** The root of a ratio u/v (RFC 8032 section 5.1.3), in two steps around a power that two roots can share. */
final class RatioRoot {
  private final Fe u;
  private final Fe v;
  private final Fe v3 = new Fe();
  private final Fe power = new Fe();

  /**
   * Begins a root.
   *
   * @param u stays as it is until the end
   * @param v likewise
   */
  RatioRoot(Fe u, Fe v) {
    this.u = u;
    this.v = v;
    v3.square(v);
    v3.mul(v3, v);
    power.square(v3);
    power.mul(power, v);
    power.mul(power, u);
  }

  /** u v^7, to be raised to (p-5)/8 before {@link #end}. */
  Fe power() {
    return power;
  }

  /**
   * Ends the root.
   *
   * @param root becomes a root of u/v, if that is a square, otherwise of u/v times the square root of -1. Of two roots either may
   *     come.
   * @return whether u/v is a square
   */
  boolean end(Fe root) {
    root.mul(power, v3);
    root.mul(root, u); // u v^3 (u v^7)^((p-5)/8)
    // its square is u/v times a power of the square root of -1
    Fe square = new Fe();
    square.square(root);
    square.mul(square, v);
    if (isEqual(u, square)) {
      return true;
    }
    Fe sum = new Fe();
    sum.add(square, u);
    boolean opposite = sum.isZero();
    if (!opposite) {
      sum.mul(u, Fe.SQRT_M1);
    }
    if (opposite || !isEqual(sum, square)) {
      root.mul(root, Fe.SQRT_M1);
    }
    return opposite;
  }

  private static boolean isEqual(Fe x, Fe tight) {
    Fe difference = new Fe();
    difference.sub(x, tight);
    return difference.isZero();
  }
}
