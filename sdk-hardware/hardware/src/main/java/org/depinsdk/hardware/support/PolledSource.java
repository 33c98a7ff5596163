package org.depinsdk.hardware.support;

import java.util.List;
import java.util.Map;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Capability;
import org.depinsdk.hardware.driver.DeviceIdentity;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.reading.Channel;

/**
 * The part of a driver that knows its device, for devices that answer when asked. {@link PolledDriver} makes a whole driver
 * of it: deadlines, status, streams, counter checks. Its calls to {@link #sample} come one after the other.
 */
public interface PolledSource {
  /**
   * Names the device.
   *
   * @return always the same
   */
  String name();

  /**
   * What the machine says it is.
   *
   * @return as known so far; called from any thread
   */
  DeviceIdentity identity();

  /**
   * What can be read.
   *
   * @return always the same, in a fixed order
   */
  List<Channel> channels();

  /**
   * Where the values come from.
   *
   * @return always the same
   */
  Provenance provenance();

  /**
   * How wide the device's counters are.
   *
   * @return 8 to 64 bits
   */
  default int counterBits() {
    return 64;
  }

  /**
   * What the device can do besides being read and streamed.
   *
   * @return implementations by capability
   */
  default Map<Class<? extends Capability>, Capability> furtherCapabilities() {
    return Map.of();
  }

  /**
   * Asks the device.
   *
   * @param channels some of {@link #channels}; none if only the device's health is asked for
   * @return one value for each channel in their order, and the condition of the device
   * @throws DriverException if the device as a whole does not answer; the driver is then OFFLINE
   */
  Sample sample(List<Channel> channels) throws DriverException;

  /** Releases the device. Called once, perhaps while a {@link #sample} hangs. */
  default void close() {}
}
