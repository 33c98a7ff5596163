package org.depinsdk.wifi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.netif.NetifChannels;
import org.depinsdk.hardware.netif.NetifProvider;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.simulated.SimulatedProvider;

/** What an access point served, read through a driver: a simulated interface, or a real one of this machine. */
final class Traffic implements AutoCloseable {
  private static final List<String> CHANNELS = List.of(NetifChannels.RX_BYTES, NetifChannels.TX_BYTES);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final DriverContext context;
  private final DeviceDriver driver;
  private final Readable interfaceCounters;
  private final Provenance provenance;

  private Traffic(DriverContext context, DeviceDriver driver, Provenance provenance) {
    this.context = context;
    this.driver = driver;
    this.interfaceCounters = driver.device()
        .capability(Readable.class)
        .orElseThrow(() -> new IllegalStateException("a driver of network interfaces can be read"));
    this.provenance = provenance;
  }

  static Traffic open(Fleet.AccessPoint who, InstantSource clock, Seed seed) throws DriverException {
    DriverContext context = DriverContext.builder().clock(clock).build();
    if (who.behaviour() == Fleet.Behaviour.REAL_INTERFACE) {
      DriverConfig config = DriverConfig.empty().with("interface", RealInterface.name().orElseThrow());
      return new Traffic(context, new NetifProvider().open(config, context), Provenance.HARDWARE);
    }
    DriverConfig config =
        DriverConfig.empty().with("seed", Long.toString(seed.number(who.name() + "/traffic", 1L << 40)));
    return new Traffic(context, new SimulatedProvider().open(config, context), Provenance.SIMULATED);
  }

  long servedBytes() throws DriverException {
    long sum = 0;
    for (Reading reading : interfaceCounters.readNow(CHANNELS, TIMEOUT)) {
      sum += reading.value().map(v -> v.longValue()).orElse(0L);
    }
    return sum;
  }

  Provenance provenance() {
    return provenance;
  }

  @Override
  public void close() {
    driver.close();
    context.close();
  }
}
