package org.depinsdk.hardware.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a driver finds and treats its device: strings by option. A secret is never in here, only its name.
 *
 * <p>A configuration from outside is checked by {@link DriverProvider#validate}; {@link DriverDescriptor#resolve} fills in
 * defaults, after which the typed accessors cannot fail for options that have a value.
 */
public final class DriverConfig {
  private static final DriverConfig EMPTY = new DriverConfig(new TreeMap<>());

  private final NavigableMap<String, String> values;

  private DriverConfig(NavigableMap<String, String> values) {
    this.values = values;
  }

  /**
   * No option given.
   *
   * @return the empty configuration
   */
  public static DriverConfig empty() {
    return EMPTY;
  }

  /**
   * A configuration.
   *
   * @param values strings by option; copied
   * @return the configuration
   */
  public static DriverConfig of(Map<String, String> values) {
    return new DriverConfig(new TreeMap<>(values));
  }

  /**
   * This configuration with one more option.
   *
   * @param option its name
   * @param value its value
   * @return a new configuration
   */
  public DriverConfig with(String option, String value) {
    NavigableMap<String, String> next = new TreeMap<>(values);
    next.put(option, value);
    return new DriverConfig(next);
  }

  /**
   * All options that have a value.
   *
   * @return unmodifiable, ascending by name
   */
  public NavigableMap<String, String> values() {
    return Collections.unmodifiableNavigableMap(values);
  }

  /**
   * An option's value, if it has one.
   *
   * @param option its name
   * @return empty if it was not given
   */
  public Optional<String> find(String option) {
    return Optional.ofNullable(values.get(option));
  }

  /**
   * An option's value.
   *
   * @param option its name
   * @return as it was given
   * @throws IllegalArgumentException if it has no value
   */
  public String string(String option) {
    return find(option)
        .orElseThrow(() -> new IllegalArgumentException("option " + option + " has no value"));
  }

  /**
   * An option's number.
   *
   * @param option its name
   * @return the number
   * @throws IllegalArgumentException if it has no value or is no integer
   */
  public long integer(String option) {
    return Long.parseLong(string(option));
  }

  /**
   * An option that is true or false.
   *
   * @param option its name
   * @return true for {@code true}
   * @throws IllegalArgumentException if it has no value
   */
  public boolean flag(String option) {
    return string(option).equals("true");
  }

  /**
   * An option's duration.
   *
   * @param option its name
   * @return the duration
   * @throws IllegalArgumentException if it has no value
   * @throws java.time.format.DateTimeParseException if it is no duration
   */
  public Duration duration(String option) {
    return Duration.parse(string(option));
  }

  /**
   * An option's path.
   *
   * @param option its name
   * @return the path
   * @throws IllegalArgumentException if it has no value or is no path
   */
  public Path path(String option) {
    return Path.of(string(option));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DriverConfig c && values.equals(c.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Names the options that are set, not their values: somebody may have put a secret where its name belongs. */
  @Override
  public String toString() {
    return "DriverConfig" + values.keySet();
  }
}
