package org.depinsdk.hardware.driver;

import java.util.List;

/** A connection to one device that this side opens: a serial line, a file of the system, a TCP address. */
public non-sealed interface DeviceDriver extends Driver {
  /**
   * The device.
   *
   * @return always the same
   */
  Device device();

  @Override
  default List<Device> devices() {
    return List.of(device());
  }
}
