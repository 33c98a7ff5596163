package org.depinsdk.hardware.support;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Starts work again and again, but never before the last one has answered. */
final class Repeater {
  private final Supplier<CompletableFuture<?>> work;
  private final Future<?> schedule;
  private volatile CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /** Begins at once. Throws RejectedExecutionException if the scheduler is shut down. */
  Repeater(
      ScheduledExecutorService scheduler, Duration period, Supplier<CompletableFuture<?>> work) {
    this.work = work;
    this.schedule =
        scheduler.scheduleWithFixedDelay(this::tick, 0, period.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick() {
    if (last.isDone()) {
      last = work.get();
    }
  }

  void stop() {
    schedule.cancel(false);
  }
}
