package org.depinsdk.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.client.wire.v1.EnrollRequest;
import org.depinsdk.client.wire.v1.EnrollmentBody;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.registry.RegistryChange;

/**
 * What a device signs to join a network: that it holds its key, and who is to be paid.
 *
 * @param device as the registry will keep it
 * @param deviceTime the device's clock
 * @param endorsement the manufacturer's, of where the device was made; empty if there is none; the device does not sign
 *     it, the manufacturer did
 */
public record Enrollment(
    RegistryChange.Enrolled device, Instant deviceTime, Optional<Endorsement> endorsement) {
  /** The purpose in an enrolment's domain. */
  public static final String PURPOSE = "enrollment";

  /** The version in an enrolment's domain. */
  public static final int VERSION = 1;

  /** Largest serialised body. */
  public static final int MAX_BODY_BYTES = 1024;

  /**
   * An enrolment without a manufacturer's endorsement.
   *
   * @param device as the registry will keep it
   * @param deviceTime the device's clock
   */
  public Enrollment(RegistryChange.Enrolled device, Instant deviceTime) {
    this(device, deviceTime, Optional.empty());
  }

  /**
   * Signs the enrolment for a network.
   *
   * @param network the network's name
   * @param signer holds the key that is enrolled
   * @return the request to send
   * @throws SigningException if the signer cannot sign now
   */
  public EnrollRequest sign(String network, DeviceSigner signer) throws SigningException {
    byte[] body = EnrollmentBody.newBuilder()
        .setKey(device.key().didKey())
        .setOperator(device.operator().text())
        .setDeviceClass(device.deviceClass())
        .setCell(device.cell().map(H3Cell::toString).orElse(""))
        .setDeviceTimeMs(deviceTime.toEpochMilli())
        .build()
        .toByteArray();
    return EnrollRequest.newBuilder()
        .setBody(ByteString.copyFrom(body))
        .setSignature(ByteString.copyFrom(signer.sign(payload(network, body))))
        .setEndorsement(
            endorsement.map(e -> ByteString.copyFrom(e.toBytes())).orElse(ByteString.EMPTY))
        .build();
  }

  /**
   * Reads a request and checks that its key signed it.
   *
   * @param network the network's name
   * @param request as it came
   * @return what the device asks for
   * @throws InvalidRequestException if a field is wrong or the signature does not verify
   */
  public static Enrollment verify(String network, EnrollRequest request)
      throws InvalidRequestException {
    byte[] body = request.getBody().toByteArray();
    if (body.length > MAX_BODY_BYTES) {
      throw new InvalidRequestException(
          "body", body.length + " bytes", "at most " + MAX_BODY_BYTES + " bytes");
    }
    EnrollmentBody wire;
    try {
      wire = EnrollmentBody.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidRequestException(
          "body", body.length + " bytes", "a serialised EnrollmentBody");
    }
    Enrollment enrollment = read(wire, endorsement(request.getEndorsement()));
    byte[] signature = request.getSignature().toByteArray();
    if (!enrollment.device().key().verify(payload(network, body), signature)) {
      throw new InvalidRequestException(
          "signature",
          signature.length + " bytes",
          "64 bytes, made by " + wire.getKey() + " over body in the domain "
              + domain(network).payloadType());
    }
    return enrollment;
  }

  private static Optional<Endorsement> endorsement(ByteString sent) throws InvalidRequestException {
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Endorsement.parse(sent.toByteArray()));
    } catch (EncodingException e) {
      throw new InvalidRequestException(
          "endorsement", sent.size() + " bytes", String.valueOf(e.getMessage()));
    }
  }

  private static Enrollment read(EnrollmentBody wire, Optional<Endorsement> endorsement)
      throws InvalidRequestException {
    DeviceKey key;
    try {
      key = DeviceKey.ofDidKey(wire.getKey());
    } catch (InvalidKeyException e) {
      throw new InvalidRequestException("body.key", wire.getKey(), String.valueOf(e.getMessage()));
    }
    OperatorId operator;
    try {
      operator = OperatorId.parse(wire.getOperator());
    } catch (EncodingException e) {
      throw new InvalidRequestException(
          "body.operator", wire.getOperator(), String.valueOf(e.getMessage()));
    }
    Optional<H3Cell> cell;
    try {
      cell =
          wire.getCell().isEmpty() ? Optional.empty() : Optional.of(H3Cell.parse(wire.getCell()));
    } catch (EncodingException e) {
      throw new InvalidRequestException(
          "body.cell", wire.getCell(), String.valueOf(e.getMessage()));
    }
    if (!Domain.isName(wire.getDeviceClass())) {
      throw new InvalidRequestException(
          "body.device_class", wire.getDeviceClass(), "1 to 64 of a-z 0-9 . -");
    }
    return new Enrollment(
        new RegistryChange.Enrolled(key, operator, wire.getDeviceClass(), cell),
        Instant.ofEpochMilli(wire.getDeviceTimeMs()),
        endorsement);
  }

  private static Domain domain(String network) {
    return new Domain(network, PURPOSE, VERSION);
  }

  private static DssePayload payload(String network, byte[] body) {
    return DssePayload.of(domain(network), body);
  }
}
