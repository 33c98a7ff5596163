package org.depinsdk.core.json;

import java.nio.charset.StandardCharsets;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The JSON Canonicalization Scheme (RFC 8785), strict: if two different documents could get one canonical form, the
 * document is refused. Beside what {@link Json} refuses, there is no number beyond the range of a double, and a number beyond
 * 2^53 - 1, however it is spelt, must be a double rounded to as many digits as are written: {@code 1e16} is, {@code
 * 9007199254740993} and {@code 9007199254740993.0} are not. So a canonical form is its own canonical form.
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
