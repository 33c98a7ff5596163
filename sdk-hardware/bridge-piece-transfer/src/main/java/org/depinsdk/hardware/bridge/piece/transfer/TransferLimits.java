package org.depinsdk.hardware.bridge.piece.transfer;

import java.time.Duration;

/**
 * What a provider lets its callers use.
 *
 * @param transfers most transfers at a time, 1 or more
 * @param duration longest life of a connection, and the time that transfers have to end after it
 * @param credit bytes that are sent beyond what the client has confirmed, 1 or more
 */
public record TransferLimits(int transfers, Duration duration, long credit) {
  /** Bytes of data in a message. */
  public static final int CHUNK_BYTES = 128 << 10;

  /** 64 transfers of half an hour, and a mebibyte on credit. */
  public static final TransferLimits DEFAULT =
      new TransferLimits(64, Duration.ofMinutes(30), 1 << 20);

  /** Checks the ranges. */
  public TransferLimits {
    if (transfers < 1 || credit < 1 || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("transfers and credit are 1 or more and duration above"
          + " zero, not " + transfers + ", " + credit + " and " + duration);
    }
  }
}
