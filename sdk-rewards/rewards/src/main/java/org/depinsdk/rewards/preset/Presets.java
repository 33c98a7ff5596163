package org.depinsdk.rewards.preset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.policy.RewardPolicy;

/** Reward policies of networks that run today, as the policy files that come with this jar. Each file names its source. */
public final class Presets {
  private static final List<String> NAMES = List.of(
      "decharge",
      "dimo",
      "filecoin",
      "geodnet",
      "glow",
      "helium-iot-2025",
      "helium-mobile-2024",
      "helium-mobile-2026",
      "render",
      "render-compute",
      "weatherxm",
      "wingbits",
      "xnet");

  private Presets() {}

  /**
   * What there is.
   *
   * @return names, sorted
   */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The file of a preset, comments and all: a start for a custom policy.
   *
   * @param name one of {@link #names()}
   * @return YAML
   * @throws IllegalArgumentException if there is no such preset
   */
  public static String file(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("there is no preset " + name + "; there are " + NAMES);
    }
    try (InputStream in = Presets.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name + ".yaml");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A preset as a policy.
   *
   * @param name one of {@link #names()}
   * @return the policy
   * @throws IllegalArgumentException if there is no such preset
   */
  public static RewardPolicy policy(String name) {
    try {
      return RewardPolicy.parse(file(name).getBytes(StandardCharsets.UTF_8));
    } catch (PolicyException e) {
      throw new IllegalStateException("preset " + name + " is broken: " + e.getMessage(), e);
    }
  }
}
