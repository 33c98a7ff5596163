package org.depinsdk.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconProofs;
import org.depinsdk.core.epoch.Epoch;

/**
 * Randomness for demonstrations and tests, the source {@code demo} of a policy: SHA-256 over a seed and the epoch's index. It
 * repeats, and whoever knows the seed foresees every challenge.
 */
public final class SeededBeacons implements BeaconProofs {
  private final String seed;

  /**
   * Beacons of a seed.
   *
   * @param seed any text
   */
  public SeededBeacons(String seed) {
    this.seed = seed;
  }

  @Override
  public BeaconProof.Demo find(Epoch epoch) {
    byte[] text = ("depinsdk-seeded-beacon/1\0" + seed + "\0" + epoch.index() + "\0")
        .getBytes(StandardCharsets.UTF_8);
    try {
      return new BeaconProof.Demo(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
