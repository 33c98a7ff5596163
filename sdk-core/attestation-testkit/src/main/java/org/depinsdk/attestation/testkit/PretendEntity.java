package org.depinsdk.attestation.testkit;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.eat.EatVerifier;
import org.depinsdk.attestation.token.CoseToken;
import org.depinsdk.attestation.token.JwsToken;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;

/** A pretend device that makes Entity Attestation Tokens with a key on P-256. */
public final class PretendEntity {
  private final KeyPair key = Keys.p256();
  private final Map<CborValue, CborValue> claims = new LinkedHashMap<>();

  /**
   * Sets a claim of its CWT.
   *
   * @param label of RFC 9711, for example 10 for the nonce
   * @param value its value
   * @return this
   */
  public PretendEntity claim(long label, CborValue value) {
    claims.put(new CborValue.Int(label), value);
    return this;
  }

  /**
   * Its key as a trust anchor.
   *
   * @param labels what protects the key, for example {@code isolated}
   * @return the anchor
   */
  public TrustAnchor anchor(String... labels) {
    return new TrustAnchor(
        "pretend entity",
        new AttestedKey(key.getPublic().getEncoded()),
        new TreeSet<>(List.of(labels)));
  }

  /**
   * Its claims with a nonce, as CWT.
   *
   * @param nonce what the verifier sent
   * @return evidence
   */
  public Evidence cwt(byte[] nonce) {
    claim(10, new CborValue.Bytes(nonce));
    byte[] payload = CborWriter.write(new CborValue.Dict(claims));
    return new Evidence(
        EatVerifier.CWT, CoseToken.sign(SignatureAlgorithm.ES256, payload, this::sign));
  }

  /**
   * A COSE_Sign1 of any headers over its claims, rightly signed.
   *
   * @param protectedHeader the bytes of the protected header
   * @param unprotected the other header
   * @return the message without a tag
   */
  public CborValue message(byte[] protectedHeader, CborValue.Dict unprotected) {
    byte[] payload = CborWriter.write(new CborValue.Dict(claims));
    byte[] signed = CborWriter.write(CborValue.Array.of(
        new CborValue.Text("Signature1"),
        new CborValue.Bytes(protectedHeader),
        new CborValue.Bytes(new byte[0]),
        new CborValue.Bytes(payload)));
    return CborValue.Array.of(
        new CborValue.Bytes(protectedHeader),
        unprotected,
        new CborValue.Bytes(payload),
        new CborValue.Bytes(sign(signed)));
  }

  /**
   * Claims as JWT.
   *
   * @param json the claims set
   * @return evidence
   */
  public Evidence jwt(JsonObject json) {
    String token = JwsToken.sign(
        SignatureAlgorithm.ES256, Json.line(json).getBytes(StandardCharsets.UTF_8), this::sign);
    return new Evidence(EatVerifier.JWT, token.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Signs in the form of COSE and JOSE.
   *
   * @param message what is signed
   * @return r || s
   */
  public byte[] sign(byte[] message) {
    return Keys.sign("SHA256withECDSAinP1363Format", key.getPrivate(), message);
  }
}
