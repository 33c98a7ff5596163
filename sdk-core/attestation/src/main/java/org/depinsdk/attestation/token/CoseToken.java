package org.depinsdk.attestation.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/**
 * Reads COSE_Sign1 messages (RFC 9052 section 4.2) that others sign with keys of any kind. The algorithm must be in the
 * protected header; no parameter may be in both headers; none may be critical, since this SDK understands none that would be.
 * The tags 55799 (CBOR), 61 (CWT) and 18 (COSE_Sign1) may each occur once before the message, in this order.
 */
public final class CoseToken {
  private static final long[] TAGS = {55799, 61, 18};
  private static final long ALG = 1;
  private static final long CRIT = 2;
  private static final long KID = 4;
  private static final long X5CHAIN = 33;

  private CoseToken() {}

  /**
   * Reads a message.
   *
   * @param bytes the CBOR
   * @return the token, not verified
   * @throws EncodingException if the bytes are not such a message
   */
  public static SignedToken parse(byte[] bytes) throws EncodingException {
    List<CborValue> items =
        CborFields.array(untagged(CborReader.readTolerant(bytes)), 4, "COSE_Sign1");
    byte[] protectedBytes = CborFields.bytes(items.get(0), "the protected header");
    // spec| if there are no protected header parameters, a zero-length string is used
    CborValue.Dict protectedHeader = protectedBytes.length == 0
        ? new CborValue.Dict(Map.of())
        : map(CborReader.readTolerant(protectedBytes), "the protected header");
    CborValue.Dict unprotected = map(items.get(1), "the unprotected header");
    for (CborValue label : unprotected.entries().keySet()) {
      if (protectedHeader.entries().containsKey(label)) {
        throw new EncodingException(
            "a parameter is in both headers: " + EncodingException.shown(label.toString()));
      }
    }
    if (protectedHeader.get(CRIT).isPresent() || unprotected.get(CRIT).isPresent()) {
      throw new EncodingException("critical parameters (2) are not supported");
    }
    if (!(protectedHeader.get(ALG).orElse(CborValue.Simple.NULL) instanceof CborValue.Int alg)) {
      throw new EncodingException("alg (1) must be an integer in the protected header");
    }
    byte[] payload = CborFields.bytes(items.get(2), "the payload");
    return new SignedToken(
        SignatureAlgorithm.ofCose(alg.value())
            .orElseThrow(() -> new EncodingException("an algorithm that is not supported: " + alg)),
        keyId(protectedHeader, unprotected),
        certificates(protectedHeader, unprotected),
        payload,
        signedBytes(protectedBytes, payload),
        CborFields.bytes(items.get(3), "the signature"));
  }

  private static CborValue untagged(CborValue message) throws EncodingException {
    CborValue rest = message;
    int next = 0;
    while (rest instanceof CborValue.Tagged tagged) {
      while (next < TAGS.length && TAGS[next] != tagged.tag()) {
        next++;
      }
      if (next == TAGS.length) {
        throw new EncodingException(
            "the tags 55799, 61 and 18 may each occur once in this order, not " + tagged.tag());
      }
      next++;
      rest = tagged.item();
    }
    return rest;
  }

  private static CborValue.Dict map(CborValue value, String name) throws EncodingException {
    if (value instanceof CborValue.Dict map) {
      return map;
    }
    throw new EncodingException(name + " must be a map");
  }

  // spec| Sig_structure = [ context, body_protected, external_aad, payload ]
  static byte[] signedBytes(byte[] protectedHeader, byte[] payload) {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text("Signature1"),
        new CborValue.Bytes(protectedHeader),
        new CborValue.Bytes(new byte[0]),
        new CborValue.Bytes(payload)));
  }

  private static Optional<String> keyId(CborValue.Dict first, CborValue.Dict second)
      throws EncodingException {
    Optional<CborValue> kid = first.get(KID).or(() -> second.get(KID));
    return kid.isEmpty()
        ? Optional.empty()
        : Optional.of(Hex.encode(CborFields.bytes(kid.get(), "kid (4)")));
  }

  // RFC 9360: one certificate as a byte string, or more as an array
  private static List<byte[]> certificates(CborValue.Dict first, CborValue.Dict second)
      throws EncodingException {
    List<byte[]> certificates = new ArrayList<>();
    CborValue chain = first.get(X5CHAIN).or(() -> second.get(X5CHAIN)).orElse(CborValue.Array.of());
    for (CborValue item : chain instanceof CborValue.Array array ? array.items() : List.of(chain)) {
      certificates.add(CborFields.bytes(item, "x5chain (33)"));
    }
    return certificates;
  }

  /**
   * Makes a message with the algorithm alone in its protected header.
   *
   * @param algorithm of the key that signs
   * @param payload what is signed
   * @param signer makes the signature in COSE's form from the bytes that it covers
   * @return the message with tag 18
   */
  public static byte[] sign(SignatureAlgorithm algorithm, byte[] payload, TokenSigner signer) {
    byte[] header = CborWriter.write(
        new CborValue.Dict(Map.of(new CborValue.Int(ALG), new CborValue.Int(algorithm.cose()))));
    return CborWriter.write(new CborValue.Tagged(
        18,
        CborValue.Array.of(
            new CborValue.Bytes(header),
            new CborValue.Dict(Map.of()),
            new CborValue.Bytes(payload),
            new CborValue.Bytes(signer.sign(signedBytes(header, payload))))));
  }
}
