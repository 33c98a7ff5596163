package org.depinsdk.proofs.internal;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.proofs.Attributed;

/** Brings a group's evidence into the one order in which it is judged. */
public final class Groups {
  private Groups() {}

  /**
   * The evidence by device, device time, sequence and report, each report once.
   *
   * @param evidence a group in any order, possibly with repetitions
   * @param <E> the evidence
   * @return a new list
   */
  public static <E> List<Attributed<E>> sorted(Iterable<Attributed<E>> evidence) {
    List<Attributed<E>> all = new ArrayList<>();
    boolean inOrder = true;
    Attributed<E> last = null;
    for (Attributed<E> one : evidence) {
      inOrder &= last == null || compare(last, one) < 0;
      all.add(one);
      last = one;
    }
    // evidence mostly comes in order already
    if (inOrder) {
      return all;
    }
    all.sort(Groups::compare);
    List<Attributed<E>> distinct = new ArrayList<>(all.size());
    for (Attributed<E> one : all) {
      if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).report().equals(one.report())) {
        distinct.add(one);
      }
    }
    return distinct;
  }

  private static int compare(Attributed<?> a, Attributed<?> b) {
    int order = a.device().equals(b.device()) ? 0 : a.device().compareTo(b.device());
    if (order == 0) {
      order = a.deviceTime().compareTo(b.deviceTime());
    }
    if (order == 0) {
      order = Long.compare(a.sequence(), b.sequence());
    }
    return order != 0 ? order : a.report().compareTo(b.report());
  }

  /**
   * A sum that stops at the highest long instead of turning negative.
   *
   * @param a 0 or more
   * @param b 0 or more
   * @return the sum
   */
  public static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
