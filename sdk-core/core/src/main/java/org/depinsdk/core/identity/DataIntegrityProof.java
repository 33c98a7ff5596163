package org.depinsdk.core.identity;

import java.util.Optional;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.internal.json.Json;
import org.depinsdk.core.internal.json.JsonReader;

/**
 * A JSON document with one Data Integrity proof of {@code eddsa-jcs-2022} or {@code ecdsa-jcs-2019} (P-256). Sets and chains
 * of proofs are refused. The proof's {@code @context}, where it has one, must be the document's own, which is stricter than
 * the standard's "starts with".
 */
public final class DataIntegrityProof {
  static final String TYPE = "DataIntegrityProof";

  private final Json.Obj options;
  private final byte[] hashData;
  private final byte[] signature;
  private final String cryptosuite;
  private final String verificationMethod;

  private DataIntegrityProof(Json.Obj document, Json.Obj proof) throws EncodingException {
    this.options = proof.without("proofValue");
    this.cryptosuite = proof.text("cryptosuite");
    this.verificationMethod = proof.text("verificationMethod");
    String value = proof.text("proofValue");
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
   * @return the proof, not yet believed
   * @throws EncodingException where the document or its proof breaks a rule
   */
  public static DataIntegrityProof parse(String secured) throws EncodingException {
    Json.Obj all = JsonReader.readObject(secured);
    if (!(all.get("proof") instanceof Json.Obj proof)) {
      throw new EncodingException("the document must have one proof, an object");
    }
    if (!proof.text("type").equals(TYPE)) {
      throw new EncodingException("the proof's type must be " + TYPE + ", not "
          + EncodingException.shown(proof.text("type")));
    }
    Json context = proof.get("@context");
    if (context != null && !context.equals(all.get("@context"))) {
      throw new EncodingException("the proof's @context is not the document's");
    }
    return new DataIntegrityProof(all.without("proof"), proof);
  }

  /**
   * Whether a key made the proof.
   *
   * @param key the key that the verifier trusts, never one that the document names
   * @return false also where the proof's suite is not that of the key's algorithm
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
   * @return false also where the proof's {@code domain} is another
   */
  public boolean verify(DeviceKey key, Domain domain) {
    return domainText().equals(Optional.of(domain.payloadType())) && verify(key);
  }

  /**
   * The proof's {@code domain}.
   *
   * @return the text, empty where there is none
   */
  public Optional<String> domainText() {
    return options.get("domain") instanceof Json.Text text
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
   * Which key the proof says it is of. A hint for looking the key up, not a reason to believe it.
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
