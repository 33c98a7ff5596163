package org.depinsdk.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;

/**
 * Beacons for demonstrations and tests: SHA-256 over a seed and the epoch's index. They repeat, and whoever knows the seed
 * foresees every challenge, so a network that pays real devices takes its beacons from a public source such as drand.
 */
public final class SeededBeacons {
  private static final String SOURCE = "seeded";

  private final String seed;

  /**
   * Beacons of a seed.
   *
   * @param seed any text
   */
  public SeededBeacons(String seed) {
    this.seed = seed;
  }

  /**
   * The beacon of an epoch.
   *
   * @param epoch which epoch
   * @return always the same for a seed and an index
   */
  public Beacon of(Epoch epoch) {
    byte[] text = ("depinsdk-seeded-beacon/1\0" + seed + "\0" + epoch.index() + "\0")
        .getBytes(StandardCharsets.UTF_8);
    try {
      return new Beacon(
          SOURCE, epoch.index(), MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
