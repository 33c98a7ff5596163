package org.depinsdk.core.internal.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
    NULL
  }
}
