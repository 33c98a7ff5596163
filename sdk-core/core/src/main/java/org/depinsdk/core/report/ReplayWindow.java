package org.depinsdk.core.report;

/**
 * Which sequence numbers a device has used: the highest, and a bit for each of the {@value #SIZE} below it. A number
 * inside the window counts once, in any order; one below the window counts as used (RFC 6479's rule for IPsec).
 *
 * @param highest the highest number used, 0 if none was
 * @param used bit i says whether {@code highest - i} was used
 */
public record ReplayWindow(long highest, long used) {
  /** How far below the highest number a late one is still accepted. */
  public static final int SIZE = 64;

  /** A device that has not reported yet. */
  public static final ReplayWindow NEW = new ReplayWindow(0, 0);

  /** Checks that the two agree. */
  public ReplayWindow {
    if (highest < 0 || (highest == 0) != (used == 0) || (highest > 0 && (used & 1) == 0)) {
      throw new IllegalArgumentException(
          "not a replay window: highest " + highest + ", used " + used);
    }
  }

  /**
   * Whether a number is still free.
   *
   * @param sequence 1 or more
   * @return false if it was used or lies below the window
   */
  public boolean isFree(long sequence) {
    if (sequence > highest) {
      return true;
    }
    long back = highest - sequence;
    return sequence >= 1 && back < SIZE && (used >>> back & 1) == 0;
  }

  /**
   * The window after a free number was used.
   *
   * @param sequence a free number
   * @return the new window
   */
  public ReplayWindow use(long sequence) {
    if (!isFree(sequence)) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " is not free, the highest used is " + highest);
    }
    if (sequence <= highest) {
      return new ReplayWindow(highest, used | 1L << (highest - sequence));
    }
    long step = sequence - highest;
    return new ReplayWindow(sequence, step < SIZE ? used << step | 1 : 1);
  }
}
