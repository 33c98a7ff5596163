package org.depinsdk.service.retention;

import java.time.Duration;
import java.util.Optional;
import org.depinsdk.core.epoch.EpochSchedule;

/**
 * How long what belongs to settled epochs is kept. It is counted back from the end of the newest settled epoch, not from a clock, so
 * that nothing is lost where a clock is wrong or a network stood still.
 *
 * @param log how long segments of the log are kept; for ever if empty
 * @param bundles how long bundles are kept; for ever if empty
 */
public record RetentionRule(Optional<Duration> log, Optional<Duration> bundles) {
  /** Everything is kept. */
  public static final RetentionRule ALL = new RetentionRule(Optional.empty(), Optional.empty());

  /** Refuses a time that is negative. */
  public RetentionRule {
    log.ifPresent(time -> check("segments of the log", time));
    bundles.ifPresent(time -> check("bundles", time));
  }

  private static void check(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          name + " are kept for " + time + ", expected a time such as P90D");
    }
  }

  /** The first epoch that is kept: at the latest the newest settled one. */
  static long firstKept(Optional<Duration> time, EpochSchedule schedule, long newest) {
    if (time.isEmpty()) {
      return 0;
    }
    // an epoch that ended within the time, if by a moment only, is kept
    long epochs = -Math.floorDiv(-time.get().toMillis(), schedule.length().toMillis());
    return Math.max(0, newest + 1 - Math.max(1, epochs));
  }
}
