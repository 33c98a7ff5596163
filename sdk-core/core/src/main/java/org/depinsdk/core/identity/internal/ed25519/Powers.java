package org.depinsdk.core.identity.internal.ed25519;

/**
 * Powers with exponents of the size of p. A square has to wait for the one before it, so two elements together take a fifth less
 * than one after the other.
 */
final class Powers {
  private Powers() {}

  /**
   * x = x^((p-5)/8) = x^(2^252 - 3).
   *
   * @param x one element or two
   */
  static void p58(Fe... x) {
    Fe[] power = squares(twoTo250(x), 2);
    for (int i = 0; i < x.length; i++) {
      x[i].mul(power[i], x[i]);
    }
  }

  /** 1/x = x^(p-2) = x^(2^255 - 21), and 0 for 0. */
  static Fe inverse(Fe x) {
    Fe[] base = {x};
    Fe[] eleven = times(squares(base, 3), times(squares(base, 1), base));
    return times(squares(twoTo250(base), 5), eleven)[0];
  }

  /** x^(2^250 - 1). */
  private static Fe[] twoTo250(Fe[] x) {
    Fe[] two = times(squares(x, 1), x); // 2^2 - 1
    Fe[] four = times(squares(two, 2), two); // 2^4 - 1, and so on
    Fe[] five = times(squares(four, 1), x);
    Fe[] ten = times(squares(five, 5), five);
    Fe[] twenty = times(squares(ten, 10), ten);
    Fe[] forty = times(squares(twenty, 20), twenty);
    Fe[] fifty = times(squares(forty, 10), ten);
    Fe[] hundred = times(squares(fifty, 50), fifty);
    Fe[] twoHundred = times(squares(hundred, 100), hundred);
    return times(squares(twoHundred, 50), fifty);
  }

  /** x = x y. */
  private static Fe[] times(Fe[] x, Fe[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i].mul(x[i], y[i]);
    }
    return x;
  }

  /** x^(2^n). */
  private static Fe[] squares(Fe[] x, int n) {
    Fe[] squares = new Fe[x.length];
    for (int i = 0; i < x.length; i++) {
      squares[i] = new Fe();
      squares[i].set(x[i]);
    }
    if (x.length == 2) {
      Fe.squareBoth(squares[0], squares[1], n);
    } else {
      squares[0].square(squares[0], n);
    }
    return squares;
  }
}
