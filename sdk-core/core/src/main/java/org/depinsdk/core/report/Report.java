package org.depinsdk.core.report;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Instants;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.wire.v1.ReportBody;

/**
 * What a device asserts.
 *
 * <pre>{@code
 * Report report = new Report(device, new ProofKind("uptime/1"), 7, Instant.now(), Provenance.HARDWARE, evidence);
 * SignedReport signed = SignedReport.sign("wifi-demo", report, signer);
 * }</pre>
 *
 * @param device who asserts it
 * @param kind what kind of evidence it carries
 * @param sequence 1 or more; a device never uses one twice
 * @param deviceTime the device's clock, in whole milliseconds
 * @param provenance where the numbers come from
 * @param evidence in the encoding of its kind, at most {@value #MAX_EVIDENCE_BYTES} bytes; copied
 * @param boot names the run of the machine that made the report, chosen at random when it starts, so that two machines with
 *     one key are found; at most {@value #MAX_BOOT} of {@code A-Z a-z 0-9 . _ -}, empty if the device sends none
 */
public record Report(
    DeviceId device,
    ProofKind kind,
    long sequence,
    Instant deviceTime,
    Provenance provenance,
    byte[] evidence,
    String boot) {
  /** Longest boot. */
  public static final int MAX_BOOT = 64;

  private static final AsciiSet BOOT = AsciiSet.of("A-Za-z0-9._-");

  /** Largest evidence of one report. */
  public static final int MAX_EVIDENCE_BYTES = 64 * 1024;

  /** Largest serialised report. */
  public static final int MAX_BODY_BYTES = MAX_EVIDENCE_BYTES + 1024;

  /** Checks the ranges and copies the evidence. */
  public Report {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence must be 1 or more, not " + sequence);
    }
    deviceTime = Instant.ofEpochMilli(deviceTime.toEpochMilli());
    checkTime(deviceTime.toEpochMilli());
    if (evidence.length > MAX_EVIDENCE_BYTES) {
      throw new IllegalArgumentException(
          "evidence of " + evidence.length + " bytes, at most " + MAX_EVIDENCE_BYTES);
    }
    if (boot.length() > MAX_BOOT || !BOOT.hasAll(boot, 0)) {
      throw new IllegalArgumentException("a boot has at most " + MAX_BOOT
          + " of A-Z a-z 0-9 . _ -, not " + EncodingException.shown(boot));
    }
    evidence = evidence.clone();
  }

  /**
   * A report of a device that does not name its boots.
   *
   * @param device who asserts it
   * @param kind what kind of evidence it carries
   * @param sequence 1 or more; a device never uses one twice
   * @param deviceTime the device's clock
   * @param provenance where the numbers come from
   * @param evidence in the encoding of its kind
   */
  public Report(
      DeviceId device,
      ProofKind kind,
      long sequence,
      Instant deviceTime,
      Provenance provenance,
      byte[] evidence) {
    this(device, kind, sequence, deviceTime, provenance, evidence, "");
  }

  /**
   * The evidence.
   *
   * @return a fresh copy
   */
  @Override
  public byte[] evidence() {
    return evidence.clone();
  }

  /**
   * Serialises the report; a device signs these bytes.
   *
   * @return a protobuf {@code ReportBody}
   */
  public byte[] toBytes() {
    return ReportBody.newBuilder()
        .setDeviceId(device.text())
        .setKind(kind.text())
        .setSequence(sequence)
        .setDeviceTimeMs(deviceTime.toEpochMilli())
        .setProvenanceValue(provenance.ordinal() + 1)
        .setEvidence(ByteString.copyFrom(evidence))
        .setBoot(boot)
        .build()
        .toByteArray();
  }

  /**
   * Reads a report from the bytes that were signed.
   *
   * @param body a protobuf {@code ReportBody}
   * @return the report
   * @throws MalformedReportException if the bytes do not parse or a field is missing or out of range
   */
  public static Report parse(byte[] body) throws MalformedReportException {
    if (body.length > MAX_BODY_BYTES) {
      throw new MalformedReportException(
          "body of " + body.length + " bytes, at most " + MAX_BODY_BYTES);
    }
    ReportBody wire;
    try {
      wire = ReportBody.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedReportException("body is not a ReportBody: " + e.getMessage());
    }
    int provenance = wire.getProvenanceValue();
    if (provenance < 1 || provenance > Provenance.values().length) {
      throw new MalformedReportException("provenance must be 1, 2 or 3, not " + provenance);
    }
    try {
      return new Report(
          new DeviceId(wire.getDeviceId()),
          new ProofKind(wire.getKind()),
          wire.getSequence(),
          Instant.ofEpochMilli(wire.getDeviceTimeMs()),
          Provenance.values()[provenance - 1],
          wire.getEvidence().toByteArray(),
          wire.getBoot());
    } catch (IllegalArgumentException e) {
      throw new MalformedReportException(e.getMessage());
    }
  }

  private static void checkTime(long millis) {
    if (millis < Instants.MIN_MS || millis > Instants.MAX_MS) {
      throw new IllegalArgumentException(
          "device time must be in the years 1 to 9999, not at " + millis + " ms");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Report r
        && device.equals(r.device)
        && kind.equals(r.kind)
        && sequence == r.sequence
        && deviceTime.equals(r.deviceTime)
        && provenance == r.provenance
        && Arrays.equals(evidence, r.evidence)
        && boot.equals(r.boot);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        device, kind, sequence, deviceTime, provenance, Arrays.hashCode(evidence), boot);
  }

  @Override
  public String toString() {
    return "Report[" + device + " " + kind + " #" + sequence + " at " + deviceTime + ", "
        + provenance + ", " + EncodingException.shown(evidence.length + " bytes") + "]";
  }
}
