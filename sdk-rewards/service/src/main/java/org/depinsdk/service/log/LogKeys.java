package org.depinsdk.service.log;

import java.util.Optional;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * The keys that sign a network's log.
 *
 * @param current signs every checkpoint, and the manifests of bundles; its name is the log's origin
 * @param retired the key before it, which signs the checkpoints too, so that those who know it alone can still verify them
 */
public record LogKeys(NoteSigner current, Optional<NoteSigner> retired) {
  /**
   * A key that follows no other.
   *
   * @param key signs every checkpoint
   * @return this key alone
   */
  public static LogKeys of(NoteSigner key) {
    return new LogKeys(key, Optional.empty());
  }

  SignedCheckpoint sign(TreeHead head) {
    Checkpoint checkpoint = new Checkpoint(current.key().name(), head);
    SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, current);
    return retired
        .map(old -> signed.with(
            SignedCheckpoint.sign(checkpoint, old).note().signatures().get(0)))
        .orElse(signed);
  }
}
