package org.depinsdk.epoch;

/**
 * A field that two policies have different values for.
 *
 * @param path where it is in the policy's JSON, for example {@code pools[1].weight}
 * @param before its value in the first policy, as JSON, shortened if it is long; {@code nothing} if it has none
 * @param after its value in the second policy, in the same way
 */
public record PolicyChange(String path, String before, String after) {
  /** The change on one line. */
  @Override
  public String toString() {
    return path + " " + before + " -> " + after;
  }
}
