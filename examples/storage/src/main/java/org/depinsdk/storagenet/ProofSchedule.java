package org.depinsdk.storagenet;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * When a provider answers the challenges of a data set: once in each epoch, when the randomness is known, and early enough that a
 * failure can be tried again. What is too late is not tried any more.
 */
final class ProofSchedule {
  /** After the epoch's start, so that all agree on its randomness. */
  static final Duration DELAY = Duration.ofMinutes(5);

  private record Task(long dataSet, long epoch) {}

  private final Duration delay;
  private final Duration obsoleteAfter;
  private final Set<Task> done = new HashSet<>();

  /** A schedule; a cheat has its own times. */
  ProofSchedule(Duration delay, Duration obsoleteAfter) {
    this.delay = delay;
    this.obsoleteAfter = obsoleteAfter;
  }

  /** Whether a data set is to be proven now. */
  boolean isDue(long dataSet, long epoch, Instant now) {
    Duration since = Duration.between(StorageNetwork.start(epoch), now);
    return !done.contains(new Task(dataSet, epoch))
        && since.compareTo(delay) >= 0
        && since.compareTo(obsoleteAfter) <= 0;
  }

  /** The answer is in the queue, from which it goes out once, however often that is tried. */
  void done(long dataSet, long epoch) {
    done.add(new Task(dataSet, epoch));
    done.removeIf(task -> task.epoch() < epoch);
  }
}
