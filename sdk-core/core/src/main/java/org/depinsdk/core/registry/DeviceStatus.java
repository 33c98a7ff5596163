package org.depinsdk.core.registry;

/** A device's status in its life cycle. Only an active device's reports are admitted. */
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
