package org.depinsdk.rewards.emission;

import java.util.List;

/**
 * Adds schedules to those that policies can name. Implementations are found by {@link java.util.ServiceLoader}: a jar names
 * its own in {@code META-INF/services/org.depinsdk.rewards.emission.EmissionProvider}, or in its module descriptor.
 */
public interface EmissionProvider {
  /**
   * The types of the schedules.
   *
   * @return with names that no other schedule has
   */
  List<EmissionType<?>> types();
}
