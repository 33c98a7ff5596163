package org.depinsdk.attestation;

import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;

/**
 * A key that certificate chains of a scheme may end in. The key itself is pinned and not a certificate of it, so that neither
 * another certificate's subject nor the end of a root certificate's life changes what is trusted.
 *
 * @param name for people and for reference, for example the root's common name
 * @param key the pinned key
 * @param labels what a scheme distinguishes, for example {@code rkp}
 */
public record TrustAnchor(String name, AttestedKey key, SortedSet<String> labels) {
  /** Copies. */
  public TrustAnchor {
    labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
  }

  /**
   * The key of a root certificate.
   *
   * @param name for people
   * @param der the certificate
   * @param labels what the scheme distinguishes
   * @return the anchor
   * @throws EncodingException if the bytes are no certificate
   */
  public static TrustAnchor ofCertificate(String name, byte[] der, String... labels)
      throws EncodingException {
    return new TrustAnchor(
        name, Certificate.parse(der).key(), new TreeSet<>(java.util.List.of(labels)));
  }

  /**
   * What an affirmed claim rests on if a verified chain ends here.
   *
   * @return the reference
   */
  public Reference reference() {
    return new Reference(name);
  }

  /**
   * What protects the keys that this anchor vouches for, where its evidence does not say.
   *
   * @return the weakest that the labels name; empty if they name none
   */
  public Optional<KeyProtection> protection() {
    return Stream.of(KeyProtection.values())
        .filter(protection -> labels.contains(protection.label()))
        .findFirst();
  }

  /**
   * As JSON.
   *
   * @return an object with {@code name}, {@code key} (Base64 of the SubjectPublicKeyInfo) and {@code labels}
   */
  public JsonObject json() {
    return JsonObject.builder()
        .put("name", name)
        .put("key", Base64.getEncoder().encodeToString(key.spki()))
        .put("labels", JsonArray.of(labels, JsonString::new))
        .build();
  }

  /**
   * Reads JSON.
   *
   * @param json as {@link #json} writes it
   * @return the anchor
   * @throws EncodingException if it is anything else
   */
  public static TrustAnchor parse(JsonObject json) throws EncodingException {
    json.onlyNames("name", "key", "labels");
    return new TrustAnchor(
        json.string("name"),
        new AttestedKey(json.parsed("key", Base64.getDecoder()::decode)),
        new TreeSet<>(json.strings("labels")));
  }
}
