package org.depinsdk.rewards.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLocation;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;

/** What is wrong with a document, as far as it was read. */
public final class Problems {
  private final List<PolicyProblem> all = new ArrayList<>();

  /** Nothing so far. */
  public Problems() {}

  /**
   * Notes a problem.
   *
   * @param at where
   * @param reason what is wrong, with the value, and what was expected
   */
  public void add(JsonLocation at, String reason) {
    all.add(new PolicyProblem(at.line(), at.column(), at.path(), reason));
  }

  /**
   * Notes that a value is not what it should be.
   *
   * @param value the value
   * @param expected for example {@code a whole number}
   */
  public void expected(JsonValue value, String expected) {
    String shown = value instanceof JsonString string
        ? EncodingException.shown(string.value())
        : value instanceof JsonObject
            ? "an object"
            : value instanceof JsonArray ? "a list" : Json.line(value);
    add(value.location(), "expected " + expected + ", not " + shown);
  }

  /**
   * How many there are.
   *
   * @return 0 or more
   */
  public int count() {
    return all.size();
  }

  /** Notes why values that were read do not fit together, unless the reason is one that could not be read. */
  void addUnlessNoted(int before, JsonLocation at, RuntimeException e) {
    if (all.size() == before) {
      add(at, String.valueOf(e.getMessage()));
    }
  }

  /** Notes a problem whose field is relative to a value. */
  void addWithin(JsonValue value, PolicyProblem problem) {
    JsonLocation at = PolicyDocument.nearest(value, problem.field());
    String around = value.location().path();
    String field =
        around.isEmpty() || problem.field().isEmpty() || problem.field().startsWith("[")
            ? around + problem.field()
            : around + "." + problem.field();
    all.add(new PolicyProblem(at.line(), at.column(), field, problem.reason()));
  }

  /** All problems in the order of the document. */
  List<PolicyProblem> inOrder() {
    return all.stream()
        .sorted(
            Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column))
        .toList();
  }
}
