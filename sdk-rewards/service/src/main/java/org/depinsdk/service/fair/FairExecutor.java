package org.depinsdk.service.fair;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of many senders on the threads of a pool, a few at a time. Senders take turns, so the tasks of one wait for no more
 * than one turn of each other.
 */
public final class FairExecutor {
  private final Executor pool;
  private final int slots;
  private final @Nullable Consumer<List<Runnable>> joint;
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
    this(pool, slots, null);
  }

  /**
   * An executor that runs turns of several senders together, where that is cheaper: each thread takes its part of those who wait.
   *
   * @param pool what runs the tasks; if it has other work too, of more threads than slots
   * @param slots how many threads run turns
   * @param joint runs turns of different senders, in their order
   */
  public FairExecutor(Executor pool, int slots, @Nullable Consumer<List<Runnable>> joint) {
    this.pool = pool;
    this.slots = slots;
    this.joint = joint;
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
      for (List<Runnable> turns = next(); !turns.isEmpty(); turns = next()) {
        if (joint != null) {
          joint.accept(turns);
        } else {
          turns.forEach(Runnable::run);
        }
      }
      idle = true;
    } finally {
      if (!idle) {
        pool.execute(this::work);
      }
    }
  }

  /** What a thread runs next, empty if nothing waits. */
  private synchronized List<Runnable> next() {
    int senders = waiting.senders();
    if (senders == 0) {
      running--;
      notifyAll();
      return List.of();
    }
    int count = joint == null ? 1 : (senders - 1) / slots + 1;
    List<Waiting> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(Objects.requireNonNull(waiting.poll()));
    }
    List<Runnable> turns = new ArrayList<>(count);
    for (Waiting next : taken) {
      turns.add(next.task().begin(senders));
      if (next.task().hasMore()) {
        waiting.putBack(next.sender(), next);
      }
    }
    return turns;
  }
}
