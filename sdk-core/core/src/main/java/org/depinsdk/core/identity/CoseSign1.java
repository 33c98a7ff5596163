package org.depinsdk.core.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A COSE_Sign1 message (RFC 9052 section 4.2), tagged or not, with its payload inside. Its algorithm must be in the
 * protected header and be that of the key that verifies. A message with critical parameters is refused.
 */
public final class CoseSign1 {
  static final long TAG = 18;
  static final long ALG = 1;
  static final long CRIT = 2;
  static final long TYP = 16;

  private final byte[] protectedHeader;
  private final CborValue.Dict header;
  private final byte[] payload;
  private final byte[] signature;

  private CoseSign1(
      byte[] protectedHeader, CborValue.Dict header, byte[] payload, byte[] signature) {
    this.protectedHeader = protectedHeader;
    this.header = header;
    this.payload = payload;
    this.signature = signature;
  }

  /**
   * Reads a message.
   *
   * @param bytes the CBOR
   * @return the message, not verified
   * @throws EncodingException if the bytes are not a COSE_Sign1
   */
  public static CoseSign1 parse(byte[] bytes) throws EncodingException {
    CborValue value = CborReader.readTolerant(bytes);
    if (value instanceof CborValue.Tagged tagged) {
      if (tagged.tag() != TAG) {
        throw new EncodingException("COSE_Sign1 has tag 18, not " + tagged.tag());
      }
      value = tagged.item();
    }
    if (!(value instanceof CborValue.Array array) || array.items().size() != 4) {
      throw new EncodingException("COSE_Sign1 is an array of four items");
    }
    List<CborValue> items = array.items();
    byte[] protectedHeader = bytes(items.get(0), "protected");
    // spec| if there are no protected header parameters, a zero-length string is used
    CborValue header = protectedHeader.length == 0
        ? new CborValue.Dict(Map.of())
        : CborReader.readTolerant(protectedHeader);
    if (!(header instanceof CborValue.Dict dict)
        || !(items.get(1) instanceof CborValue.Dict unprotected)) {
      throw new EncodingException("COSE_Sign1's headers must be maps");
    }
    for (CborValue label : unprotected.entries().keySet()) {
      if (dict.entries().containsKey(label)) {
        throw new EncodingException("COSE_Sign1 has a parameter in both headers: "
            + EncodingException.shown(label.toString()));
      }
    }
    if (dict.get(CRIT).isPresent() || unprotected.get(CRIT).isPresent()) {
      throw new EncodingException("COSE_Sign1 with critical parameters (2) is not supported");
    }
    if (!(dict.get(ALG).orElse(CborValue.Simple.NULL) instanceof CborValue.Int)) {
      throw new EncodingException(
          "COSE_Sign1's alg (1) must be an integer in the protected header");
    }
    return new CoseSign1(
        protectedHeader, dict, bytes(items.get(2), "payload"), bytes(items.get(3), "signature"));
  }

  private static byte[] bytes(CborValue value, String name) throws EncodingException {
    if (value instanceof CborValue.Bytes bytes) {
      return bytes.value();
    }
    throw new EncodingException("COSE_Sign1's " + name + " must be bytes");
  }

  // spec| Sig_structure = [ context, body_protected, external_aad, payload ], without
  // sign_protected for COSE_Sign1
  static byte[] sigStructure(byte[] protectedHeader, byte[] externalAad, byte[] payload) {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text("Signature1"),
        new CborValue.Bytes(protectedHeader),
        new CborValue.Bytes(externalAad),
        new CborValue.Bytes(payload)));
  }

  /**
   * The payload; not verified before {@link #verify}.
   *
   * @return a fresh copy
   */
  public byte[] payload() {
    return payload.clone();
  }

  /**
   * The {@code typ} of the protected header (RFC 9596).
   *
   * @return the text, empty if there is none
   */
  public Optional<String> type() {
    return header
        .get(TYP)
        .filter(CborValue.Text.class::isInstance)
        .map(t -> ((CborValue.Text) t).value());
  }

  /**
   * Whether a key signed this message. Either s of an ECDSA signature counts, since COSE (RFC 9053) asks for none.
   *
   * @param key the key that the network knows
   * @param externalAad what both sides know beside the message; empty for none
   * @return false also if the message's algorithm is not the key's
   */
  public boolean verify(DeviceKey key, byte[] externalAad) {
    return header.get(ALG).equals(Optional.of(new CborValue.Int(key.algorithm().coseAlgorithm())))
        && key.verify(
            sigStructure(protectedHeader, externalAad, payload),
            EcdsaSignature.foreign(key.algorithm(), signature));
  }

  /**
   * Whether a key signed this message for a domain.
   *
   * @param key the key that the network knows
   * @param domain what it must have been signed for
   * @return false also if the message's type is not the domain's
   */
  public boolean verify(DeviceKey key, Domain domain) {
    return type().equals(Optional.of(domain.payloadType())) && verify(key, new byte[0]);
  }
}
