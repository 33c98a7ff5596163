package org.depinsdk.attestation;

import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonValue;
import org.depinsdk.core.report.ReasonCode;

/** Attestation results as JSON, for registries and bundles. */
public final class AttestationResultJson {
  private AttestationResultJson() {}

  /**
   * Writes a result.
   *
   * @param result any result
   * @return an object whose members are in one order
   */
  public static JsonObject write(AttestationResult result) {
    JsonObject.Builder counters = JsonObject.builder();
    result.counters().forEach(counters::put);
    JsonObject.Builder json = JsonObject.builder()
        .put("scheme", result.scheme())
        .put("tier", result.tier().label())
        .put("vector", vector(result.vector()))
        .put("protection", result.protection().label())
        .put("findings", JsonArray.of(result.findings(), AttestationResultJson::finding))
        .put("claims", JsonObject.ofStrings(result.claims()));
    result.identity().ifPresent(key -> json.put("identity", base64(key)));
    result.key().ifPresent(key -> json.put("key", base64(key)));
    return json.put("counters", counters.build())
        .put("policy", result.policyId().toString())
        .put("settings", result.settingsId().toString())
        .put("evidence", result.evidenceDigest().toString())
        .put("evaluatedAt", result.evaluatedAt().toString())
        .put("notAfter", result.notAfter().toString())
        .build();
  }

  private static String base64(AttestedKey key) {
    return Base64.getEncoder().encodeToString(key.spki());
  }

  static JsonObject vector(TrustVector vector) {
    JsonObject.Builder json = JsonObject.builder();
    vector.values().forEach((claim, value) -> json.put(claim.label(), value));
    return json.build();
  }

  private static JsonObject finding(Finding finding) {
    return JsonObject.builder()
        .put("code", finding.code().text())
        .put("claim", finding.claim().label())
        .put("value", finding.value())
        .put("facts", JsonObject.ofStrings(finding.facts()))
        .build();
  }

  /**
   * Reads a result.
   *
   * @param json as {@link #write} writes it
   * @return the result
   * @throws EncodingException if it is anything else, or its tier is better than its vector
   */
  public static AttestationResult parse(JsonObject json) throws EncodingException {
    json.onlyNames(
        "scheme",
        "tier",
        "vector",
        "protection",
        "findings",
        "claims",
        "identity",
        "key",
        "counters",
        "policy",
        "settings",
        "evidence",
        "evaluatedAt",
        "notAfter");
    SortedMap<String, Long> counters = new TreeMap<>();
    for (String name : json.object("counters").members().keySet()) {
      counters.put(name, integer(json.object("counters"), name));
    }
    List<Finding> findings = new ArrayList<>();
    for (JsonObject finding : json.objects("findings")) {
      findings.add(finding(finding));
    }
    try {
      return new AttestationResult(
          json.string("scheme"),
          json.parsed("tier", text -> Labels.parse(TrustTier.class, TrustTier::label, text)),
          vector(json.object("vector")),
          json.parsed("protection", KeyProtection::parse),
          findings,
          strings(json.object("claims")),
          key(json, "identity"),
          key(json, "key"),
          counters,
          json.parsed("policy", Bytes32::parse),
          json.parsed("settings", Bytes32::parse),
          json.parsed("evidence", Bytes32::parse),
          json.instant("evaluatedAt"),
          json.instant("notAfter"));
    } catch (IllegalArgumentException e) {
      throw new EncodingException("the attestation result is refused: " + e.getMessage());
    }
  }

  private static Finding finding(JsonObject json) throws EncodingException {
    json.onlyNames("code", "claim", "value", "facts");
    return new Finding(
        json.parsed("code", ReasonCode::new),
        json.parsed("claim", TrustClaim::parse),
        value(json, "value"),
        strings(json.object("facts")));
  }

  private static TrustVector vector(JsonObject json) throws EncodingException {
    Map<TrustClaim, Integer> values = new EnumMap<>(TrustClaim.class);
    for (String name : json.members().keySet()) {
      values.put(TrustClaim.parse(name), value(json, name));
    }
    return new TrustVector(values);
  }

  private static int value(JsonObject json, String name) throws EncodingException {
    long value = integer(json, name);
    if (value < -128 || value > 127) {
      throw json.unexpected(name, "a whole number from -128 to 127");
    }
    return (int) value;
  }

  private static long integer(JsonObject json, String name) throws EncodingException {
    JsonValue value = json.get(name);
    try {
      if (value instanceof JsonNumber number) {
        return Long.parseLong(number.literal());
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw json.unexpected(name, "a whole number of 64 bits");
  }

  private static Optional<AttestedKey> key(JsonObject json, String name) throws EncodingException {
    return json.has(name)
        ? Optional.of(new AttestedKey(json.parsed(name, Base64.getDecoder()::decode)))
        : Optional.empty();
  }

  private static SortedMap<String, String> strings(JsonObject json) throws EncodingException {
    SortedMap<String, String> strings = new TreeMap<>();
    for (String name : json.members().keySet()) {
      strings.put(name, json.string(name));
    }
    return strings;
  }
}
