package org.depinsdk.core.epoch;

import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.Domain;

/**
 * The public randomness of an epoch: unpredictable before, the same for everyone after.
 *
 * @param source where it comes from, for example {@code drand-quicknet}; the alphabet of {@link Domain#isName}
 * @param round its number at the source
 * @param randomness 32 bytes; copied
 */
public record Beacon(String source, long round, byte[] randomness) {
  /** Length of the randomness in bytes. */
  public static final int BYTES = 32;

  /** Checks the source and the length, and copies. */
  public Beacon {
    if (!Domain.isName(source)) {
      throw new IllegalArgumentException(
          "a beacon's source is 1 to 64 of a-z 0-9 . -, not \"" + source + "\"");
    }
    if (round < 0) {
      throw new IllegalArgumentException("a beacon's round is 0 or more, not " + round);
    }
    if (randomness.length != BYTES) {
      throw new IllegalArgumentException(
          "a beacon has " + BYTES + " bytes, not " + randomness.length);
    }
    randomness = randomness.clone();
  }

  /**
   * The randomness.
   *
   * @return a fresh copy
   */
  @Override
  public byte[] randomness() {
    return randomness.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Beacon b
        && source.equals(b.source)
        && round == b.round
        && Arrays.equals(randomness, b.randomness);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, round, Arrays.hashCode(randomness));
  }

  @Override
  public String toString() {
    return source + "#" + round + ":" + Hex.encode(randomness);
  }
}
