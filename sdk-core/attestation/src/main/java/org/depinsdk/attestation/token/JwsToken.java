package org.depinsdk.attestation.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;

/**
 * Reads compact JWS (RFC 7515) that others sign with keys of any kind. No parameter may be critical, since this SDK
 * understands none that would be; keys that the header brings or points to are not read.
 */
public final class JwsToken {
  private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withDepth(5).withValues(1000);

  private JwsToken() {}

  /**
   * Reads a token.
   *
   * @param bytes three parts of Base64url without padding, with dots between them
   * @return the token, not verified
   * @throws EncodingException if the bytes are not such a token
   */
  public static SignedToken parse(byte[] bytes) throws EncodingException {
    String compact = new String(bytes, StandardCharsets.ISO_8859_1);
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw new EncodingException("a compact JWS has three parts, not " + parts.length);
    }
    JsonObject header = Json.parseObject(base64Url(parts[0], "the header"), LIMITS);
    if (header.has("crit") || header.has("b64")) {
      throw new EncodingException("critical parameters are not supported");
    }
    String alg = header.string("alg");
    return new SignedToken(
        Stream.of(SignatureAlgorithm.values())
            .filter(a -> a.jose().equals(alg))
            .findFirst()
            .orElseThrow(() -> header.unexpected("alg", "an algorithm that is supported")),
        header.has("kid") ? Optional.of(header.string("kid")) : Optional.empty(),
        certificates(header),
        base64Url(parts[1], "the payload"),
        (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
        base64Url(parts[2], "the signature"));
  }

  private static List<byte[]> certificates(JsonObject header) throws EncodingException {
    List<byte[]> certificates = new ArrayList<>();
    if (header.has("x5c")) {
      for (String certificate : header.strings("x5c")) {
        try {
          certificates.add(Base64.getDecoder().decode(certificate));
        } catch (IllegalArgumentException e) {
          throw header.unexpected("x5c", "certificates in Base64");
        }
      }
    }
    return certificates;
  }

  /**
   * Reads Base64url without padding, in its one form.
   *
   * @param text the string
   * @param name of the field, for the error
   * @return the bytes
   * @throws EncodingException if it is anything else
   */
  public static byte[] base64Url(String text, String name) throws EncodingException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (encode(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // falls through to the one message
    }
    throw new EncodingException(
        name + " is Base64url without padding, not " + EncodingException.shown(text));
  }

  /**
   * Makes a token with the algorithm alone in its header.
   *
   * @param algorithm of the key that signs
   * @param payload what is signed
   * @param signer makes the signature in JOSE's form from the bytes that it covers
   * @return the token
   */
  public static String sign(SignatureAlgorithm algorithm, byte[] payload, TokenSigner signer) {
    String header = Json.line(
        JsonObject.builder().put("alg", algorithm.jose()).put("typ", "JWT").build());
    String signed = encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(payload);
    return signed + "." + encode(signer.sign(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Writes Base64url without padding.
   *
   * @param bytes any bytes
   * @return the string
   */
  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
