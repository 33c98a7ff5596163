package org.depinsdk.hardware.support;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.depinsdk.hardware.driver.DriverException;

/**
 * Runs the calls to one device or bus one after the other on a shared executor, each with a deadline. A call that hangs
 * takes one thread of the executor and no more; callers get their answer in time all the same. Safe for use by several
 * threads.
 */
public final class SerialCalls implements AutoCloseable {
  /** How many calls may wait before further ones fail with {@link DriverException.Busy}. */
  public static final int MAX_WAITING = 1024;

  /**
   * One call to the device.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface Call<T> {
    /**
     * Talks to the device.
     *
     * @return the answer
     * @throws DriverException if there is none
     */
    T run() throws DriverException;
  }

  private final String name;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
  private boolean running;
  private boolean closed;

  /**
   * Calls to one device.
   *
   * @param name the device's name, for messages
   * @param executor runs the calls
   */
  public SerialCalls(String name, Executor executor) {
    this.name = name;
    this.executor = executor;
  }

  /**
   * Queues a call.
   *
   * @param call talks to the device
   * @param timeout how long the caller waits, more than zero
   * @param <T> what it gives
   * @return fails with what the call throws, with {@link DriverException.Timeout} after the time, with {@link
   *     DriverException.Closed} when this is closed, and with {@link DriverException.Busy} if too many wait
   */
  public <T> CompletableFuture<T> submit(Call<T> call, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a timeout is more than zero, not " + timeout);
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable task = () -> run(call, answer);
    lock.lock();
    try {
      if (closed) {
        answer.completeExceptionally(closedNow());
        return answer;
      }
      if (waiting.size() >= MAX_WAITING) {
        answer.completeExceptionally(
            new DriverException.Busy(name + ": " + waiting.size() + " calls wait already"));
        return answer;
      }
      open.add(answer);
      waiting.add(task);
    } finally {
      lock.unlock();
    }
    expire(answer, timeout);
    pump();
    return answer;
  }

  private <T> void run(Call<T> call, CompletableFuture<T> answer) {
    if (answer.isDone()) {
      return; // its caller does not wait any more
    }
    try {
      answer.complete(call.run());
    } catch (DriverException e) {
      answer.completeExceptionally(e);
    } catch (RuntimeException e) {
      // a fault in a driver fails its own call and nothing else
      answer.completeExceptionally(
          new DriverException.Unavailable(name + ": the driver failed: " + e, e));
    }
  }

  private void expire(CompletableFuture<?> answer, Duration timeout) {
    // a timer of its own, because the executor's threads may all be stuck; it ends with the answer
    CompletableFuture<Void> timer = new CompletableFuture<>();
    var unusedExpiry = timer
        .completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS)
        .thenRun(() -> answer.completeExceptionally(
            new DriverException.Timeout(name + ": no answer within " + timeout)));
    var unusedEnd = answer.whenComplete((value, failure) -> {
      open.remove(answer);
      timer.cancel(false);
    });
  }

  // at most one of these is on the executor at a time; after each call it goes to the end of the
  // executor's queue
  private void pump() {
    lock.lock();
    try {
      if (running || waiting.isEmpty()) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(this::next);
    } catch (RejectedExecutionException e) {
      close();
    }
  }

  private void next() {
    Runnable task;
    lock.lock();
    try {
      task = waiting.poll();
    } finally {
      lock.unlock();
    }
    try {
      if (task != null) {
        task.run();
      }
    } finally {
      lock.lock();
      try {
        running = false;
      } finally {
        lock.unlock();
      }
      pump();
    }
  }

  private DriverException.Closed closedNow() {
    return new DriverException.Closed(name + ": the driver is closed");
  }

  /** Fails all calls that wait or run, and all later ones. Returns at once, idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
    } finally {
      lock.unlock();
    }
    open.forEach(answer -> answer.completeExceptionally(closedNow()));
  }
}
