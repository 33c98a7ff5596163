package org.depinsdk.hardware.disk;

import org.depinsdk.hardware.driver.Capability;
import org.depinsdk.hardware.driver.DriverException;

/** A disk that keeps pieces. */
public interface PieceStorage extends Capability {
  /**
   * The open store. It belongs to the driver.
   *
   * @return the store
   * @throws DriverException.Unavailable if the disk is not there now, the driver is closed, or another process has the store
   */
  PieceStore store() throws DriverException.Unavailable;
}
