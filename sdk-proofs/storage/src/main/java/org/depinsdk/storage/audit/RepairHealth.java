package org.depinsdk.storage.audit;

/** How urgent the repair of a segment is (Storj's satellite): the days until it is expected to be lost. */
public final class RepairHealth {
  private RepairHealth() {}

  /**
   * The expected days until fewer shards are left than restore a segment, when holders fail one by one: the mean of a negative
   * hypergeometric distribution.
   *
   * @param healthy shards that are there
   * @param data how many restore the segment, 1 or more
   * @param holders in the network, at least {@code healthy}
   * @param failuresPerDay the part of all holders that fails each day, above 0
   * @return days; 0 if the segment cannot be restored any more
   * @throws IllegalArgumentException if a number is out of range
   */
  public static double daysToLoss(long healthy, long data, long holders, double failuresPerDay) {
    if (healthy < 0 || data < 1 || holders < healthy || !(failuresPerDay > 0)) {
      throw new IllegalArgumentException(
          "healthy is 0 to all holders, data 1 or more and failures above 0, not " + healthy
              + " of " + holders + ", " + data + " and " + failuresPerDay);
    }
    if (healthy < data) {
      return 0;
    }
    double others = holders - healthy;
    double losses = healthy - data + 1;
    return (losses * others / (holders - others + 1) + losses) / (holders * failuresPerDay);
  }
}
