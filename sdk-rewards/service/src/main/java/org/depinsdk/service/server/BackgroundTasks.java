package org.depinsdk.service.server;

import com.google.common.io.Closer;
import com.google.common.util.concurrent.MoreExecutors;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Work that is done again and again, each on a thread of its own. What fails is reported and tried again. */
final class BackgroundTasks implements Closeable {
  private final Closer closer = Closer.create();
  private final ServiceHealth health;

  BackgroundTasks(ServiceHealth health) {
    this.health = health;
  }

  /** One round of a task. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Does a round before the first of {@link #repeat}. */
  void runNow(String task, Work work) {
    try {
      work.run();
    } catch (IOException e) {
      health.failed(task, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Repeats a task until the end; the first round comes after one pause. */
  void repeat(String thread, Duration pause, String task, Work work) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(run -> new Thread(run, thread));
    closer.register(() -> MoreExecutors.shutdownAndAwaitTermination(timer, Duration.ofDays(365)));
    var unused = timer.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
            health.works(task);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Throwable e) {
            health.failed(task, e);
          }
        },
        pause.toMillis(),
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Ends when the rounds that run now have ended. */
  @Override
  public void close() throws IOException {
    closer.close();
  }
}
