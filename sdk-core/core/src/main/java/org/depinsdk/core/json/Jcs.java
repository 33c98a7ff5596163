package org.depinsdk.core.json;

import java.nio.charset.StandardCharsets;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.internal.json.JcsWriter;
import org.depinsdk.core.internal.json.JsonReader;

/**
 * The JSON Canonicalization Scheme (RFC 8785), strict: where two different documents could get one canonical form, the
 * document is refused. So there is no name twice in an object, no lone surrogate, no integer beyond 2^53 - 1 (RFC 7493
 * section 2.2) and no number beyond the range of a double.
 */
public final class Jcs {
  private Jcs() {}

  /**
   * Canonicalises a document.
   *
   * @param json the document
   * @return its canonical form in UTF-8
   * @throws EncodingException where the text is not JSON within the limits, or its canonical form would lose something
   */
  public static byte[] canonicalize(String json) throws EncodingException {
    return JcsWriter.write(JsonReader.read(json)).getBytes(StandardCharsets.UTF_8);
  }
}
