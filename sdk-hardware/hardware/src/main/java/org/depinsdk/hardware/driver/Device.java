package org.depinsdk.hardware.driver;

import java.util.Optional;
import java.util.Set;

/** One machine behind a driver. Safe for use by several threads. */
public interface Device {
  /**
   * Names the device in its driver.
   *
   * @return stable over reconnects and restarts
   */
  String name();

  /**
   * What the machine says it is.
   *
   * @return as known so far
   */
  DeviceIdentity identity();

  /**
   * The state of the connection to this device.
   *
   * @return a value of this moment
   */
  DriverStatus status();

  /**
   * What the device can do.
   *
   * @return the classes for which {@link #capability} gives an answer
   */
  Set<Class<? extends Capability>> capabilities();

  /**
   * Asks for a capability.
   *
   * @param type for example {@code Readable.class}
   * @param <T> the capability
   * @return empty if the device cannot do this
   */
  <T extends Capability> Optional<T> capability(Class<T> type);
}
