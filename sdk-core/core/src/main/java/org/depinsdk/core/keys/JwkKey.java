package org.depinsdk.core.keys;

import java.util.Base64;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.internal.Digests;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;

/**
 * Public keys as JSON Web Keys (RFC 7517, RFC 7518 section 6.2, RFC 8037, RFC 8812). A private key's member is refused by
 * name. Members that only describe a key (kid, use, key_ops, alg, x5c and so on) are ignored, but an {@code alg} must fit
 * the key.
 */
public final class JwkKey {
  /** Longest text that is read. */
  public static final int MAX_CHARS = 16_384;

  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private JwkKey() {}

  /**
   * Writes a key with its required members alone, in the order of RFC 7638, so that the text is also what a thumbprint is
   * taken of.
   *
   * @param key any key
   * @return for example {@code {"crv":"Ed25519","kty":"OKP","x":"…"}}
   */
  public static String encode(DeviceKey key) {
    String crv = key.algorithm().label();
    if (key.algorithm() == KeyAlgorithm.ED25519) {
      return "{\"crv\":\"" + crv + "\",\"kty\":\"OKP\",\"x\":\""
          + BASE64.encodeToString(key.encoded()) + "\"}";
    }
    EcPoint point = EcPoint.of(key);
    return "{\"crv\":\"" + crv + "\",\"kty\":\"EC\",\"x\":\"" + BASE64.encodeToString(point.x())
        + "\",\"y\":\"" + BASE64.encodeToString(point.y()) + "\"}";
  }

  /**
   * The JWK thumbprint of a key (RFC 7638).
   *
   * @param key any key
   * @return SHA-256 of {@link #encode}, in base64url
   */
  public static String thumbprint(DeviceKey key) {
    return BASE64.encodeToString(
        Digests.sha256(encode(key).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /**
   * Reads a key.
   *
   * @param text a JSON object
   * @return the key
   * @throws InvalidKeyException if the object is not a strictly valid public key of a supported algorithm
   */
  public static DeviceKey decode(String text) throws InvalidKeyException {
    try {
      JsonObject jwk = Json.parseObject(text, JsonLimits.DEFAULT.withLength(MAX_CHARS));
      for (String name : jwk.members().keySet()) {
        if (PRIVATE.contains(name)) {
          throw new InvalidKeyException("a JWK with member \"" + name + "\" is a private key");
        }
      }
      KeyAlgorithm algorithm = algorithm(jwk.string("kty"), jwk.string("crv"));
      if (jwk.get("alg") != null && !fits(jwk.string("alg"), algorithm)) {
        throw new InvalidKeyException("JWK's alg " + EncodingException.shown(jwk.string("alg"))
            + " does not fit " + algorithm.label());
      }
      if (jwk.has("use") && !jwk.string("use").equals("sig")) {
        throw jwk.unexpected("use", "sig");
      }
      if (jwk.has("key_ops") && !jwk.strings("key_ops").contains("verify")) {
        throw new InvalidKeyException("JWK: key_ops must name verify");
      }
      byte[] x = bytes(jwk, "x");
      return algorithm == KeyAlgorithm.ED25519
          ? DeviceKey.of(algorithm, x)
          : EcPoint.key(algorithm, x, bytes(jwk, "y"));
    } catch (EncodingException e) {
      throw new InvalidKeyException("JWK: " + e.getMessage());
    }
  }

  private static KeyAlgorithm algorithm(String kty, String crv) throws InvalidKeyException {
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      String expected = algorithm == KeyAlgorithm.ED25519 ? "OKP" : "EC";
      if (algorithm.label().equals(crv) && expected.equals(kty)) {
        return algorithm;
      }
    }
    throw new InvalidKeyException("unsupported JWK of kty " + EncodingException.shown(kty)
        + " and crv " + EncodingException.shown(crv));
  }

  // RFC 8037, RFC 7518, RFC 8812, and the fully-specified name of RFC 9864
  private static boolean fits(String alg, KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> alg.equals("EdDSA") || alg.equals("Ed25519");
      case P256 -> alg.equals("ES256");
      case SECP256K1 -> alg.equals("ES256K");
    };
  }

  private static byte[] bytes(JsonObject jwk, String name) throws EncodingException {
    String text = jwk.string(name);
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (BASE64.encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // falls through to the one message
    }
    throw jwk.unexpected(name, "base64url without padding");
  }
}
