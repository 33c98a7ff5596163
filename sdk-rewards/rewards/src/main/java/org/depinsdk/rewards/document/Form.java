package org.depinsdk.rewards.document;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.depinsdk.core.json.JsonValue;

/**
 * How values of one type are written in a document: one description by which they are read, written and described to editors.
 * {@link Forms} makes forms.
 *
 * @param <V> the type of the values
 */
public final class Form<V> {
  private final BiFunction<JsonValue, Problems, V> reader;
  private final Function<V, JsonValue> writer;
  private final Function<Schemas, JsonValue> schema;
  private final Supplier<V> placeholder;

  Form(
      BiFunction<JsonValue, Problems, V> reader,
      Function<V, JsonValue> writer,
      Function<Schemas, JsonValue> schema,
      Supplier<V> placeholder) {
    this.reader = reader;
    this.writer = writer;
    this.schema = schema;
    this.placeholder = placeholder;
  }

  /** Reads a value. What is wrong is noted, and a placeholder stands for it, so that one run finds everything. */
  V read(JsonValue value, Problems problems) {
    return reader.apply(value, problems);
  }

  /**
   * Writes a value.
   *
   * @param value any value of the type
   * @return equal values are written alike
   */
  public JsonValue write(V value) {
    return writer.apply(value);
  }

  /** A JSON Schema (draft 2020-12). */
  JsonValue schema(Schemas schemas) {
    return schema.apply(schemas);
  }

  /** A valid value that stands for one that could not be read, until the problem is reported. */
  V placeholder() {
    return placeholder.get();
  }

  /**
   * The same form for another type.
   *
   * @param to makes a value of the other type; {@link IllegalArgumentException} and {@link ArithmeticException} are problems of
   *     the document
   * @param from the value that is written for one of the other type
   * @param <W> the other type
   * @return the form
   */
  public <W> Form<W> as(Function<V, W> to, Function<W, V> from) {
    return new Form<>(
        (value, problems) -> {
          int before = problems.count();
          V read = read(value, problems);
          try {
            return to.apply(read);
          } catch (ArithmeticException | IllegalArgumentException e) {
            problems.addUnlessNoted(before, value.location(), e);
            return to.apply(placeholder());
          }
        },
        value -> write(from.apply(value)),
        schema,
        () -> to.apply(placeholder()));
  }

  /**
   * The same form, with nothing for a value that could not be read, for other forms that depend on the value.
   *
   * @return the form; it writes only values that are there
   */
  public Form<Optional<V>> orEmpty() {
    return new Form<>(
        (value, problems) -> {
          int before = problems.count();
          V read = read(value, problems);
          return problems.count() > before ? Optional.empty() : Optional.of(read);
        },
        value -> write(value.orElseThrow()),
        schema,
        Optional::empty);
  }

  /**
   * The same form, with a check of each value that was read without a problem.
   *
   * @param check finds what is wrong; its fields are relative to the value
   * @return the form
   */
  public Form<V> checked(Function<V, List<PolicyProblem>> check) {
    return new Form<>(
        (value, problems) -> {
          int before = problems.count();
          V read = read(value, problems);
          if (problems.count() == before) {
            check.apply(read).forEach(problem -> problems.addWithin(value, problem));
          }
          return read;
        },
        writer,
        schema,
        placeholder);
  }
}
