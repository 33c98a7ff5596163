package org.depinsdk.hardware.driver;

import java.util.List;
import java.util.function.Consumer;

/**
 * An open connection to hardware: to one device that this side connects to, or a hub that devices connect to or share.
 *
 * <p>A driver reconnects by itself: when its device goes away, {@link #status()} says so, and when it comes back the driver
 * is online again, however long that took. All methods are safe for use by several threads.
 */
public sealed interface Driver extends AutoCloseable permits DeviceDriver, DeviceHub {
  /**
   * The state of the connection.
   *
   * @return a value of this moment
   */
  DriverStatus status();

  /**
   * Listens for changes of the status. The listener is called in the driver's thread and must return soon.
   *
   * @param listener is given each new status
   * @return closes to stop listening
   */
  Registration onStatus(Consumer<DriverStatus> listener);

  /**
   * The devices that are there now.
   *
   * @return a fresh list; one device for a {@link DeviceDriver}
   */
  List<Device> devices();

  /** Ends the connection within two seconds and fails all calls in flight. Idempotent, from any thread. */
  @Override
  void close();
}
