package org.depinsdk.core.json;

import java.util.Map;

/** Writes JSON, members in order. */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder(512);
  private final boolean indented;

  private JsonWriter(boolean indented) {
    this.indented = indented;
  }

  static String write(JsonValue value, boolean indented) {
    JsonWriter writer = new JsonWriter(indented);
    writer.value(value, 0);
    return writer.out.toString();
  }

  private void value(JsonValue value, int depth) {
    if (value instanceof JsonObject object) {
      char separator = '{';
      for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
        next(separator, depth + 1);
        string(member.getKey(), out);
        out.append(indented ? ": " : ":");
        value(member.getValue(), depth + 1);
        separator = ',';
      }
      end(separator == '{', "{}", depth);
    } else if (value instanceof JsonArray array) {
      char separator = '[';
      for (JsonValue item : array.items()) {
        next(separator, depth + 1);
        value(item, depth + 1);
        separator = ',';
      }
      end(separator == '[', "[]", depth);
    } else {
      scalar(value, out);
    }
  }

  private void next(char separator, int depth) {
    out.append(separator);
    newLine(depth);
  }

  private void end(boolean empty, String brackets, int depth) {
    if (empty) {
      out.append(brackets);
    } else {
      newLine(depth);
      out.append(brackets.charAt(1));
    }
  }

  private void newLine(int depth) {
    if (indented) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  static void scalar(JsonValue value, StringBuilder out) {
    if (value instanceof JsonString string) {
      string(string.value(), out);
    } else if (value instanceof JsonNumber number) {
      out.append(number.literal());
    } else if (value instanceof JsonBoolean bool) {
      out.append(bool.value());
    } else {
      out.append("null");
    }
  }

  /** As RFC 8785 section 3.2.2.2 and ECMAScript have it. */
  static void string(String text, StringBuilder out) {
    out.append('"');
    // runs of characters that stand for themselves are copied whole
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\') {
        continue;
      }
      out.append(text, from, i);
      from = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default ->
          out.append("\\u00").append(c < 16 ? '0' : '1').append(Character.forDigit(c & 15, 16));
      }
    }
    if (from == 0) {
      out.append(text);
    } else {
      out.append(text, from, text.length());
    }
    out.append('"');
  }
}
