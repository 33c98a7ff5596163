package org.depinsdk.hardware.testkit;

import java.util.Set;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Driver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverProvider;

/**
 * A driver under test together with its device, which the tests break and repair. One rig for each test; it is closed after
 * it.
 */
public interface DriverRig extends AutoCloseable {
  /**
   * The provider under test.
   *
   * @return it
   */
  DriverProvider provider();

  /**
   * A configuration that opens the rig's device, with the shortest watch period that the driver allows. Where the driver
   * has an option of type SECRET, it names {@link DriverContract#SECRET_NAME}.
   *
   * @return a valid configuration
   */
  DriverConfig config();

  /**
   * Opens the driver. Rigs whose device cannot be reached by a configuration open it in another way.
   *
   * @param context what the driver may use
   * @return the open driver
   * @throws DriverException as {@link DriverProvider#open} does
   */
  default Driver open(DriverContext context) throws DriverException {
    return provider().open(config(), context);
  }

  /**
   * Some channels that give good values while the device is well.
   *
   * @return at least one name
   */
  Set<String> channels();

  /**
   * The true provenance of the rig's readings.
   *
   * @return never HARDWARE if the rig's device is not real
   */
  Provenance provenance();

  /** Breaks the device: unplugs it, removes it, cuts its network. */
  void breakDevice();

  /** Repairs it. */
  void repairDevice();

  /**
   * Makes the device answer something that its protocol does not allow.
   *
   * @param garbage any bytes
   * @return false if the device has no bytes that could be wrong, and nothing was done
   */
  boolean answerWith(byte[] garbage);

  /** Ends the rig's device. */
  @Override
  void close();
}
