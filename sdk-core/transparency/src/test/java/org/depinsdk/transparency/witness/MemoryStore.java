package org.depinsdk.transparency.witness;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.transparency.note.SignedCheckpoint;

/** Remembers in memory, and fails when it is told to. */
final class MemoryStore implements WitnessStore {
  final Map<String, SignedCheckpoint> kept = new HashMap<>();
  boolean fails;

  @Override
  public Optional<SignedCheckpoint> load(String origin) {
    return Optional.ofNullable(kept.get(origin));
  }

  @Override
  public void save(SignedCheckpoint checkpoint) throws IOException {
    if (fails) {
      throw new IOException("the disk is full");
    }
    kept.put(checkpoint.checkpoint().origin(), checkpoint);
  }
}
