package org.depinsdk.radio.coverage;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import org.depinsdk.proofs.speed.Speedtest;

/**
 * The points of a radio (helium/oracles coverage_point_calculator), exactly: cells are summed in 10<sup>-8</sup> points, then
 * multiplied by the speed tier and the mean trust, and rounded down once, to 10<sup>-6</sup> points.
 *
 * <p>Helium pays what boosts add from a pool of its own, so that both parts are given before and after the multipliers.
 *
 * @param baseE6 points without boosts, before speed and trust
 * @param boostedE6 what boosts add, before speed and trust
 * @param baseSharesE6 points without boosts, after speed and trust
 * @param boostedSharesE6 what boosts add, after speed and trust
 * @param sharesE6 both together after speed and trust, rounded down once
 * @param boost whether boosts were given, and why not
 */
public record CoveragePoints(
    long baseE6,
    long boostedE6,
    long baseSharesE6,
    long boostedSharesE6,
    long sharesE6,
    BoostStatus boost) {
  /** One point. */
  public static final long ONE = 1_000_000;

  /** Least mean trust for boosts, 10<sup>-4</sup>. */
  public static final int MIN_BOOST_TRUST_E4 = 7_500;

  /** Longest mean distance for boosts. */
  public static final long MAX_BOOST_DISTANCE_METERS = 50;

  /** How the service provider counts a radio's cells (HIP-134). */
  public enum Eligibility {
    /** Enough people use it: every cell counts as the best. */
    QUALIFIED,
    /** The rules apply. */
    ELIGIBLE,
    /** It earns nothing. */
    BANNED
  }

  /**
   * What the service provider says about a radio (HIP-134): two things that do not depend on each other.
   *
   * @param eligibility how its cells count
   * @param enoughConnections whether enough people use it for boosts
   */
  public record ProviderStatus(Eligibility eligibility, boolean enoughConnections) {
    /** The rules apply, and enough people use it. */
    public static final ProviderStatus ELIGIBLE = new ProviderStatus(Eligibility.ELIGIBLE, true);
  }

  /** Whether a radio's boosts count. */
  public enum BoostStatus {
    /** They do. */
    ELIGIBLE,
    /** The service provider says no. */
    PROVIDER_REFUSES,
    /** The mean trust is below three quarters. */
    TRUST_TOO_LOW,
    /** The mean distance is above 50 m. */
    TOO_FAR
  }

  /**
   * One covered cell.
   *
   * @param level how well
   * @param rank the radio's rank there, from 1
   * @param assignment what data sets say
   * @param boost its multiplier, empty where it is not boosted
   */
  public record Cell(SignalLevel level, int rank, Assignment assignment, OptionalInt boost) {}

  /**
   * How far the radio's place is believed at one moment.
   *
   * @param trustE4 10<sup>-4</sup>
   * @param distanceMeters from the asserted to the validated place
   */
  public record Trust(int trustE4, long distanceMeters) {}

  /**
   * Computes.
   *
   * @param type where the radio stands
   * @param cells what it covers
   * @param trust one entry for each moment at which its place was checked; none is no trust
   * @param tier of its uplink
   * @param status what the service provider says
   * @return the points
   */
  public static CoveragePoints of(
      RadioType type,
      List<Cell> cells,
      List<Trust> trust,
      Speedtest.Tier tier,
      ProviderStatus status) {
    long trustSum = trust.stream().mapToLong(Trust::trustE4).sum();
    BoostStatus boostStatus = boostStatus(trust, trustSum, status);
    BigInteger base = BigInteger.ZERO;
    BigInteger boosted = BigInteger.ZERO;
    for (Cell cell : cells) {
      long cellE8 = (long) type.points(cell.level())
          * type.rankMultiplierE4(cell.rank())
          * assignmentE4(cell, status);
      base = base.add(BigInteger.valueOf(cellE8));
      if (boostStatus == BoostStatus.ELIGIBLE && cell.boost().isPresent()) {
        boosted = boosted.add(
            BigInteger.valueOf(cellE8).multiply(BigInteger.valueOf(cell.boost().getAsInt() - 1L)));
      }
    }
    BigInteger multiplier = BigInteger.valueOf(tier.multiplierE4() * trustSum);
    // 1e-8 points times 1e-4 times 1e-4, to 1e-6 points
    BigInteger whole =
        BigInteger.TEN.pow(10).multiply(BigInteger.valueOf(Math.max(1, trust.size())));
    return new CoveragePoints(
        e6(base),
        e6(boosted),
        base.multiply(multiplier).divide(whole).longValueExact(),
        boosted.multiply(multiplier).divide(whole).longValueExact(),
        base.add(boosted).multiply(multiplier).divide(whole).longValueExact(),
        boostStatus);
  }

  private static int assignmentE4(Cell cell, ProviderStatus status) {
    if (status.eligibility() == Eligibility.BANNED) {
      return 0;
    }
    return status.eligibility() == Eligibility.QUALIFIED || cell.boost().isPresent()
        ? 10_000
        : cell.assignment().multiplierE4();
  }

  private static BoostStatus boostStatus(List<Trust> trust, long trustSum, ProviderStatus status) {
    if (status.eligibility() == Eligibility.BANNED || !status.enoughConnections()) {
      return BoostStatus.PROVIDER_REFUSES;
    }
    if (trustSum < (long) MIN_BOOST_TRUST_E4 * Math.max(1, trust.size())) {
      return BoostStatus.TRUST_TOO_LOW;
    }
    long distance = trust.stream().mapToLong(Trust::distanceMeters).sum();
    return distance > MAX_BOOST_DISTANCE_METERS * trust.size()
        ? BoostStatus.TOO_FAR
        : BoostStatus.ELIGIBLE;
  }

  private static long e6(BigInteger e8) {
    return e8.divide(BigInteger.valueOf(100)).longValueExact();
  }
}
