package org.depinsdk.core.json;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Instants;
import org.jspecify.annotations.Nullable;

/**
 * An object; no name occurs twice. The methods that read a member throw an {@link EncodingException} that names the
 * member's path, its value, what was expected, line and column if the member is absent or something else.
 *
 * @param members in order
 * @param location where it was read
 */
public record JsonObject(Map<String, JsonValue> members, JsonLocation location)
    implements JsonValue {
  static final String WHOLE_NUMBER = "a whole number, 0 or more";
  private static final String INSTANT = "an instant such as 2026-01-01T00:00:00Z";
  private static final String DURATION = "a duration such as PT1H";

  /** Copies. */
  public JsonObject {
    members = Collections.unmodifiableMap(
        members instanceof BuiltMembers ? members : new LinkedHashMap<>(members));
  }

  /** Members that nobody changes any more, which saves their copy. */
  private static final class BuiltMembers extends LinkedHashMap<String, JsonValue> {
    private static final long serialVersionUID = 1L;

    BuiltMembers() {}

    BuiltMembers(Map<String, JsonValue> members) {
      super(members);
    }
  }

  /**
   * An object that was not read.
   *
   * @return without members so far
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * An object of strings that was not read.
   *
   * @param values the members in the order of the map
   * @return the object
   */
  public static JsonObject ofStrings(Map<String, String> values) {
    Builder builder = builder();
    values.forEach(builder::put);
    return builder.build();
  }

  /**
   * Whether there is a member.
   *
   * @param name its name
   * @return true also if it is null
   */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /**
   * A member of any type.
   *
   * @param name its name
   * @return its value; null if there is none
   */
  public @Nullable JsonValue get(String name) {
    return members.get(name);
  }

  /**
   * Refuses members that nobody reads.
   *
   * @param names all that there may be
   * @throws EncodingException if there is another
   */
  public void onlyNames(String... names) throws EncodingException {
    List<String> known = List.of(names);
    for (Map.Entry<String, JsonValue> member : members.entrySet()) {
      if (!known.contains(member.getKey())) {
        throw member
            .getValue()
            .location()
            .error("is unknown, expected one of " + new TreeSet<>(known));
      }
    }
  }

  /**
   * A string.
   *
   * @param name the member
   * @return its value
   * @throws EncodingException if it is no string
   */
  public String string(String name) throws EncodingException {
    String expected = "a string";
    if (required(name, expected) instanceof JsonString string) {
      return string.value();
    }
    throw unexpected(name, expected);
  }

  /**
   * A whole number.
   *
   * @param name the member
   * @return 0 or more
   * @throws EncodingException if it is no number, negative, more than {@link Long#MAX_VALUE}, or has a fraction or exponent
   */
  public long wholeNumber(String name) throws EncodingException {
    if (required(name, WHOLE_NUMBER) instanceof JsonNumber number) {
      return number.wholeNumber();
    }
    throw unexpected(name, WHOLE_NUMBER);
  }

  /**
   * True or false.
   *
   * @param name the member
   * @return its value
   * @throws EncodingException if it is neither
   */
  public boolean bool(String name) throws EncodingException {
    String expected = "true or false";
    if (required(name, expected) instanceof JsonBoolean bool) {
      return bool.value();
    }
    throw unexpected(name, expected);
  }

  /**
   * A string that is an instant in ISO 8601 form, UTC, as {@link Instant#toString} writes it.
   *
   * @param name the member
   * @return the instant
   * @throws EncodingException if it is something else, an instant in another form, or outside the years 1 to 9999
   */
  public Instant instant(String name) throws EncodingException {
    String text = string(name);
    try {
      Instant instant = Instants.parse(text);
      if (instant.toString().equals(text)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      // falls through to the one message
    }
    throw unexpected(name, INSTANT);
  }

  /**
   * A string that is a duration in ISO 8601 form.
   *
   * @param name the member
   * @return the duration
   * @throws EncodingException if it is something else
   */
  public Duration duration(String name) throws EncodingException {
    try {
      return Duration.parse(string(name));
    } catch (DateTimeParseException e) {
      throw unexpected(name, DURATION);
    }
  }

  /**
   * An object.
   *
   * @param name the member
   * @return the object
   * @throws EncodingException if it is none
   */
  public JsonObject object(String name) throws EncodingException {
    String expected = "an object";
    if (required(name, expected) instanceof JsonObject object) {
      return object;
    }
    throw unexpected(name, expected);
  }

  /**
   * An array.
   *
   * @param name the member
   * @return the array
   * @throws EncodingException if it is none
   */
  public JsonArray array(String name) throws EncodingException {
    String expected = "an array";
    if (required(name, expected) instanceof JsonArray array) {
      return array;
    }
    throw unexpected(name, expected);
  }

  /**
   * An array of strings.
   *
   * @param name the member
   * @return the strings in order
   * @throws EncodingException if it is no array or an item is no string
   */
  public List<String> strings(String name) throws EncodingException {
    return array(name).strings();
  }

  /**
   * An array of objects.
   *
   * @param name the member
   * @return the objects in order
   * @throws EncodingException if it is no array or an item is no object
   */
  public List<JsonObject> objects(String name) throws EncodingException {
    return array(name).objects();
  }

  /**
   * A string that means a value.
   *
   * @param name the member
   * @param parser reads the string
   * @param <T> the value's type
   * @return the value
   * @throws EncodingException if it is no string or the parser refuses it; the parser's reason, with path, line and column
   */
  public <T> T parsed(String name, Parser<T> parser) throws EncodingException {
    String text = string(name);
    try {
      return parser.parse(text);
    } catch (EncodingException | IllegalArgumentException e) {
      throw required(name, "").location().error("is refused: " + e.getMessage());
    }
  }

  /**
   * The error that a member is not what it should be.
   *
   * @param name the member
   * @param expected for example {@code all-of, best-of or product}
   * @return an exception that names path, value, what was expected, line and column
   */
  public EncodingException unexpected(String name, String expected) {
    JsonValue value = get(name);
    return value == null
        ? location
            .member(name, location.line(), location.column())
            .error("is missing, expected " + expected)
        : value.unexpected(expected);
  }

  private JsonValue required(String name, String expected) throws EncodingException {
    JsonValue value = get(name);
    if (value == null) {
      throw unexpected(name, expected);
    }
    return value;
  }

  /**
   * The same object without one member.
   *
   * @param name its name
   * @return a new object
   */
  public JsonObject without(String name) {
    Map<String, JsonValue> rest = new LinkedHashMap<>(members);
    rest.remove(name);
    return new JsonObject(rest, location);
  }

  /**
   * The same object with one member set.
   *
   * @param name its name
   * @param value its value
   * @return a new object
   */
  public JsonObject with(String name, JsonValue value) {
    Map<String, JsonValue> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new JsonObject(more, location);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject o && members.equals(o.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /**
   * Reads a value from its text.
   *
   * @param <T> the value's type
   */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Reads a value.
     *
     * @param text a string of a document
     * @return the value
     * @throws EncodingException if the text means no value
     */
    T parse(String text) throws EncodingException;
  }

  /** Collects members in order. A name that is put again keeps its place and gets the new value. */
  public static final class Builder {
    private BuiltMembers members = new BuiltMembers();
    private boolean built;

    private Builder() {}

    /**
     * Puts a string.
     *
     * @param name the member
     * @param value its value
     * @return this
     */
    public Builder put(String name, String value) {
      return put(name, new JsonString(value));
    }

    /**
     * Puts a whole number.
     *
     * @param name the member
     * @param value its value
     * @return this
     */
    public Builder put(String name, long value) {
      return put(name, new JsonNumber(value));
    }

    /**
     * Puts true or false.
     *
     * @param name the member
     * @param value its value
     * @return this
     */
    public Builder put(String name, boolean value) {
      return put(name, new JsonBoolean(value));
    }

    /**
     * Puts a value.
     *
     * @param name the member
     * @param value its value
     * @return this
     */
    public Builder put(String name, JsonValue value) {
      if (built) {
        members = new BuiltMembers(members);
        built = false;
      }
      members.put(name, value);
      return this;
    }

    /**
     * The object.
     *
     * @return with the members so far
     */
    public JsonObject build() {
      built = true;
      return new JsonObject(members, JsonLocation.NONE);
    }
  }
}
