package org.depinsdk.service.log;

import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.InclusionProof;

/**
 * A record and the proof that it is in the log.
 *
 * @param record its bytes, the leaf
 * @param proof the way to the root of the checkpoint
 * @param checkpoint signed by the log
 */
public record LoggedRecord(byte[] record, InclusionProof proof, SignedCheckpoint checkpoint) {}
