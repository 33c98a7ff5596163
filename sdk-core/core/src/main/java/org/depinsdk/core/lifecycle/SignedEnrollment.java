package org.depinsdk.core.lifecycle;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.wire.v1.EnrollmentBody;

/**
 * The words with which a device joined a network: its key, who is to be paid, what it is and where, signed by that key. A network
 * keeps them beside the record of the enrolment, so that it cannot put another payee in.
 */
public final class SignedEnrollment {
  /** The purpose in an enrolment's domain. */
  public static final String PURPOSE = "enrollment";

  /** The version in an enrolment's domain. */
  public static final int VERSION = 1;

  /** Largest serialised body. */
  public static final int MAX_BODY_BYTES = 1024;

  private static final int ITEMS = 2;

  private final byte[] body;
  private final byte[] signature;
  private final EnrollmentBody wire;
  private final RegistryChange.Enrolled device;

  private SignedEnrollment(
      byte[] body, byte[] signature, EnrollmentBody wire, RegistryChange.Enrolled device) {
    this.body = body;
    this.signature = signature;
    this.wire = wire;
    this.device = device;
  }

  /**
   * Signs an enrolment.
   *
   * @param network the network's name
   * @param device as the registry will keep it
   * @param deviceTime the device's clock
   * @param signer holds the key that is enrolled
   * @return the signed words
   * @throws SigningException if the signer cannot sign now
   */
  public static SignedEnrollment sign(
      String network, RegistryChange.Enrolled device, Instant deviceTime, DeviceSigner signer)
      throws SigningException {
    EnrollmentBody wire = EnrollmentBody.newBuilder()
        .setKey(device.key().didKey())
        .setOperator(device.operator().text())
        .setDeviceClass(device.deviceClass())
        .setCell(device.cell().map(H3Cell::toString).orElse(""))
        .setDeviceTimeMs(deviceTime.toEpochMilli())
        .build();
    byte[] body = wire.toByteArray();
    return new SignedEnrollment(body, signer.sign(payload(network, body)), wire, device);
  }

  /**
   * Reads an enrolment as it came; the signature is not verified.
   *
   * @param body a serialised {@code depinsdk.v1.EnrollmentBody}: the exact signed bytes
   * @param signature over it
   * @return the words
   * @throws EncodingException if a field is wrong; the message begins with its name, or with {@code body}
   */
  public static SignedEnrollment of(byte[] body, byte[] signature) throws EncodingException {
    if (body.length > MAX_BODY_BYTES) {
      throw wrong("body", body.length + " bytes", "at most " + MAX_BODY_BYTES + " bytes");
    }
    EnrollmentBody wire;
    try {
      wire = EnrollmentBody.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw wrong("body", body.length + " bytes", "a serialised EnrollmentBody");
    }
    return new SignedEnrollment(body.clone(), signature.clone(), wire, device(wire));
  }

  private static RegistryChange.Enrolled device(EnrollmentBody wire) throws EncodingException {
    DeviceKey key;
    try {
      key = DeviceKey.ofDidKey(wire.getKey());
    } catch (InvalidKeyException e) {
      throw wrong("body.key", wire.getKey(), String.valueOf(e.getMessage()));
    }
    OperatorId operator;
    try {
      operator = OperatorId.parse(wire.getOperator());
    } catch (EncodingException e) {
      throw wrong("body.operator", wire.getOperator(), String.valueOf(e.getMessage()));
    }
    Optional<H3Cell> cell;
    try {
      cell =
          wire.getCell().isEmpty() ? Optional.empty() : Optional.of(H3Cell.parse(wire.getCell()));
    } catch (EncodingException e) {
      throw wrong("body.cell", wire.getCell(), String.valueOf(e.getMessage()));
    }
    if (!Domain.isName(wire.getDeviceClass())) {
      throw wrong("body.device_class", wire.getDeviceClass(), "1 to 64 of a-z 0-9 . -");
    }
    return new RegistryChange.Enrolled(key, operator, wire.getDeviceClass(), cell);
  }

  private static EncodingException wrong(String field, String value, String expected) {
    return new EncodingException(
        field + " is " + EncodingException.shown(value) + ", expected: " + expected);
  }

  /**
   * Checks that the key which is enrolled signed the words.
   *
   * @param network the network's name
   * @return whether it did
   */
  public boolean verify(String network) {
    return device.key().verify(payload(network, body), signature);
  }

  /**
   * Checks the words of a device's enrolment.
   *
   * @param network the network's name
   * @param id which device
   * @return the change to record
   * @throws RefusedInstructionException if it is refused
   */
  public RegistryChange check(String network, DeviceId id) throws RefusedInstructionException {
    if (!DeviceId.derive(network, device.key()).equals(id)) {
      throw new RefusedInstructionException(
          LifecycleReasons.OTHER_DEVICE, "enrolment of " + device.key());
    }
    if (!verify(network)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_SIGNATURE, "not signed by " + device.key());
    }
    return device;
  }

  private static DssePayload payload(String network, byte[] body) {
    return DssePayload.of(new Domain(network, PURPOSE, VERSION), body);
  }

  /**
   * What is asked for.
   *
   * @return the device as the registry keeps it
   */
  public RegistryChange.Enrolled device() {
    return device;
  }

  /**
   * The device's clock when it signed.
   *
   * @return in whole milliseconds
   */
  public Instant deviceTime() {
    return Instant.ofEpochMilli(wire.getDeviceTimeMs());
  }

  /**
   * The exact signed bytes.
   *
   * @return a copy
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * The signature over the body.
   *
   * @return a copy
   */
  public byte[] signature() {
    return signature.clone();
  }

  /**
   * The words as a registry keeps them.
   *
   * @return an instruction of kind {@link SignedInstruction.Kind#ENROLLMENT}: a CBOR array of body and signature in deterministic
   *     encoding
   */
  public SignedInstruction toInstruction() {
    return new SignedInstruction(
        SignedInstruction.Kind.ENROLLMENT,
        CborWriter.write(
            CborValue.Array.of(new CborValue.Bytes(body), new CborValue.Bytes(signature))));
  }

  /**
   * Reads the words of an instruction.
   *
   * @param bytes those of {@link #toInstruction}
   * @return the words, not verified
   * @throws EncodingException if the bytes are anything else
   */
  public static SignedEnrollment parse(byte[] bytes) throws EncodingException {
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "enrolment");
    return of(CborFields.bytes(items.get(0), "body"), CborFields.bytes(items.get(1), "signature"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedEnrollment e
        && Arrays.equals(body, e.body)
        && Arrays.equals(signature, e.signature);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(body) + Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "SignedEnrollment[" + device + " at " + deviceTime() + "]";
  }
}
