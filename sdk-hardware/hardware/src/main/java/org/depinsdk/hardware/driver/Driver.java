package org.depinsdk.hardware.driver;

import java.util.List;
import java.util.function.Consumer;

/**
 * An open connection to hardware: either to one device that we dial, or to a hub that devices dial in to or share.
 *
 * <p>A driver looks after itself: when its device goes away it says so in its {@link #status()} and comes back by itself
 * when the device does, however long that takes. All methods are safe for use by several threads.
 */
public sealed interface Driver extends AutoCloseable permits DeviceDriver, DeviceHub {
  /**
   * How the connection stands.
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
   * The devices at hand.
   *
   * @return a fresh list; one device for a {@link DeviceDriver}
   */
  List<Device> devices();

  /** Ends the connection within two seconds and fails all calls in flight. Idempotent, from any thread. */
  @Override
  void close();
}
