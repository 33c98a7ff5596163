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
record HttpReply(int status, Map<String, String> headers, String body) {
  /** With a type. */
  static HttpReply of(int status, String type, String body) {
    return new HttpReply(status, Map.of("Content-Type", type), body);
  }

  /** One sentence for a person. */
  static HttpReply text(int status, String sentence) {
    return of(status, "text/plain; charset=utf-8", sentence + "\n");
  }

  /** With one more header. */
  HttpReply with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new HttpReply(status, more, body);
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
