package org.depinsdk.hardware.testkit;

import java.util.Set;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.ConfigOption;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverDescriptor;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.driver.Streaming;
import org.depinsdk.hardware.support.PolledDriver;

/** A driver for a meter that answers one line over TCP; docs/hardware.md shows it. */
public final class LineMeterProvider implements DriverProvider {
  private static final DriverDescriptor DESCRIPTOR = DriverDescriptor.of("line-meter", "1")
      .summary("An energy meter that answers one line over TCP.")
      .provenances(Set.of(Provenance.HARDWARE, Provenance.SIMULATED))
      .capabilities(Set.of(Readable.class, Streaming.class))
      .option(ConfigOption.required("host", ConfigOption.Type.STRING, "The meter's address."))
      .option(ConfigOption.required("port", ConfigOption.Type.INTEGER, "The meter's port."))
      .option(ConfigOption.required("password", ConfigOption.Type.SECRET, "The meter's password."))
      .option(ConfigOption.withDefault(
          "emulated", ConfigOption.Type.BOOLEAN, "false", "Whether it is only an emulator."))
      .option(ConfigOption.withDefault(
          "timeout", ConfigOption.Type.DURATION, "PT1S", "How long the meter may take."))
      .option(ConfigOption.withDefault(
          "watch", ConfigOption.Type.DURATION, "PT5S", "How often to look after the meter."))
      .build();

  @Override
  public DriverDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public DeviceDriver open(DriverConfig config, DriverContext context) throws DriverException {
    DriverConfig resolved = DESCRIPTOR.resolve(config);
    return PolledDriver.open(
        new LineMeterSource(resolved, context), context, resolved.duration("watch"));
  }
}
