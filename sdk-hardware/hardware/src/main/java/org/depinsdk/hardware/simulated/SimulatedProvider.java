package org.depinsdk.hardware.simulated;

import java.util.Set;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.ConfigOption;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverDescriptor;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.driver.Streaming;

/** Opens simulated devices. Its id is {@value #ID}. */
public final class SimulatedProvider implements DriverProvider {
  /** The driver's id. */
  public static final String ID = "simulated";

  private static final DriverDescriptor DESCRIPTOR = DriverDescriptor.of(ID, "1")
      .summary("A network interface that does not exist; the same seed gives the same readings.")
      .provenances(Set.of(Provenance.SIMULATED))
      .capabilities(Set.of(Readable.class, Streaming.class, Commandable.class))
      .option(ConfigOption.withDefault(
          "seed", ConfigOption.Type.INTEGER, "1", "Where the readings come from."))
      .option(ConfigOption.withDefault(
          "watch", ConfigOption.Type.DURATION, "PT1S", "How often to check the device."))
      .build();

  /** A provider; holds nothing. */
  public SimulatedProvider() {}

  @Override
  public DriverDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public DeviceDriver open(DriverConfig config, DriverContext context) throws DriverException {
    DriverConfig resolved = DESCRIPTOR.resolve(config);
    return SimulatedDevice.ofSeed(resolved.integer("seed"))
        .open(context, resolved.duration("watch"));
  }
}
