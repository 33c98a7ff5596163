package org.depinsdk.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an operator watches of a service, as meters of Micrometer. No device, operator or account is a tag: the number of time series
 * does not grow with the network. Points in time are seconds since 1970, so that an age is computed where it is looked at. Safe for
 * several threads.
 *
 * <pre>{@code
 * import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
 * import org.depinsdk.service.metrics.ServiceMetrics;
 *
 * ServiceMetrics metrics = new ServiceMetrics(new SimpleMeterRegistry());
 * metrics.refused("uptime.late");
 * }</pre>
 */
public final class ServiceMetrics {
  private static final String REPORTS = "depin.reports";
  private static final String OUTCOME = "outcome";
  private static final String REASON = "reason";

  private final MeterRegistry meters;
  private final Counter accepted;
  private final Counter repeated;
  private final Counter turnedAway;
  private final Map<String, Counter> refused = new ConcurrentHashMap<>();
  private final Timer ingest;
  private final Timer commit;
  private final Timer settlement;
  private final Map<String, AtomicInteger> failing = new ConcurrentHashMap<>();
  private final AtomicLong settledEpochs = new AtomicLong();
  private final AtomicLong settledUntilMs = new AtomicLong();
  private final AtomicLong publishedRecords = new AtomicLong();
  private final AtomicLong publishedAtMs = new AtomicLong();

  /**
   * Meters in a registry.
   *
   * @param meters where they are found; a {@link CompositeMeterRegistry} without members counts nothing
   */
  public ServiceMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.accepted = reports("accepted", "");
    this.repeated = reports("repeated", "");
    this.turnedAway = reports("turned_away", "");
    this.ingest = timer(
        "depin.ingest.duration",
        "From the arrival of reports to their durable answer",
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10));
    this.commit = timer(
        "depin.log.commit.duration",
        "One flush of the log and its signature",
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2));
    this.settlement = timer(
        "depin.epoch.settlement.duration",
        "From the evidence of an epoch to its bundle and the ledger",
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1));
    watch("depin.epoch.next", "The first epoch that is not settled", null, settledEpochs::get);
    watch(
        "depin.epoch.last.settled.end.timestamp",
        "End of the newest settled epoch; 0 before the first",
        "seconds",
        () -> settledUntilMs.get() / 1000.0);
    watch(
        "depin.log.published.records",
        "Records of the newest published checkpoint",
        null,
        publishedRecords::get);
    watch(
        "depin.checkpoint.timestamp",
        "When the log was last found published as it is signed; 0 before the first time",
        "seconds",
        () -> publishedAtMs.get() / 1000.0);
  }

  /**
   * Meters that nobody reads.
   *
   * @return metrics that count nothing
   */
  public static ServiceMetrics none() {
    return new ServiceMetrics(new CompositeMeterRegistry());
  }

  /** A report was accepted. */
  public void accepted() {
    accepted.increment();
  }

  /** A report came again, and got its first answer. */
  public void repeated() {
    repeated.increment();
  }

  /**
   * A report was refused.
   *
   * @param reason the code of the refusal
   */
  public void refused(String reason) {
    refused.computeIfAbsent(reason, code -> reports("refused", code)).increment();
  }

  /**
   * Reports were not taken, because too much waits or too many of their sender failed.
   *
   * @param reports how many, 1 if they were not read
   */
  public void turnedAway(int reports) {
    turnedAway.increment(reports);
  }

  /**
   * Reports of a call were decided and are durable.
   *
   * @param nanos how long that took
   */
  public void answered(long nanos) {
    ingest.record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * A connection was closed before its client wanted that.
   *
   * @param port {@code service} or {@code metrics}
   * @param why the reason
   */
  public void closed(String port, ClosedConnection why) {
    closedConnections(port, why).increment();
  }

  /**
   * Shows each reason to close connections of a port from the start on.
   *
   * @param port {@code service} or {@code metrics}
   */
  public void closes(String port) {
    for (ClosedConnection why : ClosedConnection.values()) {
      closedConnections(port, why);
    }
  }

  private Counter closedConnections(String port, ClosedConnection why) {
    return Counter.builder("depin.connections.closed")
        .description("Connections that were closed before their client wanted that")
        .tag("port", port)
        .tag(REASON, why.code())
        .register(meters);
  }

  /**
   * The log was flushed and signed.
   *
   * @param nanos how long that took
   */
  public void committed(long nanos) {
    commit.record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Says up to where epochs are settled, at a start.
   *
   * @param next the first epoch that is not settled
   * @param end the end of the one before; the network's genesis if there is none
   */
  public void settledUntil(long next, Instant end) {
    settledEpochs.set(next);
    settledUntilMs.set(next == 0 ? 0 : end.toEpochMilli());
  }

  /**
   * An epoch was settled.
   *
   * @param epoch its index
   * @param end its end
   * @param nanos how long that took
   */
  public void settled(long epoch, Instant end, long nanos) {
    settlement.record(nanos, TimeUnit.NANOSECONDS);
    settledUntil(epoch + 1, end);
  }

  /**
   * The published log was found to be, or made to be, as the service signed it.
   *
   * @param records how many records it has
   * @param at when
   */
  public void published(long records, Instant at) {
    publishedRecords.set(records);
    publishedAtMs.set(at.toEpochMilli());
  }

  /**
   * A task failed.
   *
   * @param task for example {@code settlement}
   */
  public void failed(String task) {
    Counter.builder("depin.task.failures")
        .description("Failures of a task that is tried again, or ended the process")
        .tag("task", task)
        .register(meters)
        .increment();
    failing(task).set(1);
  }

  /**
   * A task does its work.
   *
   * @param task for example {@code settlement}
   */
  public void works(String task) {
    failing(task).set(0);
  }

  /**
   * Watches a value of the service.
   *
   * @param name with dots, for example {@code depin.ingest.waiting}
   * @param description one sentence
   * @param unit for example {@code bytes}, null for a number
   * @param value read at each scrape, on any thread
   */
  public void watch(
      String name, String description, @Nullable String unit, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).baseUnit(unit).register(meters);
  }

  private AtomicInteger failing(String task) {
    return failing.computeIfAbsent(task, name -> {
      AtomicInteger state = new AtomicInteger();
      Gauge.builder("depin.task.failing", state::get)
          .description("1 while a task fails")
          .tag("task", name)
          .register(meters);
      return state;
    });
  }

  private Counter reports(String outcome, String reason) {
    return Counter.builder(REPORTS)
        .description("Reports by what became of them")
        .tag(OUTCOME, outcome)
        .tag(REASON, reason)
        .register(meters);
  }

  private Timer timer(String name, String description, Duration... buckets) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(buckets)
        .register(meters);
  }
}
