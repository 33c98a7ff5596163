package org.depinsdk.service.fair;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of many senders on the threads of a pool, a few at a time. Senders take turns, so the tasks of one wait for no more
 * than one turn of each other.
 */
public final class FairExecutor {
  private final Executor pool;
  private final int slots;
  private final FairQueue<Waiting> waiting = new FairQueue<>();
  private int running;

  private record Waiting(Sender sender, FairTask task) {}

  /**
   * An executor.
   *
   * @param pool what runs the tasks; if it has other work too, of more threads than slots
   * @param slots how many run at a time
   */
  public FairExecutor(Executor pool, int slots) {
    this.pool = pool;
    this.slots = slots;
  }

  /**
   * Runs a task when it is its sender's turn.
   *
   * @param sender whose it is
   * @param task the task
   */
  public void execute(Sender sender, FairTask task) {
    synchronized (this) {
      waiting.add(sender, new Waiting(sender, task));
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
      for (Runnable turn = next(); turn != null; turn = next()) {
        turn.run();
      }
      idle = true;
    } finally {
      if (!idle) {
        pool.execute(this::work);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    int senders = waiting.senders();
    Waiting next = waiting.poll();
    if (next == null) {
      running--;
      notifyAll();
      return null;
    }
    Runnable turn = next.task().begin(senders);
    if (next.task().hasMore()) {
      waiting.putBack(next.sender(), next);
    }
    return turn;
  }
}
