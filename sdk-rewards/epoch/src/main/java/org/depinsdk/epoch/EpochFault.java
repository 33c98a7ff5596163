package org.depinsdk.epoch;

import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.GroupKey;

/** Something that an engine could not use as it came. It stops no epoch; it is in the bundle. */
public sealed interface EpochFault {
  /** The policy has no proof of this kind. */
  ReasonCode NO_SUCH_PROOF = new ReasonCode("evidence.no-such-proof");

  /** The policy does not count reports of this provenance. */
  ReasonCode PROVENANCE = new ReasonCode("evidence.provenance-not-counted");

  /** The evidence is not of the kind that the report claims. */
  ReasonCode MALFORMED = new ReasonCode("evidence.malformed");

  /** The log holds another report of the same device with the same number, which came first and was judged. */
  ReasonCode REPEATED_NUMBER = new ReasonCode("evidence.repeated-number");

  /** The verifier failed on this report or group. That is a fault of the verifier; its output says more. */
  ReasonCode VERIFIER_FAILED = new ReasonCode("verifier.failed");

  /** A key or a value of a published table is not what the table holds. */
  ReasonCode UNREADABLE_ROW = new ReasonCode("table.unreadable-row");

  /** The units of a device are more than 2^63 - 1, and count as that many. */
  ReasonCode SATURATED = new ReasonCode("contribution.saturated");

  /**
   * Why it was not used: one of the codes of this interface.
   *
   * @return a stable code
   */
  ReasonCode reason();

  /**
   * A row of a table that was left out.
   *
   * @param table the table
   * @param key the row's key
   * @param reason {@link #UNREADABLE_ROW}
   */
  record OfRow(String table, String key, ReasonCode reason) implements EpochFault {}

  /**
   * An admitted report that was not judged.
   *
   * @param report which report
   * @param device who sent it
   * @param kind what it claimed to be
   * @param reason {@link #NO_SUCH_PROOF}, {@link #PROVENANCE}, {@link #MALFORMED}, {@link #REPEATED_NUMBER} or {@link
   *     #VERIFIER_FAILED}
   */
  record OfReport(ReportId report, DeviceId device, ProofKind kind, ReasonCode reason)
      implements EpochFault {}

  /**
   * A group without verdicts, whose state stays as it was.
   *
   * @param kind by which proof
   * @param group which group, or the key of a state that two groups wrote and the verifier could not merge
   * @param reason {@link #VERIFIER_FAILED}
   */
  record OfGroup(ProofKind kind, GroupKey group, ReasonCode reason) implements EpochFault {}

  /**
   * A sum of a device that is not exact.
   *
   * @param device whose
   * @param kind by which proof
   * @param reason {@link #SATURATED}
   */
  record OfDevice(DeviceId device, ProofKind kind, ReasonCode reason) implements EpochFault {}
}
