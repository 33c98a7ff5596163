package org.depinsdk.core.report;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SignatureBatch;
import org.depinsdk.core.identity.SigningException;
import org.jspecify.annotations.Nullable;

/**
 * A report in its envelope: the exact bytes that were signed, and the signature. The bytes are kept as they came, so that
 * a signature verifies whatever a later serialiser would write.
 *
 * <p>A signed report is not verified by itself: {@link #verify} checks whether a key signed it, {@link ReportAdmission} whether a
 * network accepts it.
 */
public final class SignedReport {
  /** The purpose in a report's domain. */
  public static final String PURPOSE = "report";

  /** The version in a report's domain. */
  public static final int VERSION = 1;

  private final byte[] body;
  private final byte[] signature;
  private final Report report;

  /** Threads may compute it at the same time; they get the same. */
  private @Nullable Identity identity;

  private record Identity(String network, ReportId id) {}

  private SignedReport(byte[] body, byte[] signature, Report report) {
    this.body = body;
    this.signature = signature;
    this.report = report;
  }

  /**
   * Signs a report for a network.
   *
   * @param network the network's name
   * @param report what to sign
   * @param signer the device's signer
   * @return the envelope
   * @throws SigningException if the signer cannot sign now
   */
  public static SignedReport sign(String network, Report report, DeviceSigner signer)
      throws SigningException {
    byte[] body = report.toBytes();
    return new SignedReport(body, signer.sign(payload(network, body)), report);
  }

  /**
   * Reads an envelope from the wire.
   *
   * @param wire the message
   * @return the envelope, its report parsed
   * @throws MalformedReportException if the body does not parse or the signature is not 64 bytes
   */
  public static SignedReport of(org.depinsdk.core.wire.v1.SignedReport wire)
      throws MalformedReportException {
    return parsed(wire.getBody().toByteArray(), wire.getSignature().toByteArray());
  }

  /**
   * An envelope from its parts.
   *
   * @param body the exact signed bytes; copied
   * @param signature 64 bytes; copied
   * @return the envelope, its report parsed
   * @throws MalformedReportException if the body does not parse or the signature is not 64 bytes
   */
  public static SignedReport of(byte[] body, byte[] signature) throws MalformedReportException {
    return parsed(body.clone(), signature.clone());
  }

  private static SignedReport parsed(byte[] body, byte[] signature)
      throws MalformedReportException {
    if (signature.length != 64) {
      throw new MalformedReportException("a signature has 64 bytes, not " + signature.length);
    }
    return new SignedReport(body, signature, Report.parse(body));
  }

  /**
   * What the device asserts, parsed from the signed bytes.
   *
   * @return the report
   */
  public Report report() {
    return report;
  }

  /**
   * How large the report is.
   *
   * @return bytes of body and signature
   */
  public int size() {
    return body.length + signature.length;
  }

  /**
   * The report's id in a network, computed when it is first asked for.
   *
   * @param network the network's name
   * @return SHA-256 of the signed bytes
   */
  public ReportId id(String network) {
    Identity known = identity;
    if (known == null || !known.network.equals(network)) {
      known = identified(network, payload(network, body).signedBytes());
    }
    return known.id;
  }

  private Identity identified(String network, byte[] signedBytes) {
    Identity known = new Identity(network, ReportId.ofSignedBytes(signedBytes));
    identity = known;
    return known;
  }

  /**
   * Whether a key signed this report for a network.
   *
   * @param network the network's name
   * @param key the key that the registry holds for the device
   * @return true if the signature is valid
   */
  public boolean verify(String network, DeviceKey key) {
    return key.verify(payload(network, body), signature);
  }

  /**
   * Adds this report's signature to a batch, for {@link #verify} of many reports at once. The report's id is computed of the
   * same bytes.
   *
   * @param batch the batch
   * @param network the network's name
   * @param key the key that the registry holds for the device
   * @return the signature's index in {@link SignatureBatch#verify()}
   */
  public int addTo(SignatureBatch batch, String network, DeviceKey key) {
    byte[] signedBytes = payload(network, body).signedBytes();
    identified(network, signedBytes);
    return batch.add(key, signedBytes, signature);
  }

  /**
   * The envelope as a wire message.
   *
   * @return body and signature
   */
  public org.depinsdk.core.wire.v1.SignedReport toWire() {
    return org.depinsdk.core.wire.v1.SignedReport.newBuilder()
        .setBody(ByteString.copyFrom(body))
        .setSignature(ByteString.copyFrom(signature))
        .build();
  }

  private static DssePayload payload(String network, byte[] body) {
    return DssePayload.of(new Domain(network, PURPOSE, VERSION), body);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedReport r
        && Arrays.equals(body, r.body)
        && Arrays.equals(signature, r.signature);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(body), Arrays.hashCode(signature));
  }

  @Override
  public String toString() {
    return "Signed" + report;
  }
}
