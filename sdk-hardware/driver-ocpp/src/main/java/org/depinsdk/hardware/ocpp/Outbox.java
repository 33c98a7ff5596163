package org.depinsdk.hardware.ocpp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.depinsdk.hardware.driver.DriverException;
import org.jspecify.annotations.Nullable;

/**
 * A charge point's messages of transactions: they wait while there is no connection and are delivered in order, each until it
 * is answered. Safe for use by several threads.
 */
final class Outbox {
  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  private final String name;
  private final int max;
  private final BooleanSupplier open;
  private final Function<PointDialect.Outgoing, CompletableFuture<Fields>> send;
  private final Runnable unanswered;
  private final Retry retry;
  private final ScheduledExecutorService scheduler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<PointDialect.Queued> queue = new ArrayDeque<>();
  private boolean sending;
  private int refusals;
  private long lost;

  /** How often a message is sent that the central system refuses, and how long the first pause is. */
  record Retry(int attempts, Duration interval) {}

  /**
   * An empty one.
   *
   * @param name whose
   * @param max how many messages may wait
   * @param open whether messages may be sent now
   * @param send sends one
   * @param unanswered what to do when the connection gave no answer: only a new one sends again
   * @param retry what to do when the central system refuses a message
   * @param scheduler waits between attempts
   */
  Outbox(
      String name,
      int max,
      BooleanSupplier open,
      Function<PointDialect.Outgoing, CompletableFuture<Fields>> send,
      Runnable unanswered,
      Retry retry,
      ScheduledExecutorService scheduler) {
    this.name = name;
    this.max = max;
    this.open = open;
    this.send = send;
    this.unanswered = unanswered;
    this.retry = retry;
    this.scheduler = scheduler;
  }

  int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  void add(List<PointDialect.Queued> messages) {
    List<PointDialect.Queued> tooMany = new ArrayList<>();
    lock.lock();
    try {
      for (PointDialect.Queued message : messages) {
        if (queue.size() >= max) {
          lost++;
          tooMany.add(message);
        } else {
          queue.add(message);
        }
      }
    } finally {
      lock.unlock();
    }
    tooMany.forEach(message ->
        message.failed(new DriverException.Busy(name + ": " + max + " messages wait already")));
    sendNext();
  }

  /** Gives up what waits. */
  void close() {
    List<PointDialect.Queued> rest;
    lock.lock();
    try {
      sending = true;
      rest = List.copyOf(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
    rest.forEach(message ->
        message.failed(new DriverException.Closed(name + ": the charge point is closed")));
  }

  /** Sends what waits unless something is under way. */
  void sendNext() {
    PointDialect.Queued next;
    lock.lock();
    try {
      next = queue.peek();
      if (next == null || sending || !open.getAsBoolean()) {
        return;
      }
      sending = true;
    } finally {
      lock.unlock();
    }
    var unused =
        send.apply(next.build()).whenComplete((answer, error) -> answered(next, answer, error));
  }

  private void answered(
      PointDialect.Queued message, @Nullable Fields answer, @Nullable Throwable error) {
    if (answer != null) {
      remove(message, false);
      // before the next message is made: a 1.6 message needs the number of this answer
      try {
        message.answered(answer);
      } catch (OcppException e) {
        LOG.log(System.Logger.Level.WARNING, () -> name + ": " + e.getMessage());
        message.failed(e);
      }
      goOn();
    } else if (error instanceof DriverException.Rejected) {
      refused(message, error);
    } else if (error instanceof DriverException known
        && (known instanceof DriverException.ProtocolViolation || !known.retryable())) {
      // an answer that is none will be the same the next time
      giveUp(message, known);
    } else {
      resume();
      unanswered.run();
    }
  }

  // spec| OCPP 1.6 sections 9.1.26 and 9.1.27: the pause grows with each attempt; in 2.0.1 it is
  // the same setting
  private void refused(PointDialect.Queued message, Throwable error) {
    int attempts;
    lock.lock();
    try {
      attempts = ++refusals;
    } finally {
      lock.unlock();
    }
    if (attempts >= retry.attempts()) {
      giveUp(message, error);
      return;
    }
    LOG.log(System.Logger.Level.INFO, () -> name + ": sent again later: " + error);
    var unused = scheduler.schedule(
        this::goOn, retry.interval().multipliedBy(attempts).toMillis(), TimeUnit.MILLISECONDS);
  }

  private void giveUp(PointDialect.Queued message, Throwable error) {
    LOG.log(System.Logger.Level.WARNING, () -> name + ": given up: " + error);
    remove(message, true);
    message.failed(error);
    goOn();
  }

  private void remove(PointDialect.Queued message, boolean isLost) {
    lock.lock();
    try {
      queue.remove(message);
      lost += isLost ? 1 : 0;
      refusals = 0;
    } finally {
      lock.unlock();
    }
  }

  private void goOn() {
    resume();
    sendNext();
  }

  private void resume() {
    lock.lock();
    try {
      sending = false;
    } finally {
      lock.unlock();
    }
  }
}
