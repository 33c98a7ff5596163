package org.depinsdk.rewards.preset;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Storj's payment of a storage node for a month (storj/storj, {@code satellite/compensation}): usage at fixed rates, of
 * which a part is held back while the node is young and half of that is returned later. Amounts are whole base units of the
 * currency, for example millionths of a dollar.
 *
 * @param withheldPercents held back in the first months of a node's life, by month; live: 75, 75, 75, 50, 50, 50, 25, 25, 25
 *     and six zeros
 * @param disposePercent of what is held, returned after those months; live: 50
 */
public record StorjPayout(List<Integer> withheldPercents, int disposePercent) {
  /** As Storj pays. */
  public static final StorjPayout LIVE =
      new StorjPayout(List.of(75, 75, 75, 50, 50, 50, 25, 25, 25, 0, 0, 0, 0, 0, 0), 50);

  /** Copies. */
  public StorjPayout {
    withheldPercents = List.copyOf(withheldPercents);
  }

  /**
   * What is held back.
   *
   * @param percent of what was earned
   * @param inWithholding whether the node is in its first months
   */
  public record Withholding(int percent, boolean inWithholding) {}

  /** How a node ended the month. */
  public enum NodeStatus {
    /** It goes on. */
    ACTIVE,
    /** It left by a graceful exit: everything that is held is returned. */
    GRACEFUL_EXIT,
    /** It was disqualified, or did not answer all month: it is owed nothing. */
    UNPAID
  }

  /**
   * A node's account for the month.
   *
   * @param owed what is paid
   * @param held what is held back of this month
   * @param disposed what is returned of earlier months
   */
  public record Statement(long owed, long held, long disposed) {}

  /**
   * What part is held back of a month.
   *
   * @param created when the node joined
   * @param afterMonth when the month has ended, midnight of the first day after it in UTC
   * @return the part of the first month of its life that ends after that ({@code NodeWithheldPercent} of helpers.go)
   */
  public Withholding withholding(Instant created, Instant afterMonth) {
    for (int month = 0; month < withheldPercents.size(); month++) {
      if (addMonths(created, month + 1L).isAfter(afterMonth)) {
        return new Withholding(withheldPercents.get(month), true);
      }
    }
    return new Withholding(0, false);
  }

  // Go's Time.AddDate carries over what a month lacks: a month after 31 January is 3 March
  private static Instant addMonths(Instant from, long months) {
    OffsetDateTime time = from.atOffset(ZoneOffset.UTC);
    return time.withDayOfMonth(1)
        .plusMonths(months)
        .plusDays(time.getDayOfMonth() - 1L)
        .toInstant();
  }

  /**
   * What was held of a node in earlier months.
   *
   * @param total all of it, 0 or more
   * @param disposed of that, already returned, 0 or more
   */
  public record Held(long total, long disposed) {
    /** Nothing yet. */
    public static final Held NOTHING = new Held(0, 0);

    /** Checks the range. */
    public Held {
      if (total < 0 || disposed < 0) {
        throw new IllegalArgumentException(
            "amounts held are 0 or more, not " + total + " and " + disposed);
      }
    }
  }

  /**
   * The account of a month. What is owed, held and returned is rounded down each by itself, as {@code GenerateStatements} of
   * statement.go turns each into whole units.
   *
   * @param earned by usage, 0 or more
   * @param withholding of the month
   * @param before what was held in earlier months
   * @param standing how the node ended the month
   * @return what is owed, held and returned
   */
  public Statement statement(
      long earned, Withholding withholding, Held before, NodeStatus standing) {
    if (earned < 0) {
      throw new IllegalArgumentException("earned is 0 or more, not " + earned);
    }
    if (standing == NodeStatus.UNPAID) {
      return new Statement(0, 0, 0);
    }
    if (standing == NodeStatus.GRACEFUL_EXIT) {
      long returned = Math.max(0, before.total() - before.disposed());
      return new Statement(Math.addExact(earned, returned), 0, returned);
    }
    if (withholding.inWithholding()) {
      return new Statement(
          percentOf(earned, 100 - withholding.percent()),
          percentOf(earned, withholding.percent()),
          0);
    }
    long disposed = Math.max(0, percentOf(before.total(), disposePercent) - before.disposed());
    return new Statement(Math.addExact(earned, disposed), 0, disposed);
  }

  /**
   * A percentage of an amount.
   *
   * @param amount 0 or more
   * @param percent 0 or more
   * @return rounded down
   */
  public static long percentOf(long amount, int percent) {
    return Math.multiplyExact(amount, percent) / 100;
  }
}
