package org.depinsdk.proofs.usage;

import org.depinsdk.core.report.ReasonCode;

/** What a usage verdict can say. The first block is in the order in which a claim is checked. */
public final class UsageReasons {
  /** The receipt names another access point than the one that reports it; it does not count. */
  public static final ReasonCode OTHER_ACCESS_POINT = new ReasonCode("usage.other-access-point");

  /** The receipt's time lies outside the epoch, as that of one which was paid before; it does not count. */
  public static final ReasonCode OUTSIDE_EPOCH = new ReasonCode("usage.outside-epoch");

  /** The receipt was reported later than {@code settle-within} after it was signed; it does not count. */
  public static final ReasonCode SETTLED_LATE = new ReasonCode("usage.settled-late");

  /** No such client was enrolled at the receipt's time; it does not count. */
  public static final ReasonCode UNKNOWN_CLIENT = new ReasonCode("usage.unknown-client");

  /** The device that signs is not enrolled in the class of clients; it does not count. */
  public static final ReasonCode NOT_A_CLIENT = new ReasonCode("usage.not-a-client");

  /** The client was not active at the receipt's time; it does not count. */
  public static final ReasonCode CLIENT_NOT_ACTIVE = new ReasonCode("usage.client-not-active");

  /** Client and access point belong to one operator, who would pay itself; it does not count. */
  public static final ReasonCode SELF_DEALING = new ReasonCode("usage.self-dealing");

  /** The signature does not verify under the client's key; it does not count. */
  public static final ReasonCode BAD_SIGNATURE = new ReasonCode("usage.bad-signature");

  /** The access point claims more bytes than the client signed for; the claim does not count. */
  public static final ReasonCode CLAIM_ABOVE_RECEIPT = new ReasonCode("usage.claim-above-receipt");

  /** Two access points have receipts of one session; it counts for neither. */
  public static final ReasonCode SESSION_SHARED = new ReasonCode("usage.session-shared");

  /** A later receipt of the session has a lower total, so that one of them is false; the session does not count. */
  public static final ReasonCode TOTAL_SHRINKS = new ReasonCode("usage.total-shrinks");

  /** The session's bytes above {@code session-limit} do not count. */
  public static final ReasonCode ABOVE_LIMIT = new ReasonCode("usage.above-limit");

  /** How many sessions and bytes count. */
  public static final ReasonCode COUNTED = new ReasonCode("usage.counted");

  private UsageReasons() {}
}
