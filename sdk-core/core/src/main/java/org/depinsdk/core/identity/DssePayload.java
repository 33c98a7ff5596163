package org.depinsdk.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The SDK's own envelope: DSSE's pre-authentication encoding (Dead Simple Signing Envelope 1.0.2) over the domain's
 * payload type and the exact payload bytes. Any DSSE library can verify it.
 */
public final class DssePayload implements SignedPayload {
  private final Domain domain;
  private final byte[] payload;

  private DssePayload(Domain domain, byte[] payload) {
    this.domain = domain;
    this.payload = payload;
  }

  /**
   * A payload in its domain.
   *
   * @param domain what the signature is for
   * @param payload the exact bytes; copied
   * @return the payload to sign or verify
   */
  public static DssePayload of(Domain domain, byte[] payload) {
    return new DssePayload(domain, payload.clone());
  }

  @Override
  public Domain domain() {
    return domain;
  }

  @Override
  public byte[] signedBytes() {
    return preAuthenticationEncoding(domain.payloadType(), payload);
  }

  // spec| PAE(type, body) = "DSSEv1" + SP + LEN(type) + SP + type + SP + LEN(body) + SP + body
  static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
    int typeLength = payloadType.getBytes(StandardCharsets.UTF_8).length;
    byte[] header = ("DSSEv1 " + typeLength + " " + payloadType + " " + payload.length + " ")
        .getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, whole, header.length, payload.length);
    return whole;
  }
}
