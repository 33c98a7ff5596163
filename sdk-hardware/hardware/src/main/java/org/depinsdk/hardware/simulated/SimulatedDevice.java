package org.depinsdk.hardware.simulated;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Capability;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DeviceIdentity;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.Quantity;
import org.depinsdk.hardware.reading.ReadingReasons;
import org.depinsdk.hardware.reading.Unit;
import org.depinsdk.hardware.support.ChannelSample;
import org.depinsdk.hardware.support.Health;
import org.depinsdk.hardware.support.PolledDriver;
import org.depinsdk.hardware.support.PolledSource;
import org.depinsdk.hardware.support.Sample;

/**
 * A network interface that does not exist, with the channel names of the Linux kernel. Each read that asks for a value moves
 * it one step on; the same seed and the same reads give the same values on every machine. Its provenance is always {@link
 * Provenance#SIMULATED}.
 *
 * <p>Tests unplug it with {@link #unplug}; over the driver interface the commands {@code link-down}, {@code link-up} and
 * {@code reset-counters} do what they say.
 */
public final class SimulatedDevice {
  /** Bytes received. */
  public static final String RX_BYTES = "rx_bytes";

  /** Bytes sent. */
  public static final String TX_BYTES = "tx_bytes";

  /** Packets received. */
  public static final String RX_PACKETS = "rx_packets";

  /** Packets sent. */
  public static final String TX_PACKETS = "tx_packets";

  /** The link's state, {@code up} or {@code down}. */
  public static final String OPERSTATE = "operstate";

  private static final List<Channel> CHANNELS = List.of(
      counter(RX_BYTES, "network.received", Unit.BYTE),
      counter(TX_BYTES, "network.sent", Unit.BYTE),
      counter(RX_PACKETS, "network.received.packets", Unit.ONE),
      counter(TX_PACKETS, "network.sent.packets", Unit.ONE),
      new Channel(OPERSTATE, new Quantity("network.state"), Unit.ONE, ChannelKind.STATE));

  private static final Set<String> COMMANDS = Set.of("link-down", "link-up", "reset-counters");
  private static final int REMEMBERED_COMMANDS = 1000;

  // a step of a busy access point: up to 4 MiB each way in packets of up to 1500 bytes
  private static final long MOST_BYTES = 4L * 1024 * 1024;
  private static final long PACKET = 1500;

  private final long seed;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, BigInteger> counters = new HashMap<>();
  private boolean present = true;
  private boolean linkUp = true;
  private long restarts;

  private SimulatedDevice(long seed) {
    this.seed = seed;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /**
   * A device.
   *
   * @param seed any number
   * @return a device that is plugged in, link up, counters at zero
   */
  public static SimulatedDevice ofSeed(long seed) {
    return new SimulatedDevice(seed);
  }

  /**
   * Opens a driver for it.
   *
   * @param context what the driver may use
   * @param watchEvery how often the driver checks the device when nobody reads it
   * @return the open driver; the caller closes it
   * @throws DriverException.Closed if the context is closed
   */
  public DeviceDriver open(DriverContext context, Duration watchEvery)
      throws DriverException.Closed {
    return PolledDriver.open(new Source(), context, watchEvery);
  }

  /** Makes it unreachable for its driver. */
  public void unplug() {
    set(() -> present = false);
  }

  /** Makes it reachable again, in the state in which it was. */
  public void plugIn() {
    set(() -> present = true);
  }

  /**
   * Takes the link up or down. While it is down nothing is counted.
   *
   * @param up whether it is up
   */
  public void setLink(boolean up) {
    set(() -> linkUp = up);
  }

  /** Begins all counters at zero again, as a restart does. */
  public void resetCounters() {
    set(this::restart);
  }

  @Override
  public String toString() {
    return "SimulatedDevice[seed " + seed + "]";
  }

  private void set(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private static Channel counter(String name, String quantity, Unit unit) {
    return new Channel(name, new Quantity(quantity), unit, ChannelKind.COUNTER);
  }

  private void restart() {
    counters.clear();
    restarts++;
  }

  private void step() {
    count(RX_BYTES, RX_PACKETS);
    count(TX_BYTES, TX_PACKETS);
  }

  private void count(String bytes, String packets) {
    long more = random.nextLong(MOST_BYTES);
    counters.merge(bytes, BigInteger.valueOf(more), BigInteger::add);
    counters.merge(packets, BigInteger.valueOf((more + PACKET - 1) / PACKET), BigInteger::add);
  }

  private final class Source implements PolledSource {
    @Override
    public String name() {
      return "simulated-" + seed;
    }

    @Override
    public DeviceIdentity identity() {
      return new DeviceIdentity("DePIN SDK", "simulated interface", "sim-" + seed, "1");
    }

    @Override
    public List<Channel> channels() {
      return CHANNELS;
    }

    @Override
    public Provenance provenance() {
      return Provenance.SIMULATED;
    }

    @Override
    public Map<Class<? extends Capability>, Capability> furtherCapabilities() {
      return Map.of(Commandable.class, new Commands());
    }

    @Override
    public Sample sample(List<Channel> channels) throws DriverException {
      lock.lock();
      try {
        if (!present) {
          throw new DriverException.Unavailable(name() + " is not plugged in", null);
        }
        if (linkUp && !channels.isEmpty()) {
          step();
        }
        List<ChannelSample> values = new ArrayList<>();
        for (Channel channel : channels) {
          values.add(measure(channel));
        }
        Health health =
            linkUp ? Health.ONLINE : Health.offline(ReadingReasons.LINK_DOWN, name() + " is down");
        return new Sample(values, health, "start-" + restarts);
      } finally {
        lock.unlock();
      }
    }

    private ChannelSample measure(Channel channel) {
      if (channel.kind() == ChannelKind.STATE) {
        return ChannelSample.text(linkUp ? "up" : "down");
      }
      BigInteger count = counters.getOrDefault(channel.name(), BigInteger.ZERO);
      ChannelSample measured = ChannelSample.number(new BigDecimal(count));
      return linkUp
          ? measured
          : measured.with(Quality.uncertain(ReadingReasons.LINK_DOWN, "the link is down"));
    }
  }

  private final class Commands implements Commandable {
    private final Map<String, CommandResult> done = new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, CommandResult> eldest) {
        return size() > REMEMBERED_COMMANDS;
      }
    };

    @Override
    public Set<String> commands() {
      return COMMANDS;
    }

    @Override
    public CompletableFuture<CommandResult> execute(Command command, Duration timeout) {
      if (!COMMANDS.contains(command.name())) {
        return CompletableFuture.failedFuture(new DriverException.Unsupported(
            "a simulated device knows " + COMMANDS + ", not " + command.name()));
      }
      lock.lock();
      try {
        if (!present) {
          return CompletableFuture.failedFuture(
              new DriverException.Unavailable("simulated-" + seed + " is not plugged in", null));
        }
        return CompletableFuture.completedFuture(
            done.computeIfAbsent(command.idempotencyKey(), key -> run(command.name())));
      } finally {
        lock.unlock();
      }
    }

    private CommandResult run(String name) {
      switch (name) {
        case "link-down" -> linkUp = false;
        case "link-up" -> linkUp = true;
        default -> restart();
      }
      return new CommandResult(true, name);
    }
  }
}
