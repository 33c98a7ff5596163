package org.depinsdk.rewards.preset;

import java.time.LocalDate;
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
  public enum Standing {
    /** It goes on. */
    ACTIVE,
    /** It left in good order: everything that is held is returned. */
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
   * @param afterMonth the first day after the month
   * @return the part of the first month of its life that ends after that day
   */
  public Withholding withholding(LocalDate created, LocalDate afterMonth) {
    for (int month = 0; month < withheldPercents.size(); month++) {
      if (created.plusMonths(month + 1L).isAfter(afterMonth)) {
        return new Withholding(withheldPercents.get(month), true);
      }
    }
    return new Withholding(0, false);
  }

  /**
   * The account of a month.
   *
   * @param earned by usage, 0 or more
   * @param withholding of the month
   * @param totalHeld held in earlier months
   * @param totalDisposed of that, already returned
   * @param standing how the node ended the month
   * @return what is owed, held and returned
   */
  public Statement statement(
      long earned, Withholding withholding, long totalHeld, long totalDisposed, Standing standing) {
    if (earned < 0 || totalHeld < 0 || totalDisposed < 0 || totalDisposed > totalHeld) {
      throw new IllegalArgumentException("amounts are 0 or more, and what is returned was held: "
          + earned + ", " + totalHeld + ", " + totalDisposed);
    }
    if (standing == Standing.UNPAID) {
      return new Statement(0, 0, 0);
    }
    if (standing == Standing.GRACEFUL_EXIT) {
      long returned = totalHeld - totalDisposed;
      return new Statement(Math.addExact(earned, returned), 0, returned);
    }
    if (withholding.inWithholding()) {
      long held = percentOf(earned, withholding.percent());
      return new Statement(earned - held, held, 0);
    }
    long disposed = Math.max(0, percentOf(totalHeld, disposePercent) - totalDisposed);
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
