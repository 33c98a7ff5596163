package org.depinsdk.hardware.driver;

/**
 * What is wrong with a configuration.
 *
 * @param option the option's name
 * @param problem the value and what was expected; never a secret
 */
public record ConfigProblem(String option, String problem) {
  @Override
  public String toString() {
    return option + ": " + problem;
  }
}
