package org.depinsdk.proofs.internal;

import java.util.ArrayList;
import java.util.Comparator;
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
    evidence.forEach(all::add);
    all.sort(Comparator.<Attributed<E>, String>comparing(a -> a.device().text())
        .thenComparing(Attributed::deviceTime)
        .thenComparingLong(Attributed::sequence)
        .thenComparing(Attributed::report));
    List<Attributed<E>> distinct = new ArrayList<>(all.size());
    for (Attributed<E> one : all) {
      if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).report().equals(one.report())) {
        distinct.add(one);
      }
    }
    return distinct;
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
