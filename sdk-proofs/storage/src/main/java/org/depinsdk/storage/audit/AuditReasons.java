package org.depinsdk.storage.audit;

import org.depinsdk.core.report.ReasonCode;

/** Why {@code audit/1} counts a shard or does not. */
public final class AuditReasons {
  /** The shard is what its holder should have. Facts: segment, shard. */
  public static final ReasonCode PASSED = new ReasonCode("audit.passed");

  /** A block is not that of the piece that uploader and holder signed for. */
  public static final ReasonCode WRONG_SHARE = new ReasonCode("audit.wrong-share");

  /** The other holders' blocks show that this one was changed. */
  public static final ReasonCode LOCATED = new ReasonCode("audit.located");

  /** The holder says itself that the shard is lost or damaged. It has to be repaired. */
  public static final ReasonCode LOST = new ReasonCode("audit.lost");

  /** The holder could not answer for another reason. */
  public static final ReasonCode UNKNOWN = new ReasonCode("audit.unknown");

  /** The answer came after the time in which answers count. Three epochs in a row with nothing else are a failure. */
  public static final ReasonCode LATE = new ReasonCode("audit.late");

  /** No answer came. */
  public static final ReasonCode OFFLINE = new ReasonCode("audit.offline");

  /** Too few answers to tell who lies, or more liars than can be located: nobody loses by it. */
  public static final ReasonCode UNDECIDED = new ReasonCode("audit.undecided");

  /** All blocks are those that were signed for, but they are not of one code word: the uploader's fault, no holder's. */
  public static final ReasonCode NOT_A_CODE_WORD = new ReasonCode("audit.not-a-code-word");

  /** Fewer holders answered than restore the segment: more likely the network's trouble than theirs, nobody loses by it. */
  public static final ReasonCode TOO_FEW = new ReasonCode("audit.too-few-answers");

  /** The segment was deleted, moved, repaired or expired, or the report is about another version; it does not count. */
  public static final ReasonCode RECORD_CHANGED = new ReasonCode("audit.record-changed");

  /** The segment is not audited in this epoch. */
  public static final ReasonCode NOT_SELECTED = new ReasonCode("audit.not-selected");

  /** The report is not of the device that holds the shard; it does not count. */
  public static final ReasonCode NOT_THE_HOLDER = new ReasonCode("audit.not-the-holder");

  /**
   * The device's scores before this epoch, in parts per million, with their thresholds. Facts: audit, disqualified-at, unknown,
   * suspended-at, online, online-below, audits, vetted-at.
   */
  public static final ReasonCode STANDING = new ReasonCode("audit.standing");

  /** The audit score is too low: nothing that the device holds counts until it is above the threshold again. */
  public static final ReasonCode DISQUALIFIED = new ReasonCode("audit.disqualified");

  /** The score of unknown errors is too low. */
  public static final ReasonCode SUSPENDED = new ReasonCode("audit.suspended");

  /** The online score is too low. */
  public static final ReasonCode OFFLINE_SUSPENDED = new ReasonCode("audit.offline-suspended");

  /** The device has not been audited often enough to be vetted. */
  public static final ReasonCode NOT_VETTED = new ReasonCode("audit.not-vetted");

  private AuditReasons() {}
}
