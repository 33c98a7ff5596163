package org.depinsdk.proofs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The settings that a verifier knows.
 *
 * @param all in the order in which they are documented; copied
 */
public record Settings(List<Setting<?>> all) {
  /** A verifier without settings. */
  public static final Settings NONE = of();

  /** Copies. */
  public Settings {
    all = List.copyOf(all);
  }

  /**
   * Settings.
   *
   * @param all in the order in which they are documented
   * @return them
   */
  public static Settings of(Setting<?>... all) {
    return new Settings(List.of(all));
  }

  /**
   * A fault in the settings of a policy.
   *
   * @param setting the name, as it is in the policy
   * @param reason what is wrong and what was expected
   */
  public record Problem(String setting, String reason) {}

  /**
   * Everything that is wrong with the settings of a policy: unknown names and values of another type.
   *
   * @param config what a policy says
   * @return empty if all is well
   */
  public List<Problem> problems(ProofConfig config) {
    List<Problem> problems = new ArrayList<>();
    config.settings().forEach((name, value) -> {
      Setting<?> setting = all.stream().filter(s -> s.covers(name)).findFirst().orElse(null);
      if (setting == null) {
        String known = all.stream().map(Setting::name).collect(Collectors.joining(", "));
        problems.add(new Problem(
            name,
            all.isEmpty()
                ? "unknown setting; this proof has none"
                : "unknown setting; expected one of " + known));
      } else if (!reads(setting, value)) {
        problems.add(new Problem(
            name, "must be " + setting.type() + ", not " + EncodingException.shown(value)));
      }
    });
    return problems;
  }

  private static boolean reads(Setting<?> setting, String value) {
    try {
      setting.parser().parse(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
