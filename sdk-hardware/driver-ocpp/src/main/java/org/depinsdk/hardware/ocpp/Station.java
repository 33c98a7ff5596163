package org.depinsdk.hardware.ocpp;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.hardware.driver.Capability;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.DeviceIdentity;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.driver.ReadingStream;
import org.depinsdk.hardware.driver.SignedReadings;
import org.depinsdk.hardware.driver.Streaming;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.ClockStatus;
import org.depinsdk.hardware.reading.DeviceTime;
import org.depinsdk.hardware.reading.NativeSignature;
import org.depinsdk.hardware.reading.Quantity;
import org.depinsdk.hardware.reading.RawBytes;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.reading.Unit;
import org.depinsdk.hardware.support.BoundedReadingStream;
import org.depinsdk.hardware.support.StatusTracker;
import org.jspecify.annotations.Nullable;

/** A station as a device, over all its connections. Safe for use by several threads. */
final class Station implements Device, Commandable, Streaming, SignedReadings {
  static final String SIGNED = "SignedMeterValue";
  static final ReasonCode DISCONNECTED = new ReasonCode("ocpp.disconnected");

  private static final int MAX_KEYS = 256;
  private static final Map<String, Unit> UNITS = Map.of(
      "Wh", Unit.WATT_HOUR,
      "kWh", Unit.KILOWATT_HOUR,
      "W", Unit.WATT,
      "kW", new Unit("kW"),
      "A", Unit.AMPERE,
      "V", Unit.VOLT,
      "Celsius", Unit.CELSIUS,
      "Percent", Unit.PERCENT);

  private record Subscription(Set<String> channels, BoundedReadingStream stream) {}

  private final String name;
  private final InstantSource clock;
  private final Provenance provenance;
  private final StatusTracker status;
  private final AtomicLong sequence = new AtomicLong();
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, CompletableFuture<CommandResult>> done = Bounded.map(MAX_KEYS);
  private final Map<String, Boolean> faults = Bounded.map(MAX_KEYS);
  private final StationMemory memory = new StationMemory();
  private volatile DeviceIdentity identity = new DeviceIdentity("", "", "", "");
  private volatile @Nullable Link link;
  private volatile boolean closed;

  /** A connection of this station. */
  interface Link {
    RpcPeer peer();

    Dialect dialect();

    void end(String why);
  }

  Station(String name, InstantSource clock, Provenance provenance) {
    this.name = name;
    this.clock = clock;
    this.provenance = provenance;
    this.status = new StatusTracker(clock);
  }

  StationMemory memory() {
    return memory;
  }

  /** Takes a new connection; an older one ends, since a station that reconnects has lost it. */
  void connected(Link next) {
    Link before;
    lock.lock();
    try {
      before = link;
      link = next;
    } finally {
      lock.unlock();
    }
    if (before != null) {
      before.peer().close();
      before.end("the station connected again");
    }
    status.online();
  }

  void disconnected(Link gone, String why) {
    gone.peer().close();
    lock.lock();
    try {
      if (link != gone) {
        return;
      }
      link = null;
    } finally {
      lock.unlock();
    }
    status.offline(DISCONNECTED, why);
  }

  void close() {
    closed = true;
    Link last = link;
    if (last != null) {
      last.peer().close();
    }
    status.closed();
    subscriptions.forEach(s -> s.stream().close());
  }

  /** Whether a fault of this station was not seen lately. */
  boolean isNew(String fault) {
    lock.lock();
    try {
      return faults.put(fault, true) == null;
    } finally {
      lock.unlock();
    }
  }

  void heard() {
    status.online();
  }

  void identify(DeviceIdentity identity) {
    this.identity = identity;
  }

  /** Hands samples to the open streams. */
  void metered(List<MeterSample> samples) {
    if (subscriptions.isEmpty()) {
      return;
    }
    for (MeterSample sample : samples) {
      sample.value().ifPresent(value -> offer(sample, value));
      sample.signed().ifPresent(signed -> offerSigned(sample, signed));
    }
  }

  private void offer(MeterSample sample, BigDecimal value) {
    String channel = sample.measurand() + (sample.phase().isEmpty() ? "" : "." + sample.phase());
    if (!channel.matches("[A-Za-z][A-Za-z0-9.-]{0,70}")) {
      return;
    }
    Quantity quantity = new Quantity(
        sample.measurand().matches("[A-Za-z]+(\\.[A-Za-z]+)*")
            ? sample.measurand().toLowerCase(Locale.ROOT)
            : "ocpp.other");
    ChannelKind kind =
        sample.measurand().endsWith("Register") ? ChannelKind.COUNTER : ChannelKind.GAUGE;
    Unit unit = UNITS.getOrDefault(sample.unit(), Unit.ONE);
    Channel described = new Channel(channel, quantity, unit, kind);
    publish(channel, builder(described, sample).value(value).build());
  }

  private void offerSigned(MeterSample sample, SignedValue signed) {
    Channel channel =
        new Channel(SIGNED, new Quantity("energy.signed"), Unit.ONE, ChannelKind.STATE);
    byte[] bytes = signed.data().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String text = signed.data().length() > Reading.MAX_TEXT
        ? signed.data().substring(0, Reading.MAX_TEXT)
        : signed.data();
    publish(
        SIGNED,
        builder(channel, sample)
            .text(text)
            .raw(RawBytes.of(bytes))
            .signature(new NativeSignature(
                signed.format(),
                signed.publicKey().orElse(""),
                RawBytes.of(bytes),
                Optional.empty()))
            .build());
  }

  private Reading.Builder builder(Channel channel, MeterSample sample) {
    return Reading.of(channel, clock.instant(), sequence.incrementAndGet(), provenance)
        .deviceTime(new DeviceTime(sample.at(), ClockStatus.INFORMATIVE));
  }

  private void publish(String channel, Reading reading) {
    for (Subscription subscription : subscriptions) {
      if (subscription.channels().contains(channel)) {
        subscription.stream().offer(reading);
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DeviceIdentity identity() {
    return identity;
  }

  @Override
  public DriverStatus status() {
    return status.status();
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Commandable.class, Streaming.class, SignedReadings.class);
  }

  @Override
  public <T extends Capability> Optional<T> capability(Class<T> type) {
    return capabilities().contains(type) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  @Override
  public Set<String> signatureFormats() {
    return Set.of("OCMF", "ALFEN");
  }

  @Override
  public Set<String> signedChannels() {
    return Set.of(SIGNED);
  }

  @Override
  public ReadingStream stream(Collection<String> channels, Duration period, int capacity)
      throws DriverException.Closed {
    if (closed) {
      throw new DriverException.Closed("station " + name + ": the central system is closed");
    }
    Subscription[] own = new Subscription[1];
    BoundedReadingStream stream =
        new BoundedReadingStream(capacity, () -> subscriptions.remove(own[0]));
    own[0] = new Subscription(Set.copyOf(channels), stream);
    subscriptions.add(own[0]);
    return stream;
  }

  @Override
  public Set<String> commands() {
    Link now = link;
    return now == null ? Set.of() : now.dialect().commands();
  }

  @Override
  public CompletableFuture<CommandResult> execute(Command command, Duration timeout) {
    Link now = link;
    if (closed || now == null) {
      return CompletableFuture.failedFuture(
          closed
              ? new DriverException.Closed("station " + name + ": the central system is closed")
              : new DriverException.Unavailable("station " + name + " is not connected", null));
    }
    lock.lock();
    try {
      CompletableFuture<CommandResult> before = done.get(command.idempotencyKey());
      if (before != null) {
        return before.copy();
      }
      CompletableFuture<CommandResult> result = now.dialect().execute(now.peer(), command, timeout);
      done.put(command.idempotencyKey(), result);
      return result.copy();
    } finally {
      lock.unlock();
    }
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public String toString() {
    return "station " + name;
  }

  /** Maps that forget their oldest entries. */
  static final class Bounded {
    private Bounded() {}

    static <K, V> Map<K, V> map(int max) {
      return new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > max;
        }
      };
    }
  }
}
