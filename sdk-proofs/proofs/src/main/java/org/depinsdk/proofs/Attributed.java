package org.depinsdk.proofs;

import java.time.Instant;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportId;

/**
 * Evidence with the report that carried it. The report was admitted: its device was active and signed it.
 *
 * @param report the report's id
 * @param device who reported
 * @param sequence the device's number
 * @param deviceTime the device's clock
 * @param receivedAt the network's clock at receipt
 * @param position the report's place in the epoch's log, from 0: of two reports the lower was received first
 * @param provenance where the numbers come from
 * @param evidence the decoded evidence
 * @param signatures the signatures that the evidence carries, as far as they were verified before
 * @param <E> the evidence
 */
public record Attributed<E>(
    ReportId report,
    DeviceId device,
    long sequence,
    Instant deviceTime,
    Instant receivedAt,
    long position,
    Provenance provenance,
    E evidence,
    CheckedSignatures signatures) {
  /**
   * Evidence of which no signature was verified before.
   *
   * @param report the report's id
   * @param device who reported
   * @param sequence the device's number
   * @param deviceTime the device's clock
   * @param receivedAt the network's clock at receipt
   * @param position the report's place in the epoch's log
   * @param provenance where the numbers come from
   * @param evidence the decoded evidence
   */
  public Attributed(
      ReportId report,
      DeviceId device,
      long sequence,
      Instant deviceTime,
      Instant receivedAt,
      long position,
      Provenance provenance,
      E evidence) {
    this(
        report,
        device,
        sequence,
        deviceTime,
        receivedAt,
        position,
        provenance,
        evidence,
        CheckedSignatures.NONE);
  }

  /**
   * The same report with its evidence in another form.
   *
   * @param other the evidence
   * @param <F> the other form
   * @return the same with the other evidence
   */
  public <F> Attributed<F> with(F other) {
    return new Attributed<>(
        report, device, sequence, deviceTime, receivedAt, position, provenance, other, signatures);
  }

  /**
   * The same report with signatures that were verified.
   *
   * @param checked in place of those it had
   * @return the same with these signatures
   */
  public Attributed<E> withSignatures(CheckedSignatures checked) {
    return new Attributed<>(
        report, device, sequence, deviceTime, receivedAt, position, provenance, evidence, checked);
  }
}
