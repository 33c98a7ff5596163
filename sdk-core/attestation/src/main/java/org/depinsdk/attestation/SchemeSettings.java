package org.depinsdk.attestation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Jcs;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;

/**
 * What a network trusts and asks for in one scheme.
 *
 * @param anchors the keys that chains may end in; never the system's store
 * @param references what good devices say of themselves
 * @param revocation where withdrawn certificates are listed, and what holds if that is not known
 * @param policy what is asked for
 */
public record SchemeSettings(
    List<TrustAnchor> anchors,
    ReferenceValues references,
    Revocation revocation,
    AppraisalPolicy policy) {
  /** Copies. */
  public SchemeSettings {
    anchors = List.copyOf(anchors);
  }

  /**
   * Identifies the settings, with the revocation list that stood in them.
   *
   * @return SHA-256 of their canonical JSON (RFC 8785)
   */
  public Bytes32 id() {
    return digest(json());
  }

  /**
   * The same settings with another policy.
   *
   * @param other what is asked for
   * @return new settings
   */
  public SchemeSettings with(AppraisalPolicy other) {
    return new SchemeSettings(anchors, references, revocation, other);
  }

  /**
   * The same settings with other reference values.
   *
   * @param other what good devices say
   * @return new settings
   */
  public SchemeSettings with(ReferenceValues other) {
    return new SchemeSettings(anchors, other, revocation, policy);
  }

  /**
   * The same settings with another revocation source.
   *
   * @param other where withdrawn certificates are listed
   * @return new settings
   */
  public SchemeSettings with(Revocation other) {
    return new SchemeSettings(anchors, references, other, policy);
  }

  /**
   * As JSON. A revocation list is in it by its digest.
   *
   * @return an object
   */
  public JsonObject json() {
    return JsonObject.builder()
        .put("anchors", JsonArray.of(anchors, TrustAnchor::json))
        .put("references", references.json())
        .put("revocation", revocation.json())
        .put("policy", policy.json())
        .build();
  }

  /**
   * Reads JSON.
   *
   * @param json as {@link #json} writes it
   * @param lists the revocation lists by their digest
   * @return the settings
   * @throws EncodingException if it is anything else or its revocation list is not among those
   */
  public static SchemeSettings parse(
      JsonObject json, Map<Bytes32, ? extends RevocationSource> lists) throws EncodingException {
    json.onlyNames("anchors", "references", "revocation", "policy");
    ArrayList<TrustAnchor> anchors = new ArrayList<>();
    for (JsonObject anchor : json.objects("anchors")) {
      anchors.add(TrustAnchor.parse(anchor));
    }
    return new SchemeSettings(
        anchors,
        ReferenceValues.parse(json.object("references")),
        Revocation.parse(json.object("revocation"), lists),
        AppraisalPolicy.parse(json.object("policy")));
  }

  static Bytes32 digest(JsonObject json) {
    try {
      return Bytes32.sha256(Jcs.canonicalize(json));
    } catch (EncodingException e) {
      throw new IllegalArgumentException("a number beyond 2^53 - 1: " + e.getMessage(), e);
    }
  }
}
