package org.depinsdk.hardware.driver;

import java.time.Duration;
import java.util.List;

/**
 * Makes drivers of one kind. Found by {@link java.util.ServiceLoader}: a jar names its provider in {@code module-info.java}
 * ({@code provides}) and in {@code META-INF/services}. Neither the constructor nor {@link #descriptor} nor {@link #validate}
 * touches a device, a file or the network.
 */
public interface DriverProvider {
  /** The version of this interface. A driver that was written for another one is not loaded. */
  int SPI_VERSION = 1;

  /**
   * What this driver is.
   *
   * @return always the same
   */
  DriverDescriptor descriptor();

  /**
   * Checks a configuration without opening anything.
   *
   * @param config from outside
   * @return all problems, empty if there are none
   */
  default List<ConfigProblem> validate(DriverConfig config) {
    return descriptor().check(config);
  }

  /**
   * Looks for devices that this driver could open.
   *
   * @param config where to look, as far as the driver has options for that
   * @param context what the driver may use
   * @param timeout how long to look at most
   * @return a configuration to open for each device found; empty if none was found or the driver cannot look
   * @throws DriverException.Misconfigured if {@code config} has problems that forbid looking
   */
  default List<DriverConfig> discover(DriverConfig config, DriverContext context, Duration timeout)
      throws DriverException.Misconfigured {
    return List.of();
  }

  /**
   * Opens a driver. A device that is not there now is no error: the driver is then OFFLINE and keeps looking for it.
   *
   * @param config from outside
   * @param context what the driver may use
   * @return the open driver; the caller closes it
   * @throws DriverException {@link DriverException.Misconfigured} if the configuration has problems, {@link
   *     DriverException.Busy} if the device or port belongs to somebody else
   */
  Driver open(DriverConfig config, DriverContext context) throws DriverException;
}
