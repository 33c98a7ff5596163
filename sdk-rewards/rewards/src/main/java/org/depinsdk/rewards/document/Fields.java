package org.depinsdk.rewards.document;

import java.util.Optional;
import java.util.function.Function;

/**
 * The fields of an object, named one after the other by the description of its type. The same description reads (the fields
 * come from a document), writes (they come from an object) and gives the schema (they are placeholders):
 *
 * <pre>{@code
 * Form<Token> token = Forms.object("What is paid.", fields -> new Token(
 *     fields.get("symbol", SYMBOL, Token::symbol),
 *     fields.get("decimals", DECIMALS, Token::decimals)));
 * }</pre>
 *
 * <p>A description names its fields in the order in which they are written, and which ones it names may depend on nothing
 * but its parameters. It throws {@link IllegalArgumentException} if the fields do not fit together.
 *
 * @param <T> the type of the object
 */
public interface Fields<T> {
  /**
   * A field that must be there.
   *
   * @param name its name
   * @param form its form
   * @param getter reads it from an object
   * @param <V> its type
   * @return its value
   */
  <V> V get(String name, Form<V> form, Function<T, V> getter);

  /**
   * A field that may be absent, and is not written if it has its default.
   *
   * @param name its name
   * @param form its form
   * @param fallback its value if it is absent
   * @param getter reads it from an object
   * @param <V> its type
   * @return its value
   */
  <V> V get(String name, Form<V> form, V fallback, Function<T, V> getter);

  /**
   * A field that may be absent and has no default.
   *
   * @param name its name
   * @param form its form
   * @param getter reads it from an object
   * @param <V> its type
   * @return its value; empty if it is absent
   */
  <V> Optional<V> optional(String name, Form<V> form, Function<T, Optional<V>> getter);

  /**
   * A field that always has the same string.
   *
   * @param name its name
   * @param value the string
   */
  default void constant(String name, String value) {
    get(name, Forms.constant(value), object -> value);
  }
}
