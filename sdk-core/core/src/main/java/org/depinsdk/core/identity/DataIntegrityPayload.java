package org.depinsdk.core.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.internal.Digests;
import org.depinsdk.core.json.Jcs;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;

/**
 * A JSON document to secure with a Data Integrity proof (W3C VC Data Integrity 1.0): {@code eddsa-jcs-2022} for Ed25519
 * keys, {@code ecdsa-jcs-2019} for P-256. The domain's payload type is the proof's {@code domain}.
 */
public final class DataIntegrityPayload implements SignedPayload {
  private final Domain domain;
  private final JsonObject document;
  private final JsonObject options;
  private final byte[] hashData;

  private DataIntegrityPayload(Domain domain, JsonObject document, JsonObject options)
      throws EncodingException {
    this.domain = domain;
    this.document = document;
    this.options = options;
    this.hashData = hashData(document, options);
  }

  /**
   * A document in its domain.
   *
   * @param domain what the signature is for
   * @param key of the signer that will sign; named in the proof as a did:key
   * @param created when it is signed, cut to whole seconds
   * @param document a JSON object without a proof
   * @return the payload to sign
   * @throws EncodingException if the document is not a JSON object with a canonical form, has a proof already, or no
   *     suite exists for the key's algorithm
   */
  public static DataIntegrityPayload of(
      Domain domain, DeviceKey key, Instant created, String document) throws EncodingException {
    JsonObject parsed = Json.parseObject(document, JsonLimits.DEFAULT);
    if (parsed.get("proof") != null) {
      throw new EncodingException("the document has a proof already");
    }
    JsonObject.Builder options = JsonObject.builder();
    JsonValue context = parsed.get("@context");
    if (context != null) {
      options.put("@context", context);
    }
    options
        .put("type", DataIntegrityProof.TYPE)
        .put("cryptosuite", suite(key.algorithm()))
        .put("created", created.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("verificationMethod", key.didKey() + "#" + Multikey.toText(key))
        .put("proofPurpose", DataIntegrityProof.ASSERTION)
        .put("domain", domain.payloadType());
    return new DataIntegrityPayload(domain, parsed, options.build());
  }

  static String suite(KeyAlgorithm algorithm) throws EncodingException {
    return switch (algorithm) {
      case ED25519 -> "eddsa-jcs-2022";
      case P256 -> "ecdsa-jcs-2019";
      case SECP256K1 -> throw new EncodingException("no Data Integrity suite signs with secp256k1");
    };
  }

  // spec| hashData is the concatenation of proofConfigHash followed by transformedDocumentHash
  static byte[] hashData(JsonObject document, JsonObject options) throws EncodingException {
    byte[] optionsHash = Digests.sha256(Jcs.canonicalize(options));
    byte[] hashData = Arrays.copyOf(optionsHash, 64);
    System.arraycopy(Digests.sha256(Jcs.canonicalize(document)), 0, hashData, 32, 32);
    return hashData;
  }

  @Override
  public Domain domain() {
    return domain;
  }

  @Override
  public byte[] signedBytes() {
    return hashData.clone();
  }

  /**
   * The secured document.
   *
   * @param signature what the signer made of this payload
   * @return canonical JSON with its proof, as {@link DataIntegrityProof#parse} reads it
   */
  public String secured(byte[] signature) {
    JsonObject proof = options.with("proofValue", new JsonString("z" + Base58.encode(signature)));
    try {
      return new String(Jcs.canonicalize(document.with("proof", proof)), StandardCharsets.UTF_8);
    } catch (EncodingException e) {
      throw new IllegalStateException("the document had a canonical form before", e);
    }
  }
}
