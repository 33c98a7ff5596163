package org.depinsdk.hardware.driver;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a driver may use: clock, scheduler and secrets. Drivers take their time from {@link #clock} and do periodic and waiting work on
 * {@link #scheduler}, so that they start no threads unnoticed and tests can set the time.
 *
 * <p>The context belongs to whoever made it: close the drivers first, then the context.
 */
public final class DriverContext implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final InstantSource clock;
  private final ScheduledExecutorService scheduler;
  private final SecretResolver secrets;
  private final boolean ownsScheduler;

  private DriverContext(Builder builder) {
    this.clock = builder.clock;
    this.secrets = builder.secrets;
    this.ownsScheduler = builder.scheduler.isEmpty();
    this.scheduler = builder.scheduler.orElseGet(DriverContext::newScheduler);
  }

  /**
   * Begins a context with the system's clock, a scheduler of its own and no secrets.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The time.
   *
   * @return never null, safe for several threads
   */
  public InstantSource clock() {
    return clock;
  }

  /**
   * Runs work later or again. A driver cancels what it scheduled when it is closed.
   *
   * @return shared by the drivers of this context
   */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /**
   * The secrets that configurations name.
   *
   * @return one that finds nothing if none was given
   */
  public SecretResolver secrets() {
    return secrets;
  }

  /** Ends the scheduler, if this context made it. Idempotent. */
  @Override
  public void close() {
    if (ownsScheduler) {
      scheduler.shutdownNow();
    }
  }

  private static ScheduledExecutorService newScheduler() {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(2, task -> {
      Thread thread = new Thread(task, "depin-driver-" + NUMBER.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    });
    pool.setRemoveOnCancelPolicy(true);
    return pool;
  }

  /** Puts a context together. Not safe for use by several threads. */
  public static final class Builder {
    private InstantSource clock = InstantSource.system();
    private Optional<ScheduledExecutorService> scheduler = Optional.empty();
    private SecretResolver secrets = name -> Optional.empty();

    private Builder() {}

    /**
     * Sets the clock.
     *
     * @param clock safe for several threads
     * @return this
     */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Sets the scheduler; the context then does not close it.
     *
     * @param scheduler for all drivers of the context
     * @return this
     */
    public Builder scheduler(ScheduledExecutorService scheduler) {
      this.scheduler = Optional.of(scheduler);
      return this;
    }

    /**
     * Sets where secrets come from.
     *
     * @param secrets safe for several threads
     * @return this
     */
    public Builder secrets(SecretResolver secrets) {
      this.secrets = secrets;
      return this;
    }

    /**
     * Makes the context.
     *
     * @return the context; the caller closes it
     */
    public DriverContext build() {
      return new DriverContext(this);
    }
  }
}
