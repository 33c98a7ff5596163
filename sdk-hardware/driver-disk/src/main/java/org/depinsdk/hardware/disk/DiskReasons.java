package org.depinsdk.hardware.disk;

import org.depinsdk.core.report.ReasonCode;

/** Why a disk is not well. */
public final class DiskReasons {
  /** A piece was found damaged since the driver was opened. */
  public static final ReasonCode PIECES_LOST = new ReasonCode("disk.pieces-lost");

  /** The disk's own assessment is that it fails. */
  public static final ReasonCode SMART_FAILED = new ReasonCode("disk.smart-failed");

  private DiskReasons() {}
}
