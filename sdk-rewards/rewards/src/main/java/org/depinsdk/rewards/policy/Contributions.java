package org.depinsdk.rewards.policy;

import java.util.Arrays;
import java.util.Collection;
import org.depinsdk.rewards.Contribution;

/** Puts contributions into their one order, and adds up those of the same device, operator and kind. */
final class Contributions {
  private Contributions() {}

  static Contribution[] merged(Collection<Contribution> contributions) {
    Contribution[] sorted = contributions.toArray(new Contribution[0]);
    Arrays.sort(sorted);
    int count = 0;
    for (Contribution next : sorted) {
      if (count > 0 && same(sorted[count - 1], next)) {
        sorted[count - 1] = sum(sorted[count - 1], next);
      } else {
        sorted[count++] = next;
      }
    }
    return count == sorted.length ? sorted : Arrays.copyOf(sorted, count);
  }

  private static boolean same(Contribution a, Contribution b) {
    return a.device().equals(b.device())
        && a.operator().equals(b.operator())
        && a.kind().equals(b.kind());
  }

  private static Contribution sum(Contribution a, Contribution b) {
    long units = a.units() + b.units();
    if (units < 0) {
      throw new IllegalArgumentException("the contributions of " + a.device() + " in " + a.kind()
          + " sum to more than " + Long.MAX_VALUE + " units");
    }
    return new Contribution(a.device(), a.operator(), a.kind(), units);
  }
}
