package org.depinsdk.hardware.driver;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/**
 * One option of a driver, enough to show it in a form or a command line.
 *
 * @param name 1 to 40 of {@code a-z 0-9 -}, starting with a letter
 * @param type what its value must parse as
 * @param defaultValue what holds if the option is not given; empty if it has no default
 * @param required whether it must be given; a required option has no default
 * @param description one sentence for people
 */
public record ConfigOption(
    String name, Type type, Optional<String> defaultValue, boolean required, String description) {
  /** The longest duration that an option takes, a hundred years: far below what a clock of nanoseconds can count. */
  public static final Duration MAX_DURATION = Duration.ofDays(36_500);

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /** What an option's value must parse as. */
  public enum Type {
    /** Any string of 1 to 4096 characters. */
    STRING,
    /** A decimal integer in the range of a Java {@code long}. */
    INTEGER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** An ISO 8601 duration of more than zero and at most {@link #MAX_DURATION}, such as {@code PT5S}. */
    DURATION,
    /** A path of the file system. */
    PATH,
    /** The name of a secret, which {@link DriverContext#secrets()} knows; never the secret itself. */
    SECRET
  }

  /** Checks the name and the default. */
  public ConfigOption {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "an option's name is 1 to 40 of a-z 0-9 -, not " + EncodingException.shown(name));
    }
    if (required && defaultValue.isPresent()) {
      throw new IllegalArgumentException("option " + name + " is required and has a default");
    }
    if (defaultValue.isPresent()) {
      Optional<ConfigProblem> problem = check(name, type, defaultValue.get());
      if (problem.isPresent()) {
        throw new IllegalArgumentException("default of " + problem.get());
      }
    }
  }

  /**
   * An option that must be given.
   *
   * @param name its name
   * @param type its type
   * @param description one sentence for people
   * @return the option
   */
  public static ConfigOption required(String name, Type type, String description) {
    return new ConfigOption(name, type, Optional.empty(), true, description);
  }

  /**
   * An option that may be left out and then has no value.
   *
   * @param name its name
   * @param type its type
   * @param description one sentence for people
   * @return the option
   */
  public static ConfigOption optional(String name, Type type, String description) {
    return new ConfigOption(name, type, Optional.empty(), false, description);
  }

  /**
   * An option that may be left out and then has a default.
   *
   * @param name its name
   * @param type its type
   * @param value the default
   * @param description one sentence for people
   * @return the option
   */
  public static ConfigOption withDefault(String name, Type type, String value, String description) {
    return new ConfigOption(name, type, Optional.of(value), false, description);
  }

  /**
   * Checks a value.
   *
   * @param value the value that was given
   * @return what is wrong with it, or empty
   */
  public Optional<ConfigProblem> check(String value) {
    return check(name, type, value);
  }

  private static Optional<ConfigProblem> check(String name, Type type, String value) {
    if (value.isEmpty() || value.length() > 4096) {
      return Optional.of(
          new ConfigProblem(name, "1 to 4096 characters expected, not " + value.length()));
    }
    String expected = switch (type) {
      case STRING -> "";
      case SECRET -> value.length() <= 200 ? "" : "the name of a secret, at most 200 characters";
      case INTEGER -> isInteger(value) ? "" : "an integer";
      case BOOLEAN -> value.equals("true") || value.equals("false") ? "" : "true or false";
      case DURATION ->
        isDuration(value)
            ? ""
            : "an ISO 8601 duration such as PT5S, above zero, at most " + MAX_DURATION;
      case PATH -> isPath(value) ? "" : "a path";
    };
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    // a secret's name is not shown: somebody may have put the secret itself there
    String shown = type == Type.SECRET ? "" : ", not " + EncodingException.shown(value);
    return Optional.of(new ConfigProblem(name, "expected " + expected + shown));
  }

  private static boolean isInteger(String value) {
    try {
      Long.parseLong(value);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDuration(String value) {
    try {
      Duration duration = Duration.parse(value);
      return !duration.isNegative() && !duration.isZero() && duration.compareTo(MAX_DURATION) <= 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isPath(String value) {
    try {
      return !Path.of(value).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
