package org.depinsdk.epoch;

import java.util.Optional;

/**
 * Where a bundle stands among what its network published. It decides nothing of the epoch's outcome.
 *
 * @param previous the hash of the manifest of the epoch before, {@link BundleManifest#hash()}; empty for epoch 0 alone
 */
public record Publication(Optional<String> previous) {
  /** That of epoch 0, which follows nothing. */
  public static final Publication FIRST = new Publication(Optional.empty());

  /**
   * That of a bundle which follows another one.
   *
   * @param previous the manifest of the epoch before
   * @return a publication of the next epoch
   */
  public static Publication after(BundleManifest previous) {
    return new Publication(Optional.of(previous.hash()));
  }
}
