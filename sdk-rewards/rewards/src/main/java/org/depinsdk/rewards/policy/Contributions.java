package org.depinsdk.rewards.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.Contribution;

/** Puts contributions into their one order, and adds up those of the same device, operator and kind. */
final class Contributions {
  private static final Comparator<Contribution> WITHIN_OPERATOR = Comparator.comparing(
          Contribution::device)
      .thenComparing(Contribution::kind)
      .thenComparingLong(Contribution::units);

  private Contributions() {}

  static Contribution[] merged(Collection<Contribution> contributions) {
    Contribution[] sorted = sorted(contributions.toArray(new Contribution[0]));
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

  /**
   * The order of {@link Contribution#compareTo}. Operators are counted and put into order first, because to compare all
   * contributions with each other takes most of the time of a large epoch.
   */
  private static Contribution[] sorted(Contribution[] given) {
    Map<OperatorId, int[]> places = new HashMap<>();
    for (Contribution c : given) {
      places.computeIfAbsent(c.operator(), operator -> new int[1])[0]++;
    }
    OperatorId[] operators = places.keySet().toArray(new OperatorId[0]);
    Arrays.sort(operators);
    int[] starts = new int[operators.length + 1];
    for (int i = 0; i < operators.length; i++) {
      int[] place = Objects.requireNonNull(places.get(operators[i]));
      starts[i + 1] = starts[i] + place[0];
      place[0] = starts[i];
    }
    Contribution[] sorted = new Contribution[given.length];
    for (Contribution c : given) {
      sorted[Objects.requireNonNull(places.get(c.operator()))[0]++] = c;
    }
    for (int i = 0; i < operators.length; i++) {
      Arrays.sort(sorted, starts[i], starts[i + 1], WITHIN_OPERATOR);
    }
    return sorted;
  }

  /** Whether two contributions are of the same device for the same operator. */
  static boolean sameDevice(Contribution a, Contribution b) {
    return a.device().equals(b.device()) && a.operator().equals(b.operator());
  }

  private static boolean same(Contribution a, Contribution b) {
    return sameDevice(a, b) && a.kind().equals(b.kind());
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
