package org.depinsdk.core.identity.internal.ed25519;

import java.util.ArrayList;
import java.util.List;

/**
 * A sum of multiples of a few points (Straus 1964): the doublings are shared, and each point has a table of its odd
 * multiples that the non-adjacent form of its factor picks from.
 */
final class Straus {
  /** Width of the non-adjacent form for points that have no table yet: multiples 1, 3, … 15. */
  private static final int WIDTH = 5;

  /** Digits of a form; factors are below 2^255. */
  private static final int DIGITS = 256;

  private final Group group;
  private final List<Term> terms = new ArrayList<>();

  private record Term(long[] table, boolean affine, byte[] digits, boolean negative) {}

  Straus(Group group) {
    this.group = group;
  }

  /** Adds x P, or -x P. */
  void add(Point p, Scalar x, boolean negative) {
    long[] table = new long[Group.PROJECTIVE << (WIDTH - 2)];
    Point multiple = new Point();
    multiple.set(p);
    Point twice = new Point();
    twice.set(p);
    group.twice(twice, 1);
    group.storeProjective(multiple, table, 0);
    for (int at = Group.PROJECTIVE; at < table.length; at += Group.PROJECTIVE) {
      group.add(multiple, twice);
      group.storeProjective(multiple, table, at);
    }
    terms.add(new Term(table, false, nonAdjacentForm(x.words(), WIDTH), negative));
  }

  /** Adds x B for the generator. */
  void addBase(Scalar x) {
    long[] w = x.words();
    long[] low = {w[0], w[1], 0, 0};
    long[] high = {w[2], w[3], 0, 0};
    terms.add(new Term(Base.LOW, true, nonAdjacentForm(low, Base.WIDTH), false));
    terms.add(new Term(Base.HIGH, true, nonAdjacentForm(high, Base.WIDTH), false));
  }

  /** The sum of what was added. */
  Point sum() {
    Point sum = new Point();
    int top = DIGITS - 1;
    while (top >= 0 && !hasDigit(top)) {
      top--;
    }
    for (int i = top; i >= 0; i--) {
      group.twiceWithoutT(sum);
      if (i == 0 || hasDigit(i)) {
        group.completeT(sum);
        addDigits(sum, i);
      }
    }
    return sum;
  }

  private boolean hasDigit(int i) {
    for (Term term : terms) {
      if (term.digits[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private void addDigits(Point sum, int i) {
    for (Term term : terms) {
      int digit = term.digits[i];
      if (digit != 0) {
        boolean negative = digit < 0 != term.negative;
        int index = Math.abs(digit) >> 1;
        if (term.affine) {
          group.addAffine(sum, term.table, index * Group.AFFINE, negative);
        } else {
          group.addProjective(sum, term.table, index * Group.PROJECTIVE, negative);
        }
      }
    }
  }

  /**
   * The non-adjacent form: digits that are 0 or odd, between -2^(width-1) and 2^(width-1), no two of them in any
   * {@code width} neighbours.
   *
   * @param words a number below 2^255, least significant word first
   * @param width 2 to 8
   * @return the digit of each power of two
   */
  static byte[] nonAdjacentForm(long[] words, int width) {
    byte[] digits = new byte[DIGITS];
    int carry = 0;
    for (int i = 0; i < DIGITS; ) {
      int window = Windows.bits(words, i, width) + carry;
      if ((window & 1) == 0) {
        i++;
      } else {
        carry = window >> (width - 1);
        digits[i] = (byte) (window - (carry << width));
        i += width;
      }
    }
    return digits;
  }
}
