package org.depinsdk.hardware.support;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.driver.Registration;

/**
 * Keeps a driver's status. Listeners hear of changes of state or reason, not of each good answer. After {@link #closed}
 * nothing changes any more. Safe for use by several threads.
 */
public final class StatusTracker {
  private static final System.Logger LOG = System.getLogger(StatusTracker.class.getName());

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Consumer<DriverStatus>> listeners = new CopyOnWriteArrayList<>();
  private DriverStatus status;

  /**
   * Begins in state NEW.
   *
   * @param clock dates the changes
   */
  public StatusTracker(InstantSource clock) {
    this.clock = clock;
    this.status = new DriverStatus(
        DriverState.NEW, Optional.empty(), "", clock.instant(), Optional.empty(), 0);
  }

  /**
   * The status now.
   *
   * @return a value of this moment
   */
  public DriverStatus status() {
    lock.lock();
    try {
      return status;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a listener.
   *
   * @param listener is given each new status; what it throws is logged
   * @return closes to take it away
   */
  public Registration listen(Consumer<DriverStatus> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** A first connection is being made. */
  public void connecting() {
    change(DriverState.CONNECTING, Optional.empty(), "", false);
  }

  /** Data came, complete and good. */
  public void online() {
    change(DriverState.ONLINE, Optional.empty(), "", true);
  }

  /**
   * Data came, but not all of it or not well.
   *
   * @param reason why
   * @param detail facts for people, never a secret
   */
  public void degraded(ReasonCode reason, String detail) {
    change(DriverState.DEGRADED, Optional.of(reason), detail, true);
  }

  /**
   * The device does not answer.
   *
   * @param reason why
   * @param detail facts for people, never a secret
   */
  public void offline(ReasonCode reason, String detail) {
    change(DriverState.OFFLINE, Optional.of(reason), detail, false);
  }

  /** The user closed the driver. */
  public void closed() {
    change(DriverState.CLOSED, Optional.empty(), "", false);
  }

  private void change(
      DriverState state, Optional<ReasonCode> reason, String detail, boolean dataCame) {
    DriverStatus before;
    DriverStatus after;
    lock.lock();
    try {
      before = status;
      if (before.state() == DriverState.CLOSED) {
        return;
      }
      Instant now = clock.instant();
      after = new DriverStatus(
          state,
          reason,
          detail,
          state == before.state() ? before.since() : now,
          dataCame ? Optional.of(now) : before.lastGoodAt(),
          failures(state, dataCame, before));
      status = after;
    } finally {
      lock.unlock();
    }
    if (before.state() != state || !before.reason().equals(reason)) {
      listeners.forEach(listener -> tell(listener, after));
    }
  }

  private static long failures(DriverState state, boolean dataCame, DriverStatus before) {
    if (dataCame) {
      return 0;
    }
    return before.consecutiveFailures() + (state == DriverState.OFFLINE ? 1 : 0);
  }

  private static void tell(Consumer<DriverStatus> listener, DriverStatus status) {
    try {
      listener.accept(status);
    } catch (RuntimeException e) {
      // the listener is somebody else's code: its faults must not stop the driver
      LOG.log(Level.WARNING, "a status listener failed", e);
    }
  }
}
