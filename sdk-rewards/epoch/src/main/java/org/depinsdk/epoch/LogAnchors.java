package org.depinsdk.epoch;

import java.util.Optional;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * What a log's range is checked against beside itself.
 *
 * @param policy which log and which witnesses count, from whoever replays; the network's policy says it for others
 * @param key the key of the log as the bundles before have it
 * @param before the tree behind the range of the bundle before
 */
record LogAnchors(
    Optional<WitnessPolicy> policy, Optional<NoteKey> key, Optional<TreeHead> before) {
  static LogAnchors of(Optional<WitnessPolicy> policy) {
    return new LogAnchors(policy, Optional.empty(), Optional.empty());
  }
}
