package org.depinsdk.core.identity.internal.ed25519;

/**
 * Whether a point is in the prime-order group, in about a fifth of the time that Bouncy Castle's multiplication by L takes.
 *
 * <p>The group of all points is cyclic of order 8 L. So a point P is in the prime-order group exactly if it is eight times
 * another: if it is 2 Q, and Q is four times another. Both are decided on the equivalent Montgomery curve
 * v^2 = u (u^2 + A u + 1), A = 486662 (RFC 7748), where u = (1 + y) / (1 - y) and v = c u / x with c^2 = -(A + 2):
 *
 * <ul>
 *   <li>P is 2 Q exactly if u is a square w^2. For s = v(Q) / u(Q) then s^2 = A + 2 u + 2 v / w or A + 2 u - 2 v / w, and
 *       u(Q) = (s^2 - A + 2 s w) / 2; the second gives half of -P. The two multiply to A^2 - 4, which is no square, so that
 *       exactly one of them is a square. Pornin, "Point-Halving and Subgroup Membership in Twisted Edwards Curves", 2022.
 *   <li>Q is four times another exactly if its Tate pairing with the point T = (1, m) of order 4, m^2 = A + 2, is 1. The
 *       tangent in T meets the point of order 2, so the pairing is u(Q) (s - m)^2 to the power of (p - 1) / 4. Koshelev,
 *       "Subgroup membership testing on elliptic curves via the Tate pairing", 2022.
 * </ul>
 */
final class PrimeOrder {
  private static final Fe ONE = new Fe();
  private static final Fe A = new Fe();

  /** The slope m of T. */
  private static final Fe SLOPE = new Fe();

  /** 2 c. */
  private static final Fe TWO_C = new Fe();

  /** A root of sqrt(-1) (A^2 - 4). */
  private static final Fe OTHER = new Fe();

  static {
    ONE.set(1);
    A.set(486662);
    Fe number = new Fe();
    number.set(486664);
    SLOPE.setRootOfRatio(number, ONE);
    TWO_C.mul(SLOPE, Fe.SQRT_M1);
    TWO_C.add(TWO_C, TWO_C);
    number.square(A);
    Fe four = new Fe();
    four.set(4);
    number.sub(number, four);
    OTHER.setRootOfRatio(number, ONE);
  }

  private PrimeOrder() {}

  /**
   * Decides.
   *
   * @param p a point whose Z is 1
   * @return whether its order is L
   */
  static boolean has(Point p) {
    if (p.x.isZero()) {
      return false; // the neutral element and the point of order 2
    }
    Fe above = new Fe();
    above.add(ONE, p.y);
    Fe below = new Fe();
    below.sub(ONE, p.y);
    Fe w = new Fe();
    if (!w.setRootOfRatio(above, below)) {
      return false;
    }
    // s^2 = (A x (1 - y) + 2 x (1 + y) + 2 c w (1 - y)) / (x (1 - y))
    Fe denominator = new Fe();
    denominator.mul(p.x, below);
    Fe numerator = new Fe();
    numerator.mul(A, denominator);
    Fe term = new Fe();
    term.mul(p.x, above);
    term.add(term, term);
    numerator.add(numerator, term);
    term.mul(w, below);
    term.mul(term, TWO_C);
    numerator.add(numerator, term);
    Fe root = new Fe();
    // s = a / b; if s^2 is no square, the other s is a root of (A^2 - 4) / s^2
    boolean first = root.setRootOfRatio(numerator, denominator);
    Fe a = first ? root : OTHER;
    Fe b = first ? ONE : root;
    // 2 u(Q) b^2 = a^2 - A b^2 + 2 a b w
    Fe u = new Fe();
    u.square(b);
    u.mul(u, A);
    term.square(a);
    term.sub(term, u);
    u.mul(a, b);
    u.mul(u, w);
    u.add(u, u);
    u.add(u, term);
    // a - m b
    term.mul(SLOPE, b);
    term.sub(a, term);
    term.square(term);
    u.mul(u, term);
    // b^4 has no part in the power; that of the factor 2 is a root of -1
    Fe power = new Fe();
    power.powP58(u);
    power.square(power);
    power.mul(power, u);
    power.sub(power, Fe.SQRT_M1);
    return power.isZero();
  }
}
