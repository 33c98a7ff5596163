package org.depinsdk.testing;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs a property over many seeded inputs. A failure names its seed; run it again with {@code -Ddepin.seed=SEED}.
 *
 * <pre>{@code
 * Property.check(500, random -> assertThat(decode(encode(x(random)))).isEqualTo(x));
 * }</pre>
 */
public final class Property {
  private Property() {}

  /** One run of a property. */
  @FunctionalInterface
  public interface Body {
    /**
     * Makes an input and checks the property.
     *
     * @param random the only source of the input
     * @throws Exception if the property does not hold
     */
    void run(RandomGenerator random) throws Exception;
  }

  /**
   * Checks a property.
   *
   * @param runs how many inputs
   * @param body makes and checks one
   */
  public static void check(int runs, Body body) {
    Long fixed = Long.getLong("depin.seed");
    for (long seed = fixed == null ? 1 : fixed; seed <= (fixed == null ? runs : fixed); seed++) {
      try {
        body.run(random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "property fails with -Ddepin.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * A generator that gives the same numbers on every machine.
   *
   * @param seed any number
   * @return the generator
   */
  public static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }
}
