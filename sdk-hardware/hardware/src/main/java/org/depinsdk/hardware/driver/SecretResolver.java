package org.depinsdk.hardware.driver;

import java.util.Optional;

/** Knows secrets by name: a key store, a file that only the service reads, the environment. */
@FunctionalInterface
public interface SecretResolver {
  /**
   * Looks a secret up.
   *
   * @param name as it is in a configuration
   * @return empty if there is none of that name
   */
  Optional<Secret> find(String name);
}
