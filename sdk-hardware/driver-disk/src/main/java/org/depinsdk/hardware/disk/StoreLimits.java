package org.depinsdk.hardware.disk;

/**
 * What a store may hold.
 *
 * @param maxPieceBytes largest piece, 1 or more
 * @param allocatedBytes most bytes of all pieces together, 0 or more
 * @param reserveBytes bytes of the disk that stay free, 0 or more
 */
public record StoreLimits(long maxPieceBytes, long allocatedBytes, long reserveBytes) {
  /** Pieces up to 1 GiB, as much as the disk has, and 64 MiB that stay free. */
  public static final StoreLimits DEFAULT = new StoreLimits(1L << 30, Long.MAX_VALUE, 64L << 20);

  /** Checks the ranges. */
  public StoreLimits {
    if (maxPieceBytes < 1 || allocatedBytes < 0 || reserveBytes < 0) {
      throw new IllegalArgumentException(
          "maxPieceBytes is 1 or more, allocatedBytes and reserveBytes 0 or more, not "
              + maxPieceBytes + ", " + allocatedBytes + ", " + reserveBytes);
    }
  }
}
