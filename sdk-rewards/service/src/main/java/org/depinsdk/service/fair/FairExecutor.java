package org.depinsdk.service.fair;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of many senders on the threads of a pool, a few at a time. Senders take turns, so the tasks of one wait for no more
 * than one task of each other.
 *
 * @param <T> a task
 */
public final class FairExecutor<T> {
  private final Executor pool;
  private final int slots;
  private final Consumer<T> begin;
  private final Consumer<T> run;
  private final FairQueue<T> waiting = new FairQueue<>();
  private int running;

  /**
   * An executor.
   *
   * @param pool what runs the tasks; if it has other work too, of more threads than slots
   * @param slots how many run at a time
   * @param begin is given each task before it runs, one after the other in the order of the turns; short
   * @param run runs a task
   */
  public FairExecutor(Executor pool, int slots, Consumer<T> begin, Consumer<T> run) {
    this.pool = pool;
    this.slots = slots;
    this.begin = begin;
    this.run = run;
  }

  /**
   * Runs a task when it is its sender's turn.
   *
   * @param sender whose it is
   * @param task the task
   */
  public void execute(Sender sender, T task) {
    synchronized (this) {
      waiting.add(sender, task);
      if (running == slots) {
        return;
      }
      running++;
    }
    pool.execute(this::work);
  }

  /**
   * Waits until nothing waits or runs.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public synchronized void awaitIdle() throws InterruptedException {
    while (running > 0) {
      wait();
    }
  }

  private void work() {
    boolean idle = false;
    try {
      for (T task = next(); task != null; task = next()) {
        run.accept(task);
      }
      idle = true;
    } finally {
      if (!idle) {
        pool.execute(this::work);
      }
    }
  }

  private synchronized @Nullable T next() {
    T task = waiting.poll();
    if (task == null) {
      running--;
      notifyAll();
    } else {
      begin.accept(task);
    }
    return task;
  }
}
