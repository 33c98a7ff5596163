package org.depinsdk.hardware.disk;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Capability;
import org.depinsdk.hardware.driver.DeviceIdentity;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.ReadingReasons;
import org.depinsdk.hardware.support.ChannelSample;
import org.depinsdk.hardware.support.Health;
import org.depinsdk.hardware.support.PolledSource;
import org.depinsdk.hardware.support.Sample;
import org.jspecify.annotations.Nullable;

/** One store and the disk below it. The store is opened when it is there, and scrubbed in the background. */
final class DiskSource implements PolledSource {
  /** File systems that are memory; what they measure is no disk's. */
  private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");

  private static final Duration SMART_EVERY = Duration.ofMinutes(10);
  private static final long SCRUBS_PER_SECOND = 4;

  /**
   * How a store is opened and checked.
   *
   * @param folder where it is
   * @param limits what it may hold
   * @param scrubRate bytes that the scrubber reads in a second
   * @param smartDevice for {@code smartctl}
   */
  record Settings(Path folder, StoreLimits limits, long scrubRate, Optional<String> smartDevice) {}

  private final Settings settings;
  private final DriverContext context;
  private final Smartctl smartctl;
  private final ScheduledFuture<?> scrubbing;
  private final AtomicLong lost = new AtomicLong();
  private boolean closed;
  private @Nullable PieceStore store;
  private @Nullable Scrubber scrubber;
  private Optional<SmartFigures> smart = Optional.empty();
  private String smartProblem = "";
  private Instant smartDue = Instant.MIN;

  DiskSource(Settings settings, DriverContext context, Smartctl smartctl) {
    this.settings = settings;
    this.context = context;
    this.smartctl = smartctl;
    long every = TimeUnit.SECONDS.toMillis(1) / SCRUBS_PER_SECOND;
    this.scrubbing = context
        .scheduler()
        .scheduleWithFixedDelay(this::scrub, every, every, TimeUnit.MILLISECONDS);
  }

  @Override
  public String name() {
    return settings.folder().toString();
  }

  @Override
  public DeviceIdentity identity() {
    PieceStore open = openStore();
    return new DeviceIdentity("", "", open == null ? "" : open.identity().store(), "");
  }

  @Override
  public List<Channel> channels() {
    return DiskChannels.all(settings.smartDevice().isPresent());
  }

  @Override
  public Provenance provenance() {
    return provenance(settings.folder());
  }

  static Provenance provenance(Path folder) {
    try {
      return MEMORY.contains(Files.getFileStore(folder).type())
          ? Provenance.SIMULATED
          : Provenance.HARDWARE;
    } catch (IOException e) {
      // nothing is measured on a disk that is not there
      return Provenance.HARDWARE;
    }
  }

  @Override
  public Map<Class<? extends Capability>, Capability> furtherCapabilities() {
    return Map.of(PieceStorage.class, (PieceStorage) this::store);
  }

  private synchronized @Nullable PieceStore openStore() {
    return store;
  }

  private synchronized PieceStore store() throws DriverException.Unavailable {
    PieceStore open = store;
    if (open != null) {
      return open;
    }
    if (closed) {
      throw new DriverException.Unavailable(name() + ": the driver is closed", null);
    }
    try {
      open = PieceStore.open(settings.folder(), settings.limits(), context.clock());
    } catch (IOException e) {
      throw new DriverException.Unavailable(String.valueOf(e.getMessage()), e);
    }
    open.onEvent(event -> lost.incrementAndGet());
    store = open;
    scrubber = new Scrubber(open);
    return open;
  }

  private void scrub() {
    Scrubber open;
    synchronized (this) {
      open = scrubber;
    }
    if (open != null) {
      try {
        open.step(Math.max(1, settings.scrubRate() / SCRUBS_PER_SECOND));
      } catch (IOException e) {
        // the status says that the disk is gone; scrubbing goes on when it is back
      }
    }
  }

  @Override
  public Sample sample(List<Channel> channels) throws DriverException {
    PieceStore open = store();
    Map<String, ChannelSample> values = new HashMap<>();
    try {
      StoreCapacity capacity = open.capacity();
      number(values, DiskChannels.DISK_BYTES, capacity.diskBytes());
      number(values, DiskChannels.FREE_BYTES, capacity.freeBytes());
      number(values, DiskChannels.ROOM_BYTES, Math.max(0, capacity.roomBytes()));
      number(values, DiskChannels.PIECES, capacity.pieces());
      number(values, DiskChannels.PIECE_BYTES, capacity.pieceBytes());
    } catch (IOException e) {
      throw new DriverException.Unavailable(String.valueOf(e.getMessage()), e);
    }
    synchronized (this) {
      Scrubber running = scrubber;
      if (running != null) {
        number(values, DiskChannels.SCRUB_CHECKED, running.checked());
        number(values, DiskChannels.SCRUB_DAMAGED, running.damaged());
        number(values, DiskChannels.SCRUB_PASSES, running.passes());
      }
    }
    settings.smartDevice().ifPresent(device -> smart(device, values));
    Quality missing = Quality.bad(ReadingReasons.NOT_AVAILABLE, smartProblem);
    List<ChannelSample> asked = channels.stream()
        .map(c -> values.getOrDefault(c.name(), ChannelSample.missing(missing)))
        .toList();
    return new Sample(asked, health(), open.identity().store());
  }

  private Health health() {
    if (smart.flatMap(SmartFigures::passed).filter(passed -> !passed).isPresent()) {
      return Health.degraded(DiskReasons.SMART_FAILED, "the disk says that it fails");
    }
    return lost.get() > 0
        ? Health.degraded(DiskReasons.PIECES_LOST, lost.get() + " pieces were found damaged")
        : Health.ONLINE;
  }

  // a disk may take seconds to answer, and its figures change slowly
  private void smart(String device, Map<String, ChannelSample> values) {
    Instant now = context.clock().instant();
    if (!now.isBefore(smartDue)) {
      smartDue = now.plus(SMART_EVERY);
      try {
        smart = Optional.of(smartctl.read(device));
        smartProblem = "the disk has no such figure";
      } catch (IOException e) {
        smart = Optional.empty();
        smartProblem = String.valueOf(e.getMessage());
      }
    }
    smart.ifPresent(figures -> {
      figures
          .passed()
          .ifPresent(passed -> values.put(
              DiskChannels.SMART_STATUS, ChannelSample.text(passed ? "passed" : "failed")));
      number(values, DiskChannels.SMART_TEMPERATURE, figures.celsius());
      number(values, DiskChannels.SMART_HOURS, figures.hours());
      number(values, DiskChannels.SMART_DAMAGED, figures.damaged());
      number(values, DiskChannels.SMART_PENDING, figures.pending());
      number(values, DiskChannels.SMART_USED, figures.percentUsed());
    });
  }

  private static void number(
      Map<String, ChannelSample> values, String channel, OptionalLong value) {
    value.ifPresent(known -> number(values, channel, known));
  }

  private static void number(Map<String, ChannelSample> values, String channel, long value) {
    values.put(channel, ChannelSample.number(BigDecimal.valueOf(value)));
  }

  @Override
  public void close() {
    scrubbing.cancel(false);
    PieceStore open;
    synchronized (this) {
      closed = true;
      open = store;
      store = null;
    }
    try {
      Scrubber running = scrubber;
      if (running != null) {
        running.close();
      }
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // the lock ends with the process at the latest
    }
  }
}
