package org.depinsdk.core.lifecycle;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.registry.DeviceOrigin;

/**
 * Who may sign which instructions about a network's devices. Part of its policy, so that a replay decides the same.
 *
 * @param registrars may revoke every device
 * @param manufacturers by name: may say which devices are theirs, and revoke those
 * @param longestSession how long a session may last, at most {@link #MAX_SESSION}
 */
public record IdentityRules(
    SortedSet<Signatory> registrars,
    SortedMap<String, SortedSet<Signatory>> manufacturers,
    Duration longestSession) {
  /** How many sessions a device may have at a time, so that its registry entries and the keys to try stay few. */
  public static final int SESSIONS_AT_A_TIME = 4;

  /**
   * How many signed changes a device may have in a day, its revocation aside, so that nobody makes a registry, and everybody's
   * replay of it, grow at will.
   */
  public static final int CHANGES_A_DAY = 64;

  /** The longest session that a network can allow: a key in memory is not meant to last. */
  public static final Duration MAX_SESSION = Duration.ofDays(7);

  /** Owners alone: no registrars, no manufacturers, sessions of up to six hours. */
  public static final IdentityRules OWNERS_ALONE =
      new IdentityRules(new TreeSet<>(), new TreeMap<>(), Duration.ofHours(6));

  /** Checks the names and the duration, and copies. */
  public IdentityRules {
    if (longestSession.isNegative()
        || longestSession.isZero()
        || longestSession.compareTo(MAX_SESSION) > 0) {
      throw new IllegalArgumentException("longestSession is more than nothing and at most "
          + MAX_SESSION + ", not " + longestSession);
    }
    registrars = Collections.unmodifiableSortedSet(new TreeSet<>(registrars));
    TreeMap<String, SortedSet<Signatory>> copy = new TreeMap<>();
    manufacturers.forEach((name, signatories) -> {
      DeviceOrigin.check("manufacturer", name);
      copy.put(name, Collections.unmodifiableSortedSet(new TreeSet<>(signatories)));
    });
    manufacturers = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Whether somebody may sign for a manufacturer.
   *
   * @param signatory who
   * @param manufacturer its name
   * @return false also if the manufacturer is unknown
   */
  public boolean maySignFor(Signatory signatory, String manufacturer) {
    SortedSet<Signatory> known = manufacturers.get(manufacturer);
    return known != null && known.contains(signatory);
  }
}
