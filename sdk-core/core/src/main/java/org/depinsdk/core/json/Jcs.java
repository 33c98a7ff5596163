package org.depinsdk.core.json;

import java.nio.charset.StandardCharsets;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The JSON Canonicalization Scheme (RFC 8785), strict: if two different documents could get one canonical form, the
 * document is refused. Beside what {@link Json} refuses, there is no integer beyond 2^53 - 1 (RFC 7493 section 2.2) and no
 * number beyond the range of a double.
 */
public final class Jcs {
  private Jcs() {}

  /**
   * Canonicalises a document.
   *
   * @param json the document
   * @return its canonical form in UTF-8
   * @throws EncodingException if the text is not JSON within {@link JsonLimits#DEFAULT}, or its canonical form would lose something
   */
  public static byte[] canonicalize(String json) throws EncodingException {
    return canonicalize(Json.parse(json, JsonLimits.DEFAULT));
  }

  /**
   * Canonicalises a value.
   *
   * @param json any value
   * @return its canonical form in UTF-8
   * @throws EncodingException if a number's canonical form would lose something
   */
  public static byte[] canonicalize(JsonValue json) throws EncodingException {
    return JcsWriter.write(json).getBytes(StandardCharsets.UTF_8);
  }
}
