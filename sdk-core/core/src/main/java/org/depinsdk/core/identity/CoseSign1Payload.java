package org.depinsdk.core.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;

/**
 * A payload for COSE_Sign1 (RFC 9052). The domain's payload type is in the protected header as {@code typ} (RFC 9596),
 * beside the key's algorithm.
 */
public final class CoseSign1Payload implements SignedPayload {
  private final Domain domain;
  private final byte[] protectedHeader;
  private final byte[] payload;

  private CoseSign1Payload(Domain domain, byte[] protectedHeader, byte[] payload) {
    this.domain = domain;
    this.protectedHeader = protectedHeader;
    this.payload = payload;
  }

  /**
   * A payload in its domain.
   *
   * @param domain what the signature is for
   * @param algorithm of the key that signs
   * @param payload the exact bytes; copied
   * @return the payload to sign
   */
  public static CoseSign1Payload of(Domain domain, KeyAlgorithm algorithm, byte[] payload) {
    Map<CborValue, CborValue> header = new LinkedHashMap<>();
    header.put(new CborValue.Int(CoseSign1.ALG), new CborValue.Int(algorithm.coseAlgorithm()));
    header.put(new CborValue.Int(CoseSign1.TYP), new CborValue.Text(domain.payloadType()));
    return new CoseSign1Payload(
        domain, CborWriter.write(new CborValue.Dict(header)), payload.clone());
  }

  @Override
  public Domain domain() {
    return domain;
  }

  @Override
  public byte[] signedBytes() {
    return CoseSign1.sigStructure(protectedHeader, new byte[0], payload);
  }

  /**
   * The finished message.
   *
   * @param signature what the signer made of this payload
   * @return a tagged COSE_Sign1, as {@link CoseSign1#parse} reads it
   */
  public byte[] message(byte[] signature) {
    return CborWriter.write(new CborValue.Tagged(
        CoseSign1.TAG,
        CborValue.Array.of(
            new CborValue.Bytes(protectedHeader),
            new CborValue.Dict(Map.of()),
            new CborValue.Bytes(payload),
            new CborValue.Bytes(signature))));
  }
}
