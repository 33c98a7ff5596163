package org.depinsdk.core.report;

import java.util.Set;

/** Why a network refuses a report, in the order in which the checks are made. */
public final class ReportReasons {
  /** The bytes are not a report. */
  public static final ReasonCode MALFORMED = new ReasonCode("report.malformed");

  /** No such device was enrolled when the report came. */
  public static final ReasonCode UNKNOWN_DEVICE = new ReasonCode("report.unknown-device");

  /** The device was enrolled but not yet admitted. */
  public static final ReasonCode NOT_ACTIVE = new ReasonCode("report.device-not-active");

  /** The device was suspended. */
  public static final ReasonCode SUSPENDED = new ReasonCode("report.device-suspended");

  /** The device was revoked. */
  public static final ReasonCode REVOKED = new ReasonCode("report.device-revoked");

  /** The signature does not verify under the device's key. */
  public static final ReasonCode BAD_SIGNATURE = new ReasonCode("report.bad-signature");

  /** The device's clock is ahead of the network's by more than the allowed skew. */
  public static final ReasonCode FROM_FUTURE = new ReasonCode("report.from-future");

  /** The report is older than the network takes. */
  public static final ReasonCode TOO_OLD = new ReasonCode("report.too-old");

  /** The epoch that the report belongs to takes no more evidence. */
  public static final ReasonCode EPOCH_CLOSED = new ReasonCode("report.epoch-closed");

  /** The device has used this sequence number before. */
  public static final ReasonCode REPLAYED = new ReasonCode("report.replayed");

  /** The network has taken as much of the device in this epoch as its policy allows. */
  public static final ReasonCode OVER_BUDGET = new ReasonCode("report.over-budget");

  private static final Set<ReasonCode> OF_SIGNED =
      Set.of(FROM_FUTURE, TOO_OLD, EPOCH_CLOSED, REPLAYED, OVER_BUDGET);

  private ReportReasons() {}

  /**
   * Whether a refusal for a reason says that an active device signed the report: its signature had been checked before.
   *
   * @param reason why a report was refused
   * @return false if anybody may have made the report
   */
  public static boolean isOfSigned(ReasonCode reason) {
    return OF_SIGNED.contains(reason);
  }
}
