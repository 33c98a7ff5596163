package org.depinsdk.service.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of HTTP.
 *
 * @param status for example 200
 * @param headers all but those of the length and the connection
 * @param body the content; empty if there is none
 */
record HttpAnswer(int status, Map<String, String> headers, String body) {
  /** With a type. */
  static HttpAnswer of(int status, String type, String body) {
    return new HttpAnswer(status, Map.of("Content-Type", type), body);
  }

  /** One sentence for a person. */
  static HttpAnswer text(int status, String sentence) {
    return of(status, "text/plain; charset=utf-8", sentence + "\n");
  }

  /** With one more header. */
  HttpAnswer with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new HttpAnswer(status, more, body);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
