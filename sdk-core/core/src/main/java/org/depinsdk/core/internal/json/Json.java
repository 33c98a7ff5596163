package org.depinsdk.core.internal.json;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/** A JSON value (RFC 8259) that obeys I-JSON (RFC 7493). */
public sealed interface Json {
  /**
   * An object; no name stands in it twice.
   *
   * @param members in the order in which they were read
   */
  record Obj(Map<String, Json> members) implements Json {
    /** Copies. */
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * A member.
     *
     * @param name its name
     * @return its value, null where there is none
     */
    public @Nullable Json get(String name) {
      return members.get(name);
    }

    /**
     * A member that must be text.
     *
     * @param name its name
     * @return the text
     * @throws EncodingException where it is absent or no text
     */
    public String text(String name) throws EncodingException {
      if (get(name) instanceof Text text) {
        return text.value();
      }
      throw new EncodingException("member \"" + name + "\" must be text");
    }

    /**
     * A member that must be a whole number.
     *
     * @param name its name
     * @return the number, 0 or more
     * @throws EncodingException if it is absent, no whole number, negative or beyond a long
     */
    public long number(String name) throws EncodingException {
      if (get(name) instanceof Number number && number.literal().matches("0|[1-9][0-9]{0,18}")) {
        try {
          return Long.parseLong(number.literal());
        } catch (NumberFormatException e) {
          // falls through to the one message
        }
      }
      throw new EncodingException("member \"" + name + "\" must be a whole number, 0 or more");
    }

    /**
     * A member that must be an instant in ISO 8601 form, UTC.
     *
     * @param name its name
     * @return the instant
     * @throws EncodingException if it is absent or not such an instant
     */
    public Instant instant(String name) throws EncodingException {
      String text = text(name);
      try {
        Instant instant = Instant.parse(text);
        if (instant.toString().equals(text)) {
          return instant;
        }
      } catch (DateTimeParseException e) {
        // falls through to the one message
      }
      throw new EncodingException("member \"" + name
          + "\" must be an instant such as 2026-01-01T00:00:00Z, not "
          + EncodingException.shown(text));
    }

    /**
     * A member that must be an object.
     *
     * @param name its name
     * @return the object
     * @throws EncodingException if it is absent or no object
     */
    public Obj child(String name) throws EncodingException {
      if (get(name) instanceof Obj child) {
        return child;
      }
      throw new EncodingException("member \"" + name + "\" must be an object");
    }

    /**
     * The same object without one member.
     *
     * @param name its name
     * @return a new object
     */
    public Obj without(String name) {
      Map<String, Json> rest = new LinkedHashMap<>(members);
      rest.remove(name);
      return new Obj(rest);
    }

    /**
     * The same object with one member set.
     *
     * @param name its name
     * @param value its value
     * @return a new object
     */
    public Obj with(String name, Json value) {
      Map<String, Json> more = new LinkedHashMap<>(members);
      more.put(name, value);
      return new Obj(more);
    }
  }

  /**
   * An array.
   *
   * @param items its items
   */
  record Array(List<Json> items) implements Json {
    /** Copies. */
    public Array {
      items = List.copyOf(items);
    }
  }

  /**
   * A string of valid Unicode.
   *
   * @param value the text
   */
  record Text(String value) implements Json {}

  /**
   * A number, as it was written.
   *
   * @param literal for example {@code 1e3}
   */
  record Number(String literal) implements Json {}

  /** The literals. */
  enum Literal implements Json {
    /** false. */
    FALSE,
    /** true. */
    TRUE,
    /** null. */
    NULL;

    /**
     * As it is written.
     *
     * @return for example {@code true}
     */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
