package org.depinsdk.rewards.preset;

import java.math.BigInteger;

/**
 * What DeCharge pays a charger for a 60-hour epoch (docs.decharge.network): {@code max(0, iota E (Pu Ha/Hu + Po Hu/60) -
 * penalty) * S * M * (0.1 + 0.4 GC/120)}, as one fraction that is rounded down once, in thousandths.
 *
 * @param valuePerUnit iota: value of a unit of energy
 * @param energy E: units delivered
 * @param utilisationPercent Pu: weight of active time in hundredths
 * @param uptimePercent Po: weight of uptime in hundredths
 * @param activeHours Ha: hours in which it charged, at most the uptime
 * @param uptimeHours Hu: hours in which it was up, 0 to 60
 * @param penalty what is taken off
 * @param cohort S: multiplier of the cohort
 * @param month M: multiplier of the month
 * @param geoClass GC: 0 to 120
 */
public record DeChargeScore(
    long valuePerUnit,
    long energy,
    int utilisationPercent,
    int uptimePercent,
    int activeHours,
    int uptimeHours,
    long penalty,
    int cohort,
    int month,
    int geoClass) {
  private static final int EPOCH_HOURS = 60;
  private static final int GEO_CLASSES = 120;

  /** Checks the ranges. */
  public DeChargeScore {
    boolean times = activeHours >= 0 && activeHours <= uptimeHours && uptimeHours <= EPOCH_HOURS;
    boolean rest = valuePerUnit >= 0
        && energy >= 0
        && utilisationPercent >= 0
        && uptimePercent >= 0
        && penalty >= 0
        && cohort >= 0
        && month >= 0
        && geoClass >= 0
        && geoClass <= GEO_CLASSES;
    if (!times || !rest) {
      throw new IllegalArgumentException(
          "hours are active <= up <= 60, a geo class is 0 to 120, and nothing is below zero: "
              + activeHours + ", " + uptimeHours + ", " + geoClass);
    }
  }

  /**
   * The value.
   *
   * @return thousandths of a unit of value, rounded down
   */
  public BigInteger thousandths() {
    if (uptimeHours == 0) {
      return BigInteger.ZERO;
    }
    // iota E (Pu Ha/Hu + Po Hu/60) over the common denominator 100 * Hu * 60
    BigInteger quality = BigInteger.valueOf((long) utilisationPercent * activeHours * EPOCH_HOURS
        + (long) uptimePercent * uptimeHours * uptimeHours);
    BigInteger denominator = BigInteger.valueOf(100L * uptimeHours * EPOCH_HOURS);
    BigInteger earned =
        BigInteger.valueOf(valuePerUnit).multiply(BigInteger.valueOf(energy)).multiply(quality);
    BigInteger left =
        earned.subtract(BigInteger.valueOf(penalty).multiply(denominator)).max(BigInteger.ZERO);
    // 0.1 + 0.4 GC/120 = (120 + 4 GC) / 1200
    BigInteger place = BigInteger.valueOf(GEO_CLASSES + 4L * geoClass);
    return left.multiply(BigInteger.valueOf((long) cohort * month))
        .multiply(place)
        .multiply(BigInteger.valueOf(1000))
        .divide(denominator.multiply(BigInteger.valueOf(10L * GEO_CLASSES)));
  }
}
