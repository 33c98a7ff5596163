package org.depinsdk.rewards.document;

import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonLocation;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;

/**
 * A policy as a file holds it, in YAML or JSON, before it is known to be one. It knows where each field stands:
 *
 * <pre>{@code
 * PolicyDocument document = PolicyDocument.parse(file);
 * NetworkPolicy policy = NetworkPolicy.read(document);
 * List<PolicyProblem> problems = document.locate(engine.check(policy));   // now with lines and columns
 * }</pre>
 */
public final class PolicyDocument {
  /** Most bytes of a file. */
  public static final int MAX_BYTES = 1 << 20;

  static final int MAX_DEPTH = 64;
  private static final JsonLimits LIMITS = JsonLimits.DEFAULT
      .withLength(MAX_BYTES)
      .withDepth(MAX_DEPTH)
      .withStringLength(4096)
      .withNumberLength(80);

  private final JsonValue root;

  private PolicyDocument(JsonValue root) {
    this.root = root;
  }

  /**
   * Reads a file: JSON if it begins with a brace or a bracket, else YAML.
   *
   * @param file UTF-8, at most {@link #MAX_BYTES}
   * @return the document
   * @throws PolicyException if the file is neither JSON nor such YAML as JSON can say
   */
  public static PolicyDocument parse(byte[] file) throws PolicyException {
    try {
      return new PolicyDocument(
          isJson(file) ? Json.parse(file, LIMITS) : YamlReader.parse(file, MAX_BYTES));
    } catch (EncodingException e) {
      String place = " (line " + e.line() + ", column " + e.column() + ")";
      String reason = String.valueOf(e.getMessage()).replace(place, "");
      throw new PolicyException(List.of(new PolicyProblem(e.line(), e.column(), "", reason)));
    }
  }

  private static boolean isJson(byte[] file) {
    for (byte b : file) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b == '{' || b == '[';
      }
    }
    return true;
  }

  /**
   * The format that the document names, so that a program can take several.
   *
   * @return what its field {@code format} holds; empty if there is none
   */
  public Optional<String> format() {
    return root instanceof JsonObject object && object.get("format") instanceof JsonString string
        ? Optional.of(string.value())
        : Optional.empty();
  }

  /**
   * Reads what the document describes.
   *
   * @param form its form
   * @param <V> its type
   * @return the value
   * @throws PolicyException if anything is wrong, with all that is wrong
   */
  public <V> V read(Form<V> form) throws PolicyException {
    Problems problems = new Problems();
    V value = form.read(root, problems);
    if (problems.count() > 0) {
      throw new PolicyException(problems.inOrder());
    }
    return value;
  }

  /**
   * Finds where problems are.
   *
   * @param problems with fields, whatever their lines and columns
   * @return the same problems with the line and column of the field, or of the nearest object around it that is there
   */
  public List<PolicyProblem> locate(List<PolicyProblem> problems) {
    Problems located = new Problems();
    problems.forEach(problem -> located.addWithin(root, problem));
    return located.inOrder();
  }

  /** The place of a field of a value, or of the nearest value around it. The names of fields may hold dots. */
  static JsonLocation nearest(JsonValue value, String field) {
    if (value instanceof JsonObject object) {
      String best = null;
      for (String name : object.members().keySet()) {
        if (startsWith(field, name) && (best == null || name.length() > best.length())) {
          best = name;
        }
      }
      JsonValue member = best == null ? null : object.get(best);
      if (best != null && member != null) {
        String rest = field.substring(best.length());
        return nearest(member, rest.startsWith(".") ? rest.substring(1) : rest);
      }
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.items().size(); i++) {
        String index = "[" + i + "]";
        if (field.startsWith(index)) {
          String rest = field.substring(index.length());
          return nearest(array.items().get(i), rest.startsWith(".") ? rest.substring(1) : rest);
        }
      }
    }
    return value.location();
  }

  private static boolean startsWith(String field, String name) {
    return field.startsWith(name)
        && (field.length() == name.length()
            || field.charAt(name.length()) == '.'
            || field.charAt(name.length()) == '[');
  }
}
