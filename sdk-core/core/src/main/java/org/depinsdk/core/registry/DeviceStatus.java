package org.depinsdk.core.registry;

/** Where a device stands in its life. Only an active device's reports are admitted. */
public enum DeviceStatus {
  /** Known, not yet admitted. */
  ENROLLED,
  /** Admitted. */
  ACTIVE,
  /** Stopped for a time, for example while an appeal runs. */
  SUSPENDED,
  /** Stopped for good. */
  REVOKED
}
