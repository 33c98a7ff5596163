package org.depinsdk.core.identity;

import java.util.Optional;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;

/**
 * A JSON document with one Data Integrity proof of {@code eddsa-jcs-2022} or {@code ecdsa-jcs-2019} (P-256). Sets and chains
 * of proofs are refused. The proof's {@code @context}, if it has one, must be the document's own, which is stricter than
 * the standard's "starts with".
 */
public final class DataIntegrityProof {
  static final String TYPE = "DataIntegrityProof";

  private final JsonObject options;
  private final byte[] hashData;
  private final byte[] signature;
  private final String cryptosuite;
  private final String verificationMethod;

  private DataIntegrityProof(JsonObject document, JsonObject proof) throws EncodingException {
    this.options = proof.without("proofValue");
    this.cryptosuite = proof.string("cryptosuite");
    this.verificationMethod = proof.string("verificationMethod");
    String value = proof.string("proofValue");
    if (!value.startsWith("z")) {
      throw new EncodingException(
          "proofValue must be multibase z, not " + EncodingException.shown(value));
    }
    this.signature = Base58.decode(value.substring(1));
    this.hashData = DataIntegrityPayload.hashData(document, options);
  }

  /**
   * Reads a secured document.
   *
   * @param secured the JSON object
   * @return the proof, not verified
   * @throws EncodingException if the document or its proof breaks a rule
   */
  public static DataIntegrityProof parse(String secured) throws EncodingException {
    JsonObject all = Json.parseObject(secured, JsonLimits.DEFAULT);
    if (!(all.get("proof") instanceof JsonObject proof)) {
      throw new EncodingException("the document must have one proof, an object");
    }
    if (!proof.string("type").equals(TYPE)) {
      throw new EncodingException("the proof's type must be " + TYPE + ", not "
          + EncodingException.shown(proof.string("type")));
    }
    JsonValue context = proof.get("@context");
    if (context != null && !context.equals(all.get("@context"))) {
      throw new EncodingException("the proof's @context is not the document's");
    }
    return new DataIntegrityProof(all.without("proof"), proof);
  }

  /**
   * Whether a key made the proof.
   *
   * @param key the key that the verifier trusts, never one that the document names
   * @return false also if the proof's suite is not that of the key's algorithm
   */
  public boolean verify(DeviceKey key) {
    try {
      return DataIntegrityPayload.suite(key.algorithm()).equals(cryptosuite)
          && key.verify(hashData, signature);
    } catch (EncodingException e) {
      return false;
    }
  }

  /**
   * Whether a key made the proof for a domain.
   *
   * @param key the key that the verifier trusts
   * @param domain what it must have been signed for
   * @return false also if the proof's {@code domain} is another
   */
  public boolean verify(DeviceKey key, Domain domain) {
    return domainText().equals(Optional.of(domain.payloadType())) && verify(key);
  }

  /**
   * The proof's {@code domain}.
   *
   * @return the text, empty if there is none
   */
  public Optional<String> domainText() {
    return options.get("domain") instanceof JsonString text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /**
   * The proof's suite.
   *
   * @return for example {@code eddsa-jcs-2022}
   */
  public String cryptosuite() {
    return cryptosuite;
  }

  /**
   * Which key the proof says it is of. A hint for looking the key up, not a reason to trust it.
   *
   * @return a DID URL
   */
  public String verificationMethod() {
    return verificationMethod;
  }

  byte[] hashData() {
    return hashData.clone();
  }
}
