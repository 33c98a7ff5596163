package org.depinsdk.radio.witness;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Reward units of a beacon and of each of its witnesses (HIP-15): more than four witnesses share what their redundancy is
 * worth, which decays by 0.8 for each further one. In whole 10<sup>-4</sup> units, half-even.
 */
public final class Hip15 {
  /** One unit. */
  public static final int ONE = 10_000;

  // HIP-15: desired number of witnesses N, decay r, the transmitter's cap
  private static final int DESIRED = 4;
  private static final BigDecimal DECAY = new BigDecimal("0.8");
  private static final BigDecimal CAP = BigDecimal.valueOf(2);
  // the decay is below half of 1e-4 long before
  private static final int MAX = 1_000;

  private Hip15() {}

  /**
   * What each witness of a beacon is worth.
   *
   * @param witnesses how many there are, 1 or more
   * @return 10<sup>-4</sup> units
   */
  public static int witnessUnits(int witnesses) {
    if (witnesses < 1 || witnesses > MAX) {
      throw new IllegalArgumentException("witnesses must be 1 to " + MAX + ", not " + witnesses);
    }
    if (witnesses <= DESIRED) {
      return ONE;
    }
    BigDecimal shared = BigDecimal.valueOf(DESIRED)
        .subtract(BigDecimal.ONE.subtract(DECAY.pow(witnesses - DESIRED)));
    return shared
        .multiply(BigDecimal.valueOf(ONE))
        .divide(BigDecimal.valueOf(witnesses), 0, RoundingMode.HALF_EVEN)
        .intValueExact();
  }

  /**
   * What a beacon is worth.
   *
   * @param witnesses how many heard it, 0 or more
   * @return 10<sup>-4</sup> units
   */
  public static int beaconUnits(int witnesses) {
    if (witnesses < 0 || witnesses > MAX) {
      throw new IllegalArgumentException("witnesses must be 0 to " + MAX + ", not " + witnesses);
    }
    if (witnesses <= DESIRED) {
      return witnesses * ONE / DESIRED;
    }
    return CAP.subtract(DECAY.pow(witnesses - DESIRED))
        .min(CAP)
        .multiply(BigDecimal.valueOf(ONE))
        .setScale(0, RoundingMode.HALF_EVEN)
        .intValueExact();
  }
}
