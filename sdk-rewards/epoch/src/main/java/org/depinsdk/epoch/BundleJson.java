package org.depinsdk.epoch;

import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ReportId;

/** What all JSON of bundles has in common. */
final class BundleJson {
  /** The longest line that a bundle has. */
  static final int MAX_LINE = 1 << 20;

  private static final JsonLimits LINE =
      JsonLimits.DEFAULT.withLength(MAX_LINE).withValues(MAX_LINE);

  /** A document about all operators or devices. */
  private static final JsonLimits LARGE =
      JsonLimits.DEFAULT.withLength(1 << 29).withValues(1 << 25);

  private BundleJson() {}

  static JsonObject line(byte[] line) throws EncodingException {
    return Json.parseObject(line, LINE);
  }

  static JsonObject large(byte[] document) throws EncodingException {
    return Json.parseObject(document, LARGE);
  }

  /** A member that is an object of strings. */
  static SortedMap<String, String> strings(JsonObject json, String name) throws EncodingException {
    return strings(json.object(name));
  }

  static SortedMap<String, String> strings(JsonObject json) throws EncodingException {
    SortedMap<String, String> values = new TreeMap<>();
    for (String name : json.members().keySet()) {
      values.put(name, json.string(name));
    }
    return values;
  }

  static void format(JsonObject json, String format) throws EncodingException {
    if (!json.string("format").equals(format)) {
      throw json.unexpected("format", format);
    }
  }

  static ReportId report(String hex) throws EncodingException {
    try {
      return new ReportId(hex);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }
}
