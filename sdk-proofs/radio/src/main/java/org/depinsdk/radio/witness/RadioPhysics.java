package org.depinsdk.radio.witness;

/**
 * How strong a signal can be at best. Computed in StrictMath and rounded to whole microdecibels, so that every machine
 * compares the same number.
 */
public final class RadioPhysics {
  /** One decibel in the unit of this class. */
  public static final long MICRO = 1_000_000;

  // metres per second, as helium/oracles has it; the vacuum's is 0.07 % less
  private static final double SPEED_OF_LIGHT = 2.998e8;

  private RadioPhysics() {}

  /**
   * Free-space path loss, 20 log10(4 pi d f / c) (ITU-R P.525).
   *
   * @param distanceMeters 1 or more
   * @param frequencyHz 1 or more
   * @return microdecibels
   */
  public static long freeSpaceLossMicroDb(long distanceMeters, long frequencyHz) {
    if (distanceMeters < 1 || frequencyHz < 1) {
      throw new IllegalArgumentException("distance and frequency must be 1 or more, not "
          + distanceMeters + " m, " + frequencyHz + " Hz");
    }
    double ratio = 4 * StrictMath.PI * distanceMeters * frequencyHz / SPEED_OF_LIGHT;
    return StrictMath.round(20 * StrictMath.log10(ratio) * MICRO);
  }

  /**
   * The strongest signal that physics allows: transmit power and both antenna gains, less the free-space loss.
   *
   * @param txPowerDbm at the antenna port
   * @param gainsDbi sum of the two antenna gains
   * @param distanceMeters 1 or more
   * @param frequencyHz 1 or more
   * @return microdecibels relative to a milliwatt
   */
  public static long strongestSignalMicroDbm(
      int txPowerDbm, int gainsDbi, long distanceMeters, long frequencyHz) {
    return txPowerDbm * MICRO
        + gainsDbi * MICRO
        - freeSpaceLossMicroDb(distanceMeters, frequencyHz);
  }
}
