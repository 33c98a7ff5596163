package org.depinsdk.storage.sia;

import java.math.BigInteger;

/**
 * What a renter of Sia agrees with a host, and how it compares hosts (SiaFoundation/core {@code rhp/v4}, SiaFoundation/renterd {@code
 * hostscore.go}). Amounts are hastings, 10<sup>24</sup> of which are a siacoin; prices are for a byte and a block.
 */
public final class SiaHosts {
  private static final BigInteger FULL_MARKS = BigInteger.valueOf(4);

  private SiaHosts() {}

  /**
   * What a renter has to allow at least, so that the storage that it pays can use a collateral.
   *
   * @param storagePrice the host's price of storage
   * @param collateralPrice the collateral that the host puts in, 1 or more
   * @param collateral of the contract
   * @return hastings, rounded down
   */
  public static BigInteger minRenterAllowance(
      BigInteger storagePrice, BigInteger collateralPrice, BigInteger collateral) {
    return storagePrice.multiply(collateral.divide(collateralPrice));
  }

  /**
   * The largest collateral that the storage an allowance pays can use.
   *
   * @param storagePrice the host's price of storage, 1 or more
   * @param collateralPrice the collateral that the host puts in
   * @param allowance of the contract
   * @return hastings, rounded down
   */
  public static BigInteger maxHostCollateral(
      BigInteger storagePrice, BigInteger collateralPrice, BigInteger allowance) {
    return collateralPrice.multiply(allowance.divide(storagePrice));
  }

  /**
   * How good a price is.
   *
   * @param price the host's
   * @param maxPrice the most that the renter pays; below 2 every price is good
   * @return 1 for a quarter of the most and below, 0.5 for half of it, towards 0 for more
   */
  public static double priceScore(BigInteger price, BigInteger maxPrice) {
    BigInteger threshold = maxPrice.shiftRight(1);
    if (threshold.signum() == 0) {
      return 1;
    }
    double ratio = price.doubleValue() / threshold.doubleValue();
    return ratio > 1 ? 1.5 / Math.pow(3, ratio) : Math.min(1, 0.5 / ratio);
  }

  /**
   * How good a collateral is.
   *
   * @param storagePrice the host's price of storage
   * @param collateralPrice the collateral that the host puts in
   * @param maxCollateral the most that it puts into a contract
   * @param bytes that the renter wants to store, whole sectors of {@value SiaTree#SECTOR_BYTES}
   * @param blocks for how long
   * @return 0 below one and a half times the cost of storage, 1 from six times on, a line between
   */
  public static double collateralScore(
      BigInteger storagePrice,
      BigInteger collateralPrice,
      BigInteger maxCollateral,
      long bytes,
      long blocks) {
    BigInteger byteBlocks = BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(blocks));
    BigInteger cutoff =
        storagePrice.multiply(byteBlocks).multiply(BigInteger.valueOf(3)).shiftRight(1);
    BigInteger collateral = collateralPrice.multiply(byteBlocks).min(maxCollateral);
    BigInteger full = cutoff.multiply(FULL_MARKS);
    if (collateral.signum() == 0 || collateral.compareTo(cutoff) < 0) {
      return 0;
    }
    // renterd's line is one hasting too low, but not at its end
    return collateral.compareTo(full) >= 0
        ? 1
        : collateral.subtract(BigInteger.ONE).doubleValue() / full.doubleValue();
  }
}
