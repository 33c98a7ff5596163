package org.depinsdk.hardware.support;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.hardware.driver.Capability;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DeviceIdentity;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.driver.ReadingStream;
import org.depinsdk.hardware.driver.Registration;
import org.depinsdk.hardware.driver.Streaming;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.reading.ReadingReasons;

/**
 * A whole driver for a device that answers when asked: reads with deadlines, streams by asking again and again, checks
 * the device even when nobody reads it, and flags counters that wrapped or were reset.
 *
 * <p>Readings that were asked for have one sequence of numbers, those of each stream another.
 */
public final class PolledDriver implements DeviceDriver {
  // how long the driver's own questions wait for the device, if the period is shorter
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);

  private final PolledSource source;
  private final DriverContext context;
  private final StatusTracker status;
  private final SerialCalls calls;
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Map<Class<? extends Capability>, Capability> capabilities = new HashMap<>();
  private final Map<Object, ReadingStream> streams = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReadingAssembler readAssembler;
  private final Device device = new PolledDevice();
  private final Repeater watching;

  private PolledDriver(PolledSource source, DriverContext context, Duration watchEvery) {
    this.source = source;
    this.context = context;
    this.status = new StatusTracker(context.clock());
    this.calls = new SerialCalls(source.name(), context.scheduler());
    this.readAssembler = new ReadingAssembler(source);
    source.channels().forEach(c -> channels.put(c.name(), c));
    capabilities.put(Readable.class, new PolledReadable());
    capabilities.put(Streaming.class, (Streaming) this::stream);
    capabilities.putAll(source.furtherCapabilities());
    status.connecting();
    this.watching = new Repeater(context.scheduler(), watchEvery, () -> watch(watchEvery));
  }

  /**
   * Opens a driver. The device is asked for the first time by the context's scheduler, not in this call.
   *
   * @param source knows the device
   * @param context what the driver may use
   * @param watchEvery how often to check the device when nobody reads it, more than zero
   * @return the open driver
   * @throws DriverException.Closed if the context is closed
   */
  public static PolledDriver open(PolledSource source, DriverContext context, Duration watchEvery)
      throws DriverException.Closed {
    try {
      return new PolledDriver(source, context, watchEvery);
    } catch (RejectedExecutionException e) {
      throw new DriverException.Closed(source.name() + ": the driver context is closed");
    }
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public DriverStatus status() {
    return status.status();
  }

  @Override
  public Registration onStatus(Consumer<DriverStatus> listener) {
    return status.listen(listener);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watching.stop();
      status.closed();
      calls.close();
      List.copyOf(streams.values()).forEach(ReadingStream::close);
      source.close();
    }
  }

  @Override
  public String toString() {
    return "PolledDriver[" + source.name() + " " + status().state() + "]";
  }

  // asks for nothing but health; the result is in the status
  private CompletableFuture<?> watch(Duration period) {
    Duration timeout = period.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : period;
    return calls.submit(() -> ask(List.of()), timeout).whenComplete((answer, failure) -> {
      if (failure instanceof DriverException.Timeout) {
        status.offline(ReadingReasons.NO_ANSWER, "no answer within " + timeout);
      }
    });
  }

  private ReadingStream stream(Collection<String> names, Duration period, int capacity)
      throws DriverException.Closed {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("a period is more than zero, not " + period);
    }
    List<String> asked = distinct(names);
    ReadingAssembler assembler = new ReadingAssembler(source);
    CompletableFuture<Repeater> repeater = new CompletableFuture<>();
    BoundedReadingStream stream = new BoundedReadingStream(capacity, () -> {
      var unused = repeater.thenAccept(Repeater::stop);
    });
    streams.put(repeater, stream);
    try {
      repeater.complete(new Repeater(
          context.scheduler(),
          period,
          () -> calls
              .submit(() -> read(asked, assembler), LEAST_TIMEOUT.plus(period))
              .thenAccept(readings -> readings.forEach(stream::offer))));
    } catch (RejectedExecutionException e) {
      stream.close();
    }
    if (closed.get() || stream.ended()) {
      stream.close();
      throw new DriverException.Closed(source.name() + ": the driver is closed");
    }
    return stream;
  }

  private List<Reading> read(List<String> names, ReadingAssembler assembler) {
    List<Channel> known =
        names.stream().map(channels::get).filter(Objects::nonNull).toList();
    Sample sample = ask(known);
    return assembler.readings(names, channels, sample, context.clock().instant());
  }

  // a device that does not answer as a whole gives a BAD value for each channel
  private Sample ask(List<Channel> known) {
    try {
      Sample sample = source.sample(known);
      if (sample.values().size() != known.size()) {
        return failed(
            known,
            ReadingReasons.MALFORMED,
            "the driver gave " + sample.values().size() + " values for " + known.size()
                + " channels");
      }
      note(sample.health());
      return sample;
    } catch (DriverException e) {
      return failed(known, ReadingReasons.DEVICE_GONE, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // a fault in a source must not end the watching
      return failed(known, ReadingReasons.MALFORMED, "the driver failed: " + e);
    }
  }

  private void note(Health health) {
    switch (health.state()) {
      case ONLINE -> status.online();
      case DEGRADED -> status.degraded(health.reason().orElseThrow(), health.detail());
      default -> status.offline(health.reason().orElseThrow(), health.detail());
    }
  }

  private Sample failed(List<Channel> known, ReasonCode reason, String detail) {
    status.offline(reason, detail);
    ChannelSample missing = ChannelSample.missing(Quality.bad(reason, detail));
    return new Sample(
        Collections.nCopies(known.size(), missing), Health.offline(reason, detail), "");
  }

  private static List<String> distinct(Collection<String> names) {
    List<String> copy = List.copyOf(names);
    if (new HashSet<>(copy).size() != copy.size()) {
      throw new IllegalArgumentException("each channel at most once, not " + copy);
    }
    return copy;
  }

  private final class PolledReadable implements Readable {
    @Override
    public List<Channel> channels() {
      return List.copyOf(channels.values());
    }

    @Override
    public CompletableFuture<List<Reading>> read(Collection<String> names, Duration timeout) {
      List<String> asked = distinct(names);
      return calls.submit(() -> PolledDriver.this.read(asked, readAssembler), timeout);
    }
  }

  private final class PolledDevice implements Device {
    @Override
    public String name() {
      return source.name();
    }

    @Override
    public DeviceIdentity identity() {
      return source.identity();
    }

    @Override
    public DriverStatus status() {
      return status.status();
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.copyOf(capabilities.keySet());
    }

    @Override
    public <T extends Capability> Optional<T> capability(Class<T> type) {
      return Optional.ofNullable(capabilities.get(type)).map(type::cast);
    }

    @Override
    public String toString() {
      return "Device[" + source.name() + "]";
    }
  }
}
