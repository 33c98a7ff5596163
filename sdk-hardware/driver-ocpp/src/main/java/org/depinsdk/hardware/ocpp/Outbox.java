package org.depinsdk.hardware.ocpp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<PointDialect.Queued> queue = new ArrayDeque<>();
  private boolean sending;
  private long lost;

  /**
   * An empty one.
   *
   * @param name whose
   * @param max how many messages may wait
   * @param open whether messages may be sent now
   * @param send sends one
   * @param unanswered what to do when the connection gave no answer: only a new one sends again
   */
  Outbox(
      String name,
      int max,
      BooleanSupplier open,
      Function<PointDialect.Outgoing, CompletableFuture<Fields>> send,
      Runnable unanswered) {
    this.name = name;
    this.max = max;
    this.open = open;
    this.send = send;
    this.unanswered = unanswered;
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
    lock.lock();
    try {
      for (PointDialect.Queued message : messages) {
        if (queue.size() >= max) {
          lost++;
        } else {
          queue.add(message);
        }
      }
    } finally {
      lock.unlock();
    }
    sendNext();
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
    // a refusal, or an answer that is none, will be the same the next time
    boolean refused = error instanceof DriverException.ProtocolViolation
        || (error instanceof DriverException known && !known.retryable());
    boolean retry = answer == null && !refused;
    lock.lock();
    try {
      if (!retry) {
        queue.remove(message);
        lost += refused ? 1 : 0;
      }
    } finally {
      lock.unlock();
    }
    // before the next message is made: a 1.6 message needs the number of this answer
    if (answer != null) {
      try {
        message.answered(answer);
      } catch (OcppException e) {
        LOG.log(System.Logger.Level.WARNING, () -> name + ": " + e.getMessage());
      }
    } else if (refused) {
      LOG.log(System.Logger.Level.WARNING, () -> name + ": given up: " + error);
    }
    lock.lock();
    try {
      sending = false;
    } finally {
      lock.unlock();
    }
    if (retry) {
      unanswered.run();
    } else {
      sendNext();
    }
  }
}
