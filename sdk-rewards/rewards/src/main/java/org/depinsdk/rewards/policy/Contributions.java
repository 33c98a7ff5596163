package org.depinsdk.rewards.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.rewards.Contribution;

/** Puts contributions into the order of device and kind, and adds up those of the same device and kind. */
final class Contributions {
  /** Contributions from which on it pays to sort on all processors. */
  private static final int PARALLEL = 1 << 15;

  /** The first three of a device id's 32 characters, which are of 32 kinds. */
  private static final int BUCKETS = 1 << 15;

  private Contributions() {}

  static Contribution[] merged(Collection<Contribution> contributions) {
    Contribution[] sorted = sorted(contributions.toArray(new Contribution[0]));
    int count = 0;
    for (Contribution next : sorted) {
      if (count > 0 && sorted[count - 1].isOfSame(next)) {
        sorted[count - 1] = sorted[count - 1].plus(next);
      } else {
        sorted[count++] = next;
      }
    }
    return count == sorted.length ? sorted : Arrays.copyOf(sorted, count);
  }

  /**
   * The order of {@link Contribution#compareTo}. Many are put into buckets by the first characters of their devices before
   * each bucket is sorted, because to compare all with each other takes most of the time of a large epoch.
   */
  private static Contribution[] sorted(Contribution[] given) {
    if (given.length < PARALLEL) {
      Arrays.sort(given);
      return given;
    }
    int[] starts = new int[BUCKETS + 1];
    for (Contribution c : given) {
      starts[bucket(c.device()) + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    Contribution[] sorted = new Contribution[given.length];
    for (Contribution c : given) {
      sorted[next[bucket(c.device())]++] = c;
    }
    // buckets do not touch each other's part of the array
    IntStream.range(0, BUCKETS)
        .parallel()
        .forEach(i -> Arrays.sort(sorted, starts[i], starts[i + 1], Comparator.naturalOrder()));
    return sorted;
  }

  /** Ascends with the device: of the characters, 2 to 7 come before a to z. */
  private static int bucket(DeviceId device) {
    int bucket = 0;
    for (int i = "dev-".length(); i < "dev-".length() + 3; i++) {
      char c = device.text().charAt(i);
      bucket = bucket << 5 | (c <= '7' ? c - '2' : c - 'a' + 6);
    }
    return bucket;
  }
}
