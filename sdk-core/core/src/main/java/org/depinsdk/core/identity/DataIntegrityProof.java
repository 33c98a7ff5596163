package org.depinsdk.core.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonValue;

/**
 * A JSON document with one Data Integrity proof of {@code eddsa-jcs-2022} or {@code ecdsa-jcs-2019} (P-256). Sets and chains
 * of proofs are refused. The proof's {@code @context}, if it has one, must be the document's own, which is stricter than
 * the standard's "starts with".
 */
public final class DataIntegrityProof {
  static final String TYPE = "DataIntegrityProof";

  /** The purpose of a signed statement, the only one that {@link DataIntegrityPayload} writes. */
  static final String ASSERTION = "assertionMethod";

  // XMLSCHEMA11-2 dateTimeStamp of the years 0000 to 9999, which VC Data Integrity 1.0 section 2.1
  // asks for; digits of a
  // second beyond the ninth are read over
  private static final Pattern DATE_TIME_STAMP = Pattern.compile(
      "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](?:\\.[0-9]{1,9})?)[0-9]*"
          + "(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)");

  private final JsonObject options;
  private final byte[] hashData;
  private final byte[] signature;
  private final String cryptosuite;
  private final String verificationMethod;
  private final String proofPurpose;
  private final Optional<Instant> created;
  private final Optional<Instant> expires;
  private final Optional<String> domain;
  private final Optional<String> challenge;

  private DataIntegrityProof(JsonObject document, JsonObject proof) throws EncodingException {
    this.options = proof.without("proofValue");
    this.cryptosuite = proof.string("cryptosuite");
    this.verificationMethod = proof.string("verificationMethod");
    this.proofPurpose = proof.string("proofPurpose");
    this.created = dateTime(proof, "created");
    this.expires = dateTime(proof, "expires");
    this.domain = string(proof, "domain");
    this.challenge = string(proof, "challenge");
    if (proof.get("previousProof") != null) {
      throw new EncodingException("a proof with previousProof is one of a chain");
    }
    String value = proof.string("proofValue");
    if (!value.startsWith("z")) {
      throw new EncodingException(
          "proofValue must be multibase z, not " + EncodingException.shown(value));
    }
    this.signature = Base58.decode(value.substring(1));
    this.hashData = DataIntegrityPayload.hashData(document, options);
  }

  private static Optional<Instant> dateTime(JsonObject proof, String name)
      throws EncodingException {
    Optional<String> written = string(proof, name);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = DATE_TIME_STAMP.matcher(written.get());
    try {
      if (parts.matches()) {
        return Optional.of(Instant.parse(parts.group(1) + parts.group(2)));
      }
    } catch (DateTimeException e) {
      // no such day or hour: falls through to the one message
    }
    throw proof.unexpected(name, "a date and time with Z or an offset");
  }

  private static Optional<String> string(JsonObject proof, String name) throws EncodingException {
    return proof.get(name) == null ? Optional.empty() : Optional.of(proof.string(name));
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
   * Whether a key made the proof, whatever the proof is for and whenever it ends. Ask {@link #verify(DeviceKey, Domain,
   * Instant)}, or look at {@link #proofPurpose}, {@link #domain}, {@link #challenge} and {@link #expires} as well. Either s
   * of an ECDSA signature counts, since the suites ask for none.
   *
   * @param key the key that the verifier trusts, never one that the document names
   * @return false also if the proof's suite is not that of the key's algorithm
   */
  public boolean verify(DeviceKey key) {
    try {
      return DataIntegrityPayload.suite(key.algorithm()).equals(cryptosuite)
          && key.verify(hashData, EcdsaSignature.foreign(key.algorithm(), signature));
    } catch (EncodingException e) {
      return false;
    }
  }

  /**
   * Whether a key made the proof as a statement for a domain that holds now.
   *
   * @param key the key that the verifier trusts
   * @param domain what it must have been signed for
   * @param now the verifier's time
   * @return false also if the proof's {@code domain} is another, its purpose is not {@code assertionMethod}, or it has
   *     expired
   */
  public boolean verify(DeviceKey key, Domain domain, Instant now) {
    return this.domain.equals(Optional.of(domain.payloadType()))
        && proofPurpose.equals(ASSERTION)
        && expires.map(now::isBefore).orElse(true)
        && verify(key);
  }

  /**
   * What the proof is for.
   *
   * @return for example {@code assertionMethod} or {@code authentication}
   */
  public String proofPurpose() {
    return proofPurpose;
  }

  /**
   * When the proof was made, as its maker says.
   *
   * @return the proof's {@code created}, empty if there is none
   */
  public Optional<Instant> created() {
    return created;
  }

  /**
   * From when on the proof no longer holds.
   *
   * @return the proof's {@code expires}, empty if there is none
   */
  public Optional<Instant> expires() {
    return expires;
  }

  /**
   * The proof's {@code domain}.
   *
   * @return empty if there is none
   */
  public Optional<String> domain() {
    return domain;
  }

  /**
   * The proof's {@code challenge}, to be compared with the one that the verifier gave.
   *
   * @return empty if there is none
   */
  public Optional<String> challenge() {
    return challenge;
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
