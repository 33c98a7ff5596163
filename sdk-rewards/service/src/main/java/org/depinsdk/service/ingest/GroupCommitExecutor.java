package org.depinsdk.service.ingest;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.depinsdk.service.FailureListener;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * One thread that decides tasks in the order in which they came and answers a group of them after one shared flush. While
 * the disk works, the next group gathers.
 *
 * <p>If the disk or the store fails, the executor stops for good: what it had decided may be on the disk or not, and
 * only a restart, which reads the disk, can tell.
 */
final class GroupCommitExecutor {
  private static final Logger LOG = System.getLogger(GroupCommitExecutor.class.getName());

  private static final int MAX_GROUP = 512;

  /** One step in the network's order. */
  interface Task {
    /** Whether {@link #decide} would not wait. */
    boolean isReady();

    /** Decides and appends to the log; waits where the task is not ready. */
    void decide() throws IOException;

    /** Responses; everything that was decided is durable now. */
    void finish();

    /** Responses that the service stopped before the task was durable. */
    void fail(IOException why);
  }

  private final SequencedLog log;
  private final FailureListener failures;
  private final ServiceMetrics metrics;
  private final Deque<Task> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean ending;
  private @Nullable IOException failure;

  /**
   * A executor that runs at once.
   *
   * @param failures is told if it stops because of a failure
   */
  GroupCommitExecutor(SequencedLog log, FailureListener failures, ServiceMetrics metrics) {
    this.log = log;
    this.metrics = metrics;
    this.failures = failures;
    this.thread = new Thread(this::run, "ingest");
    thread.start();
  }

  /** Puts a task at the end of the order; a task that comes too late fails at once. */
  void add(Task task) {
    IOException why;
    synchronized (this) {
      if (failure == null && !ending) {
        waiting.add(task);
        notifyAll();
        return;
      }
      why = failure != null ? failure : new IOException("the service is shutting down");
    }
    task.fail(why);
  }

  /** Decides what waits, then ends. */
  void close() throws InterruptedException {
    synchronized (this) {
      ending = true;
      notifyAll();
    }
    thread.join();
  }

  private void run() {
    List<Task> group = new ArrayList<>();
    try {
      while (nextGroup(group)) {
        long begun = System.nanoTime();
        log.commit();
        metrics.committed(System.nanoTime() - begun);
        group.forEach(Task::finish);
        group.clear();
      }
    } catch (Throwable e) {
      try {
        stop(group);
        LOG.log(Level.ERROR, "the ingest stopped; no more reports are taken until a restart");
      } finally {
        // whatever else fails, for example without memory
        failures.failed("ingest", e);
      }
    }
  }

  /** Decides the first task that waits, and those behind it that are ready; false at the end. */
  private boolean nextGroup(List<Task> group) throws IOException, InterruptedException {
    Task task = next(true);
    while (task != null) {
      group.add(task);
      task.decide();
      task = group.size() < MAX_GROUP ? next(false) : null;
    }
    return !group.isEmpty();
  }

  private synchronized @Nullable Task next(boolean wait) throws InterruptedException {
    while (wait && waiting.isEmpty() && !ending) {
      wait();
    }
    Task first = waiting.peek();
    return first == null || !(wait || first.isReady()) ? null : waiting.remove();
  }

  private void stop(List<Task> group) {
    List<Task> lost = new ArrayList<>(group);
    IOException why = new IOException("the service stopped before this was durable; see its log");
    synchronized (this) {
      failure = why;
      lost.addAll(waiting);
      waiting.clear();
    }
    lost.forEach(task -> task.fail(why));
  }
}
