package org.depinsdk.rewards.staking;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How large a penalty must be for cheating not to pay, when only some claims are audited (Pocket's analysis of its claim
 * and proof life cycle). A cheat claims a reward R each time and is caught with probability p; until then it has claimed
 * {@code K} times, a geometric number.
 *
 * <p>Figures for planning, not for settlement: they are computed with {@link StrictMath} and reach no root.
 */
public final class AuditCalculator {
  private AuditCalculator() {}

  /**
   * Claims that a cheat gets away with on average: {@code (1 - p) / p}.
   *
   * @param auditProbability above 0, at most 1
   * @return the expected number
   */
  public static double expectedUndetected(double auditProbability) {
    check(auditProbability);
    return (1 - auditProbability) / auditProbability;
  }

  /**
   * The penalty at which cheating is worth nothing on average: {@code R (1 - p) / p}.
   *
   * @param reward of one claim
   * @param auditProbability above 0, at most 1
   * @return in the unit of the reward
   */
  public static double breakEvenPenalty(double reward, double auditProbability) {
    return reward * expectedUndetected(auditProbability);
  }

  /**
   * Chance to be caught within a number of claims: {@code 1 - (1 - p)^k}.
   *
   * @param auditProbability above 0, at most 1
   * @param claims 0 or more
   * @return 0 to 1
   */
  public static double caughtWithin(double auditProbability, long claims) {
    check(auditProbability);
    return 1 - StrictMath.pow(1 - auditProbability, claims);
  }

  /**
   * The penalty that costs a cheat its gain in all but a share of cases: {@code R ln(1 - q) / ln(1 - p)}.
   *
   * @param reward of one claim
   * @param auditProbability above 0, below 1
   * @param quantile the share of cheats that lose, above 0, below 1
   * @return in the unit of the reward
   */
  public static double deterringPenalty(double reward, double auditProbability, double quantile) {
    check(auditProbability);
    if (auditProbability == 1 || !(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("a probability and a quantile are between 0 and 1, not "
          + auditProbability + " and " + quantile);
    }
    return reward * StrictMath.log(1 - quantile) / StrictMath.log(1 - auditProbability);
  }

  /**
   * Chance that a sample finds at least one bad leaf: {@code 1 - prod (n - t - i) / (n - i)}.
   *
   * @param leaves how many there are, 1 or more
   * @param bad how many of them are bad, 0 to all
   * @param sampled how many different ones are looked at, 0 to all
   * @return 0 to 1
   */
  public static double detection(long leaves, long bad, long sampled) {
    if (leaves < 1 || bad < 0 || bad > leaves || sampled < 0 || sampled > leaves) {
      throw new IllegalArgumentException(
          "a sample of " + sampled + " and " + bad + " bad ones are at most all " + leaves);
    }
    BigDecimal missed = BigDecimal.ONE;
    for (long i = 0; i < sampled && missed.signum() > 0; i++) {
      missed = missed
          .multiply(BigDecimal.valueOf(Math.max(0, leaves - bad - i)))
          .divide(BigDecimal.valueOf(leaves - i), MathContext.DECIMAL128);
    }
    return BigDecimal.ONE.subtract(missed).doubleValue();
  }

  /**
   * The smallest sample that finds a bad leaf with a wanted chance.
   *
   * @param leaves how many there are
   * @param bad how many of them are bad, 1 or more
   * @param wanted the chance, above 0, below 1
   * @return how many to sample
   */
  public static long leastSample(long leaves, long bad, double wanted) {
    if (bad < 1 || !(wanted > 0 && wanted < 1)) {
      throw new IllegalArgumentException(
          "at least one bad leaf and a chance between 0 and 1, not " + bad + " and " + wanted);
    }
    long low = 0;
    long high = leaves - bad + 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (detection(leaves, bad, middle) >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * One way to deter a cheat.
   *
   * @param auditProbability how often claims are audited
   * @param penalty the stake that is cut
   * @param cost of auditing honest claims and of locking the penalty, for each claim
   */
  public record Setting(double auditProbability, double penalty, double cost) {}

  /**
   * The cheapest setting that deters: of a thousand audit probabilities, the one whose audits and whose locked penalty cost
   * least for each claim.
   *
   * @param reward of one claim
   * @param quantile the share of cheats that lose
   * @param auditCost of one audit
   * @param capitalCost of one unit of penalty that is locked, for each claim
   * @return the setting
   */
  public static Setting cheapest(
      double reward, double quantile, double auditCost, double capitalCost) {
    Setting best = null;
    for (int thousandths = 1; thousandths < 1000; thousandths++) {
      double probability = thousandths / 1000.0;
      double penalty = deterringPenalty(reward, probability, quantile);
      double cost = probability * auditCost + penalty * capitalCost;
      if (best == null || cost < best.cost()) {
        best = new Setting(probability, penalty, cost);
      }
    }
    return java.util.Objects.requireNonNull(best);
  }

  private static void check(double auditProbability) {
    if (!(auditProbability > 0 && auditProbability <= 1)) {
      throw new IllegalArgumentException(
          "a probability is above 0 and at most 1, not " + auditProbability);
    }
  }
}
