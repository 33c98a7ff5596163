package org.depinsdk.epoch;

import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;

/**
 * An admitted report that no verifier judged.
 *
 * @param report which report
 * @param device who sent it
 * @param kind what it claimed to be
 * @param reason why it was not judged: one of the codes of this class
 * @param detail facts for the operator
 */
public record EvidenceFault(
    ReportId report, DeviceId device, ProofKind kind, ReasonCode reason, String detail) {
  /** The policy has no proof of this kind. */
  public static final ReasonCode NO_SUCH_PROOF = new ReasonCode("evidence.no-such-proof");

  /** The policy does not count reports of this provenance. */
  public static final ReasonCode PROVENANCE = new ReasonCode("evidence.provenance-not-counted");

  /** The evidence is not of the kind that the report claims. */
  public static final ReasonCode MALFORMED = new ReasonCode("evidence.malformed");
}
