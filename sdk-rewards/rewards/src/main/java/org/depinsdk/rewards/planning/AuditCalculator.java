package org.depinsdk.rewards.planning;

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

  /**
   * How claims are audited.
   *
   * @param probability that a claim is audited, above 0, at most 1
   * @param penalty the stake that is cut when a claim is found bad, 0 or more
   * @param leaves of a claim, 1 or more
   * @param sampled how many different leaves an audit looks at, 0 to all
   */
  public record Audit(double probability, double penalty, long leaves, long sampled) {
    /** Checks the ranges. */
    public Audit {
      check(probability);
      if (!(penalty >= 0) || leaves < 1 || sampled < 0 || sampled > leaves) {
        throw new IllegalArgumentException(
            "a penalty is 0 or more and a sample at most all leaves, not " + penalty + " and "
                + sampled + " of " + leaves);
      }
    }

    /**
     * Chance that a claim with bad leaves is caught: audited, and a bad leaf is in the sample.
     *
     * @param bad leaves, 0 to all
     * @return 0 to 1
     */
    public double caught(long bad) {
      return probability * detection(leaves, bad, sampled);
    }
  }

  /**
   * The deterrence quantile: the share of cheats that lose. A cheat gains the reward with each claim until it is caught, and
   * then loses the penalty: {@code 1 - (1 - p)^(S / R)}.
   *
   * @param audit how claims are audited
   * @param reward of one bad claim, above 0
   * @param bad leaves of such a claim
   * @return 0 to 1
   */
  public static double deterrence(Audit audit, double reward, long bad) {
    if (!(reward > 0)) {
      throw new IllegalArgumentException("a reward is above 0, not " + reward);
    }
    return 1 - StrictMath.pow(1 - audit.caught(bad), audit.penalty() / reward);
  }

  /**
   * The cheat to deter.
   *
   * @param reward of one bad claim, above 0
   * @param quantile the share of cheats that shall lose, above 0, below 1
   * @param leaves of a claim
   * @param bad how many of them a cheat makes up, 1 to all
   */
  public record Cheat(double reward, double quantile, long leaves, long bad) {}

  /**
   * What deterrence costs.
   *
   * @param audit of one audit
   * @param leaf of each leaf that it looks at
   * @param capital of one unit of penalty that is locked, for each claim
   */
  public record Costs(double audit, double leaf, double capital) {}

  /**
   * A way to deter a cheat.
   *
   * @param audit probability, penalty and sample
   * @param cost for each honest claim
   */
  public record SampledSetting(Audit audit, double cost) {}

  /**
   * The cheapest setting that deters a cheat: of a thousand audit probabilities and of samples from 1 to all leaves (each up to
   * 64, then in steps of an eighth), the one that costs an honest claim least.
   *
   * @param cheat whom to deter
   * @param costs of audits, leaves and locked penalties
   * @return the setting; its {@link #deterrence} is the quantile
   */
  public static SampledSetting cheapest(Cheat cheat, Costs costs) {
    if (cheat.bad() < 1 || cheat.bad() > cheat.leaves()) {
      throw new IllegalArgumentException(
          "a cheat makes up 1 to all of " + cheat.leaves() + " leaves, not " + cheat.bad());
    }
    SampledSetting best = null;
    for (long sampled = 1; sampled <= cheat.leaves(); sampled += Math.max(1, sampled / 8 - 7)) {
      double found = detection(cheat.leaves(), cheat.bad(), sampled);
      for (int thousandths = 1; thousandths < 1000; thousandths++) {
        double probability = thousandths / 1000.0;
        double penalty = deterringPenalty(cheat.reward(), probability * found, cheat.quantile());
        double cost =
            probability * (costs.audit() + sampled * costs.leaf()) + penalty * costs.capital();
        if (best == null || cost < best.cost()) {
          best = new SampledSetting(new Audit(probability, penalty, cheat.leaves(), sampled), cost);
        }
      }
      if (found == 1) {
        break;
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
