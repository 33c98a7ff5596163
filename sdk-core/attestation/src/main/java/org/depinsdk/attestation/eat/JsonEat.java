package org.depinsdk.attestation.eat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.attestation.token.JwsToken;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;

/** Reads the claims of a JWT (RFC 7519, RFC 9711). Claims that no appraisal uses may be any JSON. */
public final class JsonEat {
  private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withDepth(16).withValues(16_384);
  private static final List<String> BINARY = List.of("oemid", "hwmodel");
  private static final List<String> DESCRIBED =
      List.of("oemid", "hwmodel", "hwversion", "eat_profile", "swname", "swversion");
  // the last second of the year 9999
  private static final long MAX_TIME = 253402300799L;

  private JsonEat() {}

  /**
   * Reads a claims set.
   *
   * @param bytes an object in JSON
   * @return the claims
   * @throws EncodingException if the bytes are no claims set, or a claim has another type than its standard says
   */
  public static EatClaims parse(byte[] bytes) throws EncodingException {
    JsonObject json = Json.parseObject(bytes, LIMITS);
    SortedMap<String, String> described = new TreeMap<>();
    for (String name : DESCRIBED) {
      JsonValue value = json.get(name);
      if (value != null) {
        described.put(name, described(json, name, value));
      }
    }
    return new EatClaims(
        nonces(json),
        ueid(json),
        described,
        json.has("oemboot") ? Optional.of(json.bool("oemboot")) : Optional.empty(),
        debug(json),
        json.has("bootcount") ? Optional.of(json.wholeNumber("bootcount")) : Optional.empty(),
        instant(json, "iat"),
        instant(json, "exp"),
        instant(json, "nbf"),
        submodules(json));
  }

  private static List<byte[]> nonces(JsonObject json) throws EncodingException {
    List<byte[]> nonces = new ArrayList<>();
    if (json.has("eat_nonce")) {
      List<String> texts = json.get("eat_nonce") instanceof JsonArray
          ? json.strings("eat_nonce")
          : List.of(json.string("eat_nonce"));
      for (String text : texts) {
        byte[] nonce = JwsToken.base64Url(text, "eat_nonce");
        if (nonce.length < EatClaims.MIN_NONCE
            || nonce.length > EatClaims.MAX_NONCE
            || nonces.size() == EatClaims.MAX_NONCES) {
          throw json.unexpected("eat_nonce", "at most 16 times 8 to 64 bytes");
        }
        nonces.add(nonce);
      }
    }
    return nonces;
  }

  private static Optional<byte[]> ueid(JsonObject json) throws EncodingException {
    if (!json.has("ueid")) {
      return Optional.empty();
    }
    byte[] ueid = JwsToken.base64Url(json.string("ueid"), "ueid");
    if (ueid.length < EatClaims.MIN_UEID || ueid.length > EatClaims.MAX_UEID) {
      throw json.unexpected("ueid", "7 to 33 bytes");
    }
    return Optional.of(ueid);
  }

  private static String described(JsonObject json, String name, JsonValue value)
      throws EncodingException {
    JsonValue one = value instanceof JsonArray array && !array.items().isEmpty()
        ? array.items().get(0)
        : value;
    if (one instanceof JsonNumber number) {
      return Long.toString(number.wholeNumber());
    }
    if (one instanceof JsonString string) {
      return BINARY.contains(name)
          ? Hex.encode(JwsToken.base64Url(string.value(), name))
          : string.value();
    }
    throw json.unexpected(name, "a string or a whole number");
  }

  private static Optional<DebugStatus> debug(JsonObject json) throws EncodingException {
    if (!json.has("dbgstat")) {
      return Optional.empty();
    }
    String label = json.string("dbgstat");
    return Optional.of(Stream.of(DebugStatus.values())
        .filter(status -> status.label().equals(label))
        .findFirst()
        .orElseThrow(() -> json.unexpected("dbgstat", "a debug status")));
  }

  private static Optional<Instant> instant(JsonObject json, String name) throws EncodingException {
    if (!json.has(name)) {
      return Optional.empty();
    }
    long seconds = json.wholeNumber(name);
    if (seconds > MAX_TIME) {
      throw json.unexpected(name, "seconds before the year 10000");
    }
    return Optional.of(Instant.ofEpochSecond(seconds));
  }

  private static Map<String, String> submodules(JsonObject json) throws EncodingException {
    SortedMap<String, String> submodules = new TreeMap<>();
    if (json.has("submods")) {
      for (Map.Entry<String, JsonValue> module :
          json.object("submods").members().entrySet()) {
        String kind = "claims";
        if (module.getValue() instanceof JsonArray array) {
          boolean digest = !array.items().isEmpty()
              && array.items().get(0) instanceof JsonString type
              && type.value().equals("DIGEST");
          kind = digest ? "digest" : "token";
        } else if (!(module.getValue() instanceof JsonObject)) {
          throw module.getValue().unexpected("claims, a token or a digest");
        }
        submodules.put(module.getKey(), kind);
      }
    }
    return submodules;
  }
}
