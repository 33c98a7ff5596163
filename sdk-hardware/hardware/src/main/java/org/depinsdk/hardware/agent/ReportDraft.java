package org.depinsdk.hardware.agent;

import java.time.InstantSource;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;

/**
 * What a report is to say, before it has a sequence number, a time and a signature.
 *
 * @param kind what kind of evidence it carries
 * @param evidence in the encoding of its kind, at most {@value Report#MAX_EVIDENCE_BYTES} bytes; copied
 * @param provenance where the numbers come from
 */
public record ReportDraft(ProofKind kind, byte[] evidence, Provenance provenance) {
  /** Checks the size. */
  public ReportDraft {
    if (evidence.length > Report.MAX_EVIDENCE_BYTES) {
      throw new IllegalArgumentException(
          "evidence of " + evidence.length + " bytes, at most " + Report.MAX_EVIDENCE_BYTES);
    }
    evidence = evidence.clone();
  }

  /**
   * The evidence.
   *
   * @return a copy
   */
  @Override
  public byte[] evidence() {
    return evidence.clone();
  }

  Report report(DeviceId device, long sequence, InstantSource clock, String boot) {
    return new Report(device, kind, sequence, clock.instant(), provenance, evidence, boot);
  }
}
