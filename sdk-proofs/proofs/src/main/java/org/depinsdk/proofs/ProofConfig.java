package org.depinsdk.proofs;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one proof in a policy: names and strings, so that a policy is data. A verifier reads them by its {@link
 * Setting}s.
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
   * The values of a family.
   *
   * @param family for example {@code *.max}
   * @param <T> the values
   * @return what the policy says, by key: of {@code temperature.max} the key is {@code temperature}
   * @throws IllegalArgumentException if one of the policy's values is not of the setting's type
   */
  public <T> SortedMap<String, T> family(Setting<T> family) {
    String suffix = family.name().substring(1);
    SortedMap<String, T> values = new TreeMap<>();
    settings.keySet().stream()
        .filter(family::covers)
        .forEach(name ->
            values.put(name.substring(0, name.length() - suffix.length()), get(family, name)));
    return Collections.unmodifiableSortedMap(values);
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
