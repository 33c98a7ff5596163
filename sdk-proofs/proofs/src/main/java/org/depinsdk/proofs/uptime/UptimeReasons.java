package org.depinsdk.proofs.uptime;

import org.depinsdk.core.report.ReasonCode;

/** What an uptime verdict can say. The first block is in the order in which a heartbeat is checked. */
public final class UptimeReasons {
  /** The heartbeat's device time lies outside the epoch; it does not count. */
  public static final ReasonCode OUTSIDE_EPOCH = new ReasonCode("uptime.outside-epoch");

  /** Device time and the network's receipt time differ by more than {@code tolerance}; it does not count. */
  public static final ReasonCode RECEIPT_DISAGREES = new ReasonCode("uptime.receipt-disagrees");

  /** A challenge is required and the heartbeat carries no answer; it does not count. */
  public static final ReasonCode CHALLENGE_MISSING = new ReasonCode("uptime.challenge-missing");

  /** The answer is not the nonce of this device and interval; the heartbeat does not count. */
  public static final ReasonCode CHALLENGE_WRONG = new ReasonCode("uptime.challenge-wrong");

  /** The answer did not come at the moment that was drawn; the heartbeat does not count. */
  public static final ReasonCode OUTSIDE_MOMENT = new ReasonCode("uptime.outside-moment");

  /** The uptime counter rose faster than time passed since the last counted heartbeat; it does not count. */
  public static final ReasonCode COUNTER_TOO_FAST = new ReasonCode("uptime.counter-too-fast");

  /** How many intervals were seen of how many expected. */
  public static final ReasonCode SEEN = new ReasonCode("uptime.seen");

  /** Intervals without a counted heartbeat, as numbers and ranges from 0. */
  public static final ReasonCode GAPS = new ReasonCode("uptime.gaps");

  /** Intervals of announced maintenance: not expected, and worth nothing. */
  public static final ReasonCode MAINTENANCE = new ReasonCode("uptime.maintenance");

  /**
   * The uptime counter claims intervals in which the network saw nothing; they do not count. The device ran and could not be
   * reached, or it says what is not true; a gap without this finding is one in which it was off.
   */
  public static final ReasonCode CLAIMED_NOT_SEEN = new ReasonCode("uptime.claimed-not-seen");

  /** Fewer intervals than {@code minimum} were seen: the score is 0. */
  public static final ReasonCode BELOW_MINIMUM = new ReasonCode("uptime.below-minimum");

  private UptimeReasons() {}
}
