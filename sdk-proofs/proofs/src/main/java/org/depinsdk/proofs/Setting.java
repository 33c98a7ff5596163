package org.depinsdk.proofs;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One setting of a verifier: its name, what values it takes, what it is if a policy does not say, and what it is for. The
 * check of a policy, the refusal of unknown and wrong settings and the catalogue in the documentation come from it.
 *
 * <pre>{@code
 * static final Setting<Duration> INTERVAL = Setting.duration(
 *     "interval", Duration.ofHours(1), "The epoch is cut into intervals of this length.");
 *
 * Duration interval = context.config().get(INTERVAL);
 * }</pre>
 *
 * @param name lower-case words joined by hyphens; a name that starts with {@code *.} stands for one setting for each key,
 *     for example {@code *.max} for {@code temperature.max}
 * @param type the type of the values, for people, with their unit and range: {@code whole number from 0 to 1000000 (metres)}
 * @param fallback the value if a policy does not say
 * @param shown the fallback as it would be in a policy; {@code none} if there is none
 * @param description one sentence
 * @param parser reads a value from a policy
 * @param <T> the values
 */
public record Setting<T>(
    String name, String type, T fallback, String shown, String description, Parser<T> parser) {
  private static final String DURATION = "duration such as PT5M, PT0.001S to P36525D";
  private static final Duration MIN_DURATION = Duration.ofMillis(1);
  private static final Duration MAX_DURATION = Duration.ofDays(36_525);

  /**
   * Reads a value from its string.
   *
   * @param <T> the values
   */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Reads a value.
     *
     * @param value as it is in a policy
     * @return the value
     * @throws IllegalArgumentException if it is not of the setting's type; the message is not shown
     */
    T parse(String value);
  }

  /**
   * A whole number.
   *
   * @param name the name
   * @param unit what is counted, for example {@code metres}
   * @param min the lowest allowed
   * @param max the highest allowed
   * @param fallback the value if a policy does not say
   * @param description one sentence
   * @return the setting
   */
  public static Setting<Long> number(
      String name, String unit, long min, long max, long fallback, String description) {
    return new Setting<>(
        name,
        "whole number from " + min + " to " + max + " (" + unit + ")",
        fallback,
        Long.toString(fallback),
        description,
        value -> {
          long number = Long.parseLong(value);
          if (number < min || number > max || !Long.toString(number).equals(value)) {
            throw new IllegalArgumentException(value);
          }
          return number;
        });
  }

  /**
   * A duration of a millisecond or more in ISO 8601 form.
   *
   * @param name the name
   * @param fallback the value if a policy does not say
   * @param description one sentence
   * @return the setting
   */
  public static Setting<Duration> duration(String name, Duration fallback, String description) {
    return new Setting<>(
        name, DURATION, fallback, fallback.toString(), description, Setting::positive);
  }

  /**
   * A duration of a millisecond or more in ISO 8601 form that may be absent.
   *
   * @param name the name
   * @param description one sentence, which says what holds if it is absent
   * @return the setting
   */
  public static Setting<Optional<Duration>> optionalDuration(String name, String description) {
    return new Setting<>(
        name,
        DURATION,
        Optional.empty(),
        "none",
        description,
        value -> Optional.of(positive(value)));
  }

  /**
   * One of several words, each of which stands for a value.
   *
   * @param name the name
   * @param choices the words and their values
   * @param fallback one of the words
   * @param description one sentence
   * @param <T> the values
   * @return the setting
   * @throws IllegalArgumentException if the fallback is none of the words
   */
  public static <T> Setting<T> choice(
      String name, Map<String, T> choices, String fallback, String description) {
    SortedMap<String, T> sorted = new TreeMap<>(choices);
    Parser<T> parser = value -> {
      T chosen = sorted.get(value);
      if (chosen == null) {
        throw new IllegalArgumentException(value);
      }
      return chosen;
    };
    return new Setting<>(
        name,
        String.join(" or ", sorted.keySet()),
        parser.parse(fallback),
        fallback,
        description,
        parser);
  }

  /**
   * A string of 1 to 200 characters.
   *
   * @param name the name
   * @param fallback the value if a policy does not say
   * @param description one sentence
   * @return the setting
   */
  public static Setting<String> string(String name, String fallback, String description) {
    return new Setting<>(
        name, "string of 1 to 200 characters", fallback, fallback, description, value -> {
          if (value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException(value);
          }
          return value;
        });
  }

  /**
   * Distinct values separated by commas, none by default.
   *
   * @param name the name
   * @param element what an element is, for example {@code did:key of a manufacturer}
   * @param parser reads an element; throws {@link IllegalArgumentException} if it is none
   * @param description one sentence
   * @param <T> the elements
   * @return the setting
   */
  public static <T extends Comparable<T>> Setting<SortedSet<T>> set(
      String name, String element, Function<String, T> parser, String description) {
    return new Setting<>(
        name,
        "distinct values separated by commas, each a " + element,
        Collections.emptySortedSet(),
        "none",
        description,
        value -> {
          SortedSet<T> elements = new TreeSet<>();
          for (String part : value.split(",", -1)) {
            if (part.isBlank() || !elements.add(parser.apply(part.strip()))) {
              throw new IllegalArgumentException(value);
            }
          }
          return Collections.unmodifiableSortedSet(elements);
        });
  }

  /**
   * Whether this stands for one setting for each key.
   *
   * @return true for a name that starts with {@code *.}
   */
  public boolean isFamily() {
    return name.startsWith("*.");
  }

  /**
   * Whether a name in a policy is this setting, or one of this family.
   *
   * @param given a name
   * @return true if it is
   */
  public boolean covers(String given) {
    return isFamily()
        ? given.endsWith(name.substring(1)) && given.length() > name.length() - 1
        : given.equals(name);
  }

  private static Duration positive(String value) {
    try {
      Duration duration = Duration.parse(value);
      if (duration.compareTo(MIN_DURATION) >= 0 && duration.compareTo(MAX_DURATION) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // the one exception below says all that there is to say
    }
    throw new IllegalArgumentException(value);
  }
}
