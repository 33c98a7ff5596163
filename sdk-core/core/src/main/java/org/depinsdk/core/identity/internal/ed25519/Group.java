package org.depinsdk.core.identity.internal.ed25519;

/**
 * The group law, with its scratch space: one instance for each computation, never shared between threads. The formulas are
 * those of Hisil, Wong, Carter and Dawson (2008) for a = -1, as in RFC 8032 section 5.1.4; on this curve they hold for every
 * pair of points.
 *
 * <p>Points of tables lie in arrays of limbs. An <em>affine entry</em> is (y + x, y - x, 2 d x y), a <em>projective
 * entry</em> (Y + X, Y - X, 2 d T, 2 Z).
 */
final class Group {
  /** Longs of an affine entry. */
  static final int AFFINE = 3 * Fe.LIMBS;

  /** Longs of a projective entry. */
  static final int PROJECTIVE = 4 * Fe.LIMBS;

  private final Fe a = new Fe();
  private final Fe b = new Fe();
  private final Fe c = new Fe();
  private final Fe d = new Fe();
  private final Fe e = new Fe();
  private final Fe f = new Fe();
  private final Fe g = new Fe();
  private final Fe h = new Fe();
  private final Fe entry = new Fe();

  /** p = 2 p, but for T, which {@link #completeT} computes from what this call leaves. */
  void twiceWithoutT(Point p) {
    a.square(p.x);
    b.square(p.y);
    c.square(p.z);
    c.add(c, c);
    e.add(p.x, p.y);
    e.square(e);
    h.add(a, b);
    e.sub(h, e);
    g.sub(a, b);
    f.add(c, g);
    p.x.mul(e, f);
    p.y.mul(g, h);
    p.z.mul(f, g);
  }

  /** Computes T after {@link #twiceWithoutT} of the same point. */
  void completeT(Point p) {
    p.t.mul(e, h);
  }

  /** p = 2^n p. */
  void twice(Point p, int n) {
    for (int i = 0; i < n; i++) {
      twiceWithoutT(p);
    }
    if (n > 0) {
      completeT(p);
    }
  }

  /** p = p + q. */
  void add(Point p, Point q) {
    a.sub(q.y, q.x);
    b.add(q.y, q.x);
    c.mul(q.t, Fe.D2);
    d.add(q.z, q.z);
    c.mul(c, p.t);
    d.mul(d, p.z);
    addHalves(p);
  }

  /** p = p - q. */
  void subtract(Point p, Point q) {
    b.sub(q.y, q.x);
    a.add(q.y, q.x);
    c.mul(q.t, Fe.D2);
    d.add(q.z, q.z);
    c.mul(c, p.t);
    d.mul(d, p.z);
    subtractHalves(p);
  }

  /** p = p + or - the affine entry. */
  void addAffine(Point p, long[] table, int at, boolean negative) {
    entry.load(table, at + 2 * Fe.LIMBS);
    c.mul(entry, p.t);
    d.add(p.z, p.z);
    addEntry(p, table, at, negative);
  }

  /** p = p + or - the projective entry. */
  void addProjective(Point p, long[] table, int at, boolean negative) {
    entry.load(table, at + 2 * Fe.LIMBS);
    c.mul(entry, p.t);
    entry.load(table, at + 3 * Fe.LIMBS);
    d.mul(entry, p.z);
    addEntry(p, table, at, negative);
  }

  private void addEntry(Point p, long[] table, int at, boolean negative) {
    if (negative) {
      b.load(table, at + Fe.LIMBS);
      a.load(table, at);
      subtractHalves(p);
    } else {
      b.load(table, at);
      a.load(table, at + Fe.LIMBS);
      addHalves(p);
    }
  }

  /** Ends an addition: a = Y2 - X2, b = Y2 + X2, c = 2 d T1 T2, d = 2 Z1 Z2. */
  private void addHalves(Point p) {
    products(p);
    f.sub(d, c);
    g.add(d, c);
    finish(p);
  }

  /** The same with the second point's x and T negated. */
  private void subtractHalves(Point p) {
    products(p);
    g.sub(d, c);
    f.add(d, c);
    finish(p);
  }

  private void products(Point p) {
    e.sub(p.y, p.x);
    a.mul(e, a);
    h.add(p.y, p.x);
    b.mul(h, b);
    e.sub(b, a);
    h.add(b, a);
  }

  private void finish(Point p) {
    p.x.mul(e, f);
    p.y.mul(g, h);
    p.z.mul(f, g);
    p.t.mul(e, h);
  }

  /** Writes a point whose Z is 1 as an affine entry. */
  void storeAffine(Point p, long[] table, int at) {
    a.add(p.y, p.x);
    a.store(table, at);
    a.sub(p.y, p.x);
    a.store(table, at + Fe.LIMBS);
    a.mul(p.t, Fe.D2);
    a.store(table, at + 2 * Fe.LIMBS);
  }

  /** Writes a point as a projective entry. */
  void storeProjective(Point p, long[] table, int at) {
    storeAffine(p, table, at);
    a.add(p.z, p.z);
    a.store(table, at + 3 * Fe.LIMBS);
  }

  /** Brings Z of every point to 1, with one inversion for all. */
  static void normalize(Point[] points) {
    int n = points.length;
    Fe[] products = new Fe[n];
    Fe product = new Fe();
    product.set(1);
    for (int i = 0; i < n; i++) {
      products[i] = new Fe();
      products[i].set(product); // of the points before this one
      product.mul(product, points[i].z);
    }
    product.invert(product);
    Fe inverse = new Fe();
    for (int i = n - 1; i >= 0; i--) {
      Point p = points[i];
      inverse.mul(product, products[i]);
      product.mul(product, p.z);
      p.x.mul(p.x, inverse);
      p.y.mul(p.y, inverse);
      p.z.set(1);
      p.t.mul(p.x, p.y);
    }
  }
}
