package org.depinsdk.epoch;

import java.util.Optional;
import org.depinsdk.transparency.note.NoteSigner;

/**
 * Where a bundle stands among what its network published, and who signs it. It decides nothing of the epoch's outcome.
 *
 * @param previous the hash of the manifest of the epoch before, {@link BundleManifest#hash()}; empty for epoch 0 alone
 * @param log the records of the network's log that decided the epoch; empty if the network keeps no log
 * @param signer holds the key that signs the network's log and its manifests; empty if nobody signs
 */
public record Publication(
    Optional<String> previous, Optional<LogRange> log, Optional<NoteSigner> signer) {
  /** That of epoch 0, which follows nothing. */
  public static final Publication FIRST =
      new Publication(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * That of a bundle which follows another one.
   *
   * @param previous the manifest of the epoch before
   * @return a publication of the next epoch
   */
  public static Publication after(BundleManifest previous) {
    return new Publication(Optional.of(previous.hash()), Optional.empty(), Optional.empty());
  }

  /**
   * The same with a network's log.
   *
   * @param range the records that decided the epoch
   * @param key signs the manifest; the key that signed the range's checkpoint
   * @return a publication whose bundle can be checked for what is left out
   */
  public Publication with(LogRange range, NoteSigner key) {
    return new Publication(previous, Optional.of(range), Optional.of(key));
  }
}
