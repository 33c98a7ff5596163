package org.depinsdk.storage.pdp;

/**
 * When a data set has to be proven, and what is counted when it was not: the rules of Filecoin's SimplePDPService, the reference
 * of its services. Time is in the chain's epochs of 30 seconds. Periods follow on each other without a gap; a proof counts in the
 * last part of a period, its challenge window, once. Starting the next period closes the ones before it, and each of those
 * without a proof is a fault.
 *
 * @param period length of a proving period
 * @param window length of the challenge window at its end, 1 to {@code period}
 * @param deadline the last epoch of the period that runs
 * @param proven whether there was a proof in it
 */
public record ProvingSchedule(long period, long window, long deadline, boolean proven) {
  /** A proving period on Filecoin's main network: a day. */
  public static final long MAINNET_PERIOD = 2_880;

  /** A challenge window there: half an hour, too short to unseal what is only stored in sealed form. */
  public static final long MAINNET_WINDOW = 60;

  /** Largest number of an epoch that is taken, so that sums stay numbers. */
  private static final long MAX_EPOCH = 1L << 61;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public ProvingSchedule {
    if (period < 1 || window < 1 || window > period || period > MAX_EPOCH) {
      throw new IllegalArgumentException(
          "a window is 1 to a whole period, not " + window + " of " + period);
    }
    checkEpoch(deadline);
  }

  private static void checkEpoch(long epoch) {
    if (epoch < 0 || epoch > MAX_EPOCH) {
      throw new IllegalArgumentException("epoch must be 0 to " + MAX_EPOCH + ", not " + epoch);
    }
  }

  /**
   * The schedule of a data set that is to be proven from now on.
   *
   * @param now the chain's epoch
   * @param period length of a proving period
   * @param window length of the challenge window at its end
   * @return the first period
   * @throws IllegalArgumentException if a number is out of range
   */
  public static ProvingSchedule begin(long now, long period, long window) {
    checkEpoch(now);
    checkEpoch(period);
    return new ProvingSchedule(period, window, now + period, false);
  }

  /** What the service says to a proof. */
  public enum Answer {
    /** It counts. */
    ACCEPTED,
    /** It answers fewer challenges than {@link PdpChallenges#MIN_CHALLENGES}. */
    TOO_FEW_CHALLENGES,
    /** The challenge window is not open yet. */
    TOO_EARLY,
    /** The period is over; the next one has to be started. */
    TOO_LATE,
    /** There was a proof in this period. */
    ALREADY_PROVEN
  }

  /**
   * What the service says to a proof.
   *
   * @param now the chain's epoch
   * @param challenges that it answers
   * @return accepted or why not
   */
  public Answer answer(long now, int challenges) {
    if (challenges < PdpChallenges.MIN_CHALLENGES) {
      return Answer.TOO_FEW_CHALLENGES;
    }
    if (proven) {
      return Answer.ALREADY_PROVEN;
    }
    if (now > deadline) {
      return Answer.TOO_LATE;
    }
    return now < opens() ? Answer.TOO_EARLY : Answer.ACCEPTED;
  }

  /**
   * When the challenge window opens.
   *
   * @return the first epoch in which a proof counts
   */
  public long opens() {
    return deadline - window;
  }

  /**
   * The schedule after a proof that was {@link Answer#ACCEPTED}.
   *
   * @return the same period, proven
   */
  public ProvingSchedule withProof() {
    return new ProvingSchedule(period, window, deadline, true);
  }

  /**
   * A schedule with the next period.
   *
   * @param schedule with the next period
   * @param faults periods without a proof that were closed
   */
  public record Next(ProvingSchedule schedule, long faults) {}

  /**
   * Starts the next period, and closes those that have passed.
   *
   * @param now the chain's epoch
   * @return the next period with the number of faults
   * @throws IllegalArgumentException if the next period was started before this one began
   */
  public Next next(long now) {
    checkEpoch(now);
    if (now <= deadline - period) {
      throw new IllegalArgumentException("a period is started once; the next one from epoch "
          + (deadline - period + 1) + ", not at " + now);
    }
    long skipped = now <= deadline ? 0 : (now - (deadline + 1)) / period;
    return new Next(
        new ProvingSchedule(period, window, deadline + period * (skipped + 1), false),
        skipped + (proven ? 0 : 1));
  }
}
