package org.depinsdk.core.internal.json;

import java.util.Map;

/** Writes JSON on one line, members in the order in which they were put. */
public final class JsonWriter {
  private JsonWriter() {}

  /**
   * Writes a value.
   *
   * @param value the value
   * @return one line, without a line feed
   */
  public static String line(Json value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Json value, StringBuilder out) {
    if (value instanceof Json.Obj object) {
      char separator = '{';
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        out.append(separator);
        JcsWriter.string(member.getKey(), out);
        out.append(':');
        write(member.getValue(), out);
        separator = ',';
      }
      out.append(separator == '{' ? "{}" : "}");
    } else if (value instanceof Json.Array array) {
      char separator = '[';
      for (Json item : array.items()) {
        out.append(separator);
        write(item, out);
        separator = ',';
      }
      out.append(separator == '[' ? "[]" : "]");
    } else if (value instanceof Json.Text text) {
      JcsWriter.string(text.value(), out);
    } else if (value instanceof Json.Number number) {
      out.append(number.literal());
    } else if (value instanceof Json.Literal literal) {
      out.append(literal.text());
    }
  }
}
