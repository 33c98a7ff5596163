package org.depinsdk.core.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.internal.Digests;
import org.depinsdk.core.internal.json.JcsWriter;
import org.depinsdk.core.internal.json.Json;
import org.depinsdk.core.internal.json.JsonReader;

/**
 * A JSON document to secure with a Data Integrity proof (W3C VC Data Integrity 1.0): {@code eddsa-jcs-2022} for Ed25519
 * keys, {@code ecdsa-jcs-2019} for P-256. The domain's payload type is the proof's {@code domain}.
 */
public final class DataIntegrityPayload implements SignedPayload {
  private final Domain domain;
  private final Json.Obj document;
  private final Json.Obj options;
  private final byte[] hashData;

  private DataIntegrityPayload(Domain domain, Json.Obj document, Json.Obj options)
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
   * @throws EncodingException where the document is not a JSON object with a canonical form, has a proof already, or no
   *     suite exists for the key's algorithm
   */
  public static DataIntegrityPayload of(
      Domain domain, DeviceKey key, Instant created, String document) throws EncodingException {
    Json.Obj parsed = JsonReader.readObject(document);
    if (parsed.get("proof") != null) {
      throw new EncodingException("the document has a proof already");
    }
    Map<String, Json> options = new LinkedHashMap<>();
    Json context = parsed.get("@context");
    if (context != null) {
      options.put("@context", context);
    }
    options.put("type", new Json.Text(DataIntegrityProof.TYPE));
    options.put("cryptosuite", new Json.Text(suite(key.algorithm())));
    options.put("created", new Json.Text(created.truncatedTo(ChronoUnit.SECONDS).toString()));
    options.put("verificationMethod", new Json.Text(key.didKey() + "#" + Multikey.toText(key)));
    options.put("proofPurpose", new Json.Text("assertionMethod"));
    options.put("domain", new Json.Text(domain.payloadType()));
    return new DataIntegrityPayload(domain, parsed, new Json.Obj(options));
  }

  static String suite(KeyAlgorithm algorithm) throws EncodingException {
    return switch (algorithm) {
      case ED25519 -> "eddsa-jcs-2022";
      case P256 -> "ecdsa-jcs-2019";
      case SECP256K1 -> throw new EncodingException("no Data Integrity suite signs with secp256k1");
    };
  }

  // spec| hashData is the concatenation of proofConfigHash followed by transformedDocumentHash
  static byte[] hashData(Json.Obj document, Json.Obj options) throws EncodingException {
    byte[] optionsHash = Digests.sha256(utf8(JcsWriter.write(options)));
    byte[] hashData = Arrays.copyOf(optionsHash, 64);
    System.arraycopy(Digests.sha256(utf8(JcsWriter.write(document))), 0, hashData, 32, 32);
    return hashData;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
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
    Json.Obj proof = options.with("proofValue", new Json.Text("z" + Base58.encode(signature)));
    try {
      return JcsWriter.write(document.with("proof", proof));
    } catch (EncodingException e) {
      throw new IllegalStateException("the document had a canonical form before", e);
    }
  }
}
