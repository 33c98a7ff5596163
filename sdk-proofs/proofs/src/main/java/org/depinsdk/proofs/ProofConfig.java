package org.depinsdk.proofs;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one proof in a policy: names and texts, so that a policy is data. A verifier reads what it knows with
 * the typed accessors; their defaults stand in its documentation.
 */
public final class ProofConfig {
  /** No settings: every default. */
  public static final ProofConfig DEFAULTS = new ProofConfig(Map.of());

  private final SortedMap<String, String> settings;

  /**
   * Settings.
   *
   * @param settings names and values; copied
   */
  public ProofConfig(Map<String, String> settings) {
    this.settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /**
   * All settings by name.
   *
   * @return sorted, unmodifiable
   */
  public SortedMap<String, String> settings() {
    return settings;
  }

  /**
   * The value of a setting.
   *
   * @param setting a setting that is no family
   * @param <T> the values
   * @return what the policy says, else the fallback
   * @throws IllegalArgumentException if the policy's value is not of the setting's type; {@link Settings#problems} finds that
   *     before an epoch opens
   */
  public <T> T get(Setting<T> setting) {
    return get(setting, setting.name());
  }

  /**
   * The value of one setting of a family.
   *
   * @param family for example {@code *.max}
   * @param key for example {@code temperature}
   * @param <T> the values
   * @return what the policy says of {@code temperature.max}, empty if it does not
   * @throws IllegalArgumentException if the policy's value is not of the setting's type
   */
  public <T> Optional<T> find(Setting<T> family, String key) {
    String name = key + family.name().substring(1);
    return settings.containsKey(name) ? Optional.of(get(family, name)) : Optional.empty();
  }

  private <T> T get(Setting<T> setting, String name) {
    String value = settings.get(name);
    if (value == null) {
      return setting.fallback();
    }
    try {
      return setting.parser().parse(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "setting " + name + " must be " + setting.type() + ", not "
              + EncodingException.shown(value),
          e);
    }
  }

  /**
   * A whole number.
   *
   * @param name the setting
   * @param fallback where it is not set
   * @param min the lowest allowed
   * @param max the highest allowed
   * @return the value
   * @throws IllegalArgumentException where the setting is not a whole number in the range
   */
  public long number(String name, long fallback, long min, long max) {
    String text = settings.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw new IllegalArgumentException("setting " + name + " must be a whole number from " + min
        + " to " + max + ", not \"" + text + "\"");
  }

  /**
   * A positive duration in ISO 8601 form.
   *
   * @param name the setting
   * @param fallback where it is not set
   * @return the value
   * @throws IllegalArgumentException where the setting is not a positive duration
   */
  public Duration duration(String name, Duration fallback) {
    String text = settings.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      Duration value = Duration.parse(text);
      if (!value.isNegative() && !value.isZero()) {
        return value;
      }
    } catch (DateTimeParseException e) {
      // falls through to the one message
    }
    throw new IllegalArgumentException(
        "setting " + name + " must be a positive duration such as PT5M, not \"" + text + "\"");
  }

  /**
   * A text.
   *
   * @param name the setting
   * @param fallback where it is not set
   * @return the value
   */
  public String text(String name, String fallback) {
    return settings.getOrDefault(name, fallback);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProofConfig c && settings.equals(c.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  @Override
  public String toString() {
    return "ProofConfig" + settings;
  }
}
