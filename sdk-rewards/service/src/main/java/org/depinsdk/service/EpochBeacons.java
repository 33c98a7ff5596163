package org.depinsdk.service;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.depinsdk.core.beacon.BeaconException;
import org.depinsdk.core.beacon.BeaconProofs;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.NetworkPolicy;

/** The verified randomness of epochs, each asked of its source until it is there. Safe for several threads. */
public final class EpochBeacons {
  private static final int KEPT = 8;

  /** How late randomness may be before the service counts as failing; drand's relays take a second or two. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final NetworkPolicy policy;
  private final BeaconProofs proofs;
  private final ConcurrentSkipListMap<Long, VerifiedBeacon> known = new ConcurrentSkipListMap<>();
  private final ReentrantLock asking = new ReentrantLock();
  private boolean failed;
  private long failedAt;

  /**
   * Beacons.
   *
   * @param policy names the source
   * @param proofs where the proofs are found
   */
  public EpochBeacons(NetworkPolicy policy, BeaconProofs proofs) {
    this.policy = policy;
    this.proofs = proofs;
  }

  /**
   * The randomness of an epoch; asks for it unless it is known.
   *
   * @param epoch any epoch
   * @return always the same for one epoch
   * @throws IOException if it is not there yet, or not what the policy fixes for the epoch; the message says why
   */
  public VerifiedBeacon of(Epoch epoch) throws IOException {
    asking.lock();
    try {
      VerifiedBeacon found = known.get(epoch.index());
      return found != null ? found : ask(epoch);
    } finally {
      asking.unlock();
    }
  }

  /**
   * The randomness of an epoch for a call. Calls do not queue behind relays that hang: only one asks at a time, and none within
   * a second after a failure.
   *
   * @param epoch any epoch
   * @return empty if it is not known yet
   * @throws IOException as {@link #of}
   */
  public Optional<VerifiedBeacon> forCall(Epoch epoch) throws IOException {
    VerifiedBeacon found = known.get(epoch.index());
    if (found != null) {
      return Optional.of(found);
    }
    if (!(policy.randomness() instanceof BeaconSource.Drand)) {
      // made here and at once: nothing hangs
      return Optional.of(of(epoch));
    }
    if (!asking.tryLock()) {
      return Optional.empty();
    }
    try {
      boolean pause = failed && System.nanoTime() - failedAt < PAUSE.toNanos();
      return pause ? Optional.empty() : Optional.of(of(epoch));
    } finally {
      asking.unlock();
    }
  }

  private VerifiedBeacon ask(Epoch epoch) throws IOException {
    failed = true;
    try {
      VerifiedBeacon verified = VerifiedBeacon.of(
          policy.randomness(),
          policy.network(),
          policy.admission().schedule(),
          epoch,
          proofs.find(epoch));
      failed = false;
      known.put(epoch.index(), verified);
      if (known.size() > KEPT) {
        known.pollFirstEntry();
      }
      return verified;
    } catch (BeaconException e) {
      throw new IOException(
          "the randomness of epoch " + epoch.index() + " is refused: " + e.getMessage(), e);
    } finally {
      failedAt = System.nanoTime();
    }
  }

  /**
   * Whether the randomness of an epoch should have been there for a minute.
   *
   * @param epoch any epoch
   * @param now the network's time
   * @return true if a service that lacks it does not work as it should
   */
  public boolean isOverdue(Epoch epoch, Instant now) {
    Instant due = policy.randomness() instanceof BeaconSource.Drand drand
        ? drand.dueAt(epoch)
        : epoch.start();
    return now.isAfter(due.plus(LATE));
  }
}
