package org.depinsdk.hardware.bridge.piece.transfer;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.SignedBody;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * An order or a receipt with its signature, which has been checked or just made. The bytes are kept as they were signed.
 *
 * @param <T> what was signed
 */
public final class Signed<T> {
  private static final int VERSION = 1;

  private final byte[] body;
  private final byte[] signature;
  private final T content;

  private Signed(byte[] body, byte[] signature, T content) {
    this.body = body.clone();
    this.signature = signature.clone();
    this.content = content;
  }

  static <T> Signed<T> sign(
      String network, String purpose, byte[] body, T content, DeviceSigner signer)
      throws SigningException {
    return new Signed<>(body, signer.sign(payload(network, purpose, body)), content);
  }

  static <T> Signed<T> verify(
      String network, String purpose, byte[] body, byte[] signature, T content, DeviceKey key)
      throws MalformedEvidenceException {
    if (!key.verify(payload(network, purpose, body), signature)) {
      throw MalformedEvidenceException.field(
          "signature",
          signature.length + " bytes",
          "64 bytes by " + key.didKey() + " in the domain "
              + new Domain(network, purpose, VERSION).payloadType());
    }
    return new Signed<>(body, signature, content);
  }

  private static DssePayload payload(String network, String purpose, byte[] body) {
    return DssePayload.of(new Domain(network, purpose, VERSION), body);
  }

  /**
   * What was signed.
   *
   * @return parsed from the signed bytes
   */
  public T content() {
    return content;
  }

  /**
   * The exact signed bytes.
   *
   * @return a fresh copy
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * The signature.
   *
   * @return a fresh copy, 64 bytes
   */
  public byte[] signature() {
    return signature.clone();
  }

  SignedBody toWire() {
    return SignedBody.newBuilder()
        .setBody(ByteString.copyFrom(body))
        .setSignature(ByteString.copyFrom(signature))
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signed<?> s
        && Arrays.equals(body, s.body)
        && Arrays.equals(signature, s.signature);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(body) + Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "Signed" + content;
  }
}
