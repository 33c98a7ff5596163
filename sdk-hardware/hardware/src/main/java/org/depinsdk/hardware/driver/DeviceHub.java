package org.depinsdk.hardware.driver;

import java.util.function.Consumer;

/**
 * A listener or bus with any number of devices: chargers that connect over OCPP, gateways over UDP, meters on one line. Its
 * own status is that of the listener or bus; each device has a status of its own.
 */
public non-sealed interface DeviceHub extends Driver {
  /**
   * Listens for devices that were not known before. The listener is called in the hub's thread and must return soon.
   *
   * @param listener is given each new device once; devices that are known already are in {@link #devices()}
   * @return closes to stop listening
   */
  Registration onDevice(Consumer<Device> listener);
}
