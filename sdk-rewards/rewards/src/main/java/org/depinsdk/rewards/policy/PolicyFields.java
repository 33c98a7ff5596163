package org.depinsdk.rewards.policy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the fields of one object of a policy document. Every mistake is noted with its place and reading goes
 * on, so that one run shows them all; {@link #done} notes fields that nobody asked for.
 */
final class PolicyFields {
  /** What all objects of one document share. */
  static final class Notes {
    private final List<PolicyProblem> problems = new ArrayList<>();
    private final Map<String, PolicyNode> places = new TreeMap<>();

    void problem(PolicyNode at, String field, String reason) {
      problems.add(new PolicyProblem(at.line(), at.column(), field, reason));
    }

    List<PolicyProblem> problems() {
      return problems;
    }

    /** The problem of a checked policy, at the place of its field or of the nearest object around it. */
    PolicyProblem placed(PolicyProblem problem) {
      String field = problem.field();
      while (!places.containsKey(field) && !field.isEmpty()) {
        int cut = Math.max(field.lastIndexOf('.'), field.lastIndexOf('['));
        field = cut < 0 ? "" : field.substring(0, cut);
      }
      PolicyNode at = places.get(field);
      return at == null
          ? problem
          : new PolicyProblem(at.line(), at.column(), problem.field(), problem.reason());
    }
  }

  private static final Pattern BIG = Pattern.compile("0|[1-9][0-9]{0,76}");

  private final PolicyNode.Fields node;
  private final String path;
  private final Notes notes;
  private final Set<String> asked = new LinkedHashSet<>();

  private PolicyFields(PolicyNode.Fields node, String path, Notes notes) {
    this.node = node;
    this.path = path;
    this.notes = notes;
    notes.places.put(path, node);
    node.fields().forEach((name, value) -> notes.places.put(pathOf(name), value));
  }

  /** The fields of an object; without any, and with a note, where the node is none. */
  static PolicyFields of(PolicyNode node, String path, Notes notes) {
    if (node instanceof PolicyNode.Fields fields) {
      return new PolicyFields(fields, path, notes);
    }
    notes.problem(node, path, "expected fields in braces");
    return new PolicyFields(
        new PolicyNode.Fields(node.line(), node.column(), Map.of()), path, notes);
  }

  boolean has(String name) {
    return node.fields().containsKey(name);
  }

  /** An exact name of a thing that this object must have. */
  @Nullable
  String text(String name) {
    PolicyNode value = required(name);
    return value == null ? null : textOf(name, value);
  }

  String text(String name, String fallback) {
    PolicyNode value = optional(name);
    String text = value == null ? fallback : textOf(name, value);
    return text == null ? fallback : text;
  }

  long number(String name, long fallback) {
    PolicyNode value = optional(name);
    return value == null ? fallback : numberOf(name, value, fallback);
  }

  long number(String name) {
    PolicyNode value = required(name);
    return value == null ? 1 : numberOf(name, value, 1);
  }

  boolean truth(String name, boolean fallback) {
    PolicyNode value = optional(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof PolicyNode.Truth truth) {
      return truth.value();
    }
    notes.problem(value, pathOf(name), "expected true or false");
    return fallback;
  }

  /** An amount with its unit, for example {@code 34.24 HNT}; zero where the policy's token is already refused. */
  TokenAmount amount(String name, @Nullable Token token) {
    PolicyNode value = required(name);
    String text = value == null ? null : textOf(name, value);
    if (value == null || text == null || token == null) {
      return TokenAmount.ZERO;
    }
    int space = text.indexOf(' ');
    try {
      if (space < 0) {
        throw new EncodingException("an amount names its unit, such as \"34.24 " + token.symbol()
            + "\", not " + EncodingException.shown(text));
      }
      if (!text.substring(space + 1).equals(token.symbol())) {
        throw new EncodingException("this policy pays " + token.symbol() + ", not "
            + EncodingException.shown(text.substring(space + 1)));
      }
      return token.parse(text.substring(0, space));
    } catch (EncodingException e) {
      notes.problem(value, pathOf(name), String.valueOf(e.getMessage()));
      return TokenAmount.ZERO;
    }
  }

  /** An instant such as {@code 2026-08-05T12:00:00Z}. */
  Instant instant(String name) {
    String text = text(name);
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      problem(
          name,
          "expected an instant such as 2026-08-05T12:00:00Z, not " + EncodingException.shown(text));
      return Instant.EPOCH;
    }
  }

  /** A duration such as {@code P1D} or {@code PT12H}. */
  Duration duration(String name) {
    String text = text(name);
    try {
      return text == null ? Duration.ZERO : Duration.parse(text);
    } catch (DateTimeParseException e) {
      problem(
          name, "expected a duration such as P30D or PT12H, not " + EncodingException.shown(text));
      return Duration.ZERO;
    }
  }

  /** A whole number of 0 or more in a text, of at most 77 digits. */
  BigInteger bigNumber(String name) {
    String text = text(name);
    if (text != null && !BIG.matcher(text).matches()) {
      problem(name, "expected a whole number in quotes, not " + EncodingException.shown(text));
      return BigInteger.ONE;
    }
    return text == null ? BigInteger.ONE : new BigInteger(text);
  }

  PolicyFields fields(String name) {
    PolicyNode value = required(name);
    return value == null
        ? new PolicyFields(
            new PolicyNode.Fields(node.line(), node.column(), Map.of()), pathOf(name), new Notes())
        : of(value, pathOf(name), notes);
  }

  List<PolicyNode> items(String name) {
    PolicyNode value = required(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof PolicyNode.Items items) {
      return items.items();
    }
    notes.problem(value, pathOf(name), "expected a list in brackets");
    return List.of();
  }

  /** Notes a mistake in a field, or in the object itself where the name is empty or the field is not there. */
  void problem(String name, @Nullable String reason) {
    PolicyNode value = node.fields().get(name);
    notes.problem(
        value == null ? node : value, name.isEmpty() ? path : pathOf(name), String.valueOf(reason));
  }

  /** Notes every field that was not asked for. */
  void done() {
    node.fields().forEach((name, value) -> {
      if (!asked.contains(name)) {
        notes.problem(value, pathOf(name), "unknown field; expected " + String.join(", ", asked));
      }
    });
  }

  Notes notes() {
    return notes;
  }

  String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  @Nullable
  PolicyNode optional(String name) {
    asked.add(name);
    return node.fields().get(name);
  }

  private @Nullable PolicyNode required(String name) {
    PolicyNode value = optional(name);
    if (value == null) {
      notes.problem(node, pathOf(name), "this field is missing");
    }
    return value;
  }

  private @Nullable String textOf(String name, PolicyNode value) {
    if (value instanceof PolicyNode.Text text) {
      return text.text();
    }
    notes.problem(value, pathOf(name), "expected a text");
    return null;
  }

  private long numberOf(String name, PolicyNode value, long fallback) {
    if (value instanceof PolicyNode.Whole whole) {
      return whole.number();
    }
    notes.problem(value, pathOf(name), "expected a whole number");
    return fallback;
  }
}
