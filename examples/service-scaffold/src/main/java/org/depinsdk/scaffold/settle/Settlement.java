package org.depinsdk.scaffold.settle;

import java.io.IOException;
import java.util.Optional;

/** Judges and pays one closed epoch. Called once for each epoch, in order, by one thread. */
@FunctionalInterface
public interface Settlement {
  /**
   * Settles an epoch. After a crash the same epoch may be settled again; the answer must be the same.
   *
   * @param epoch the closed epoch with its evidence
   * @param stateBefore the {@link Settled#state} of the epoch before, empty for the first
   * @return what came of it
   * @throws IOException where evidence cannot be read or the bundle cannot be written; the epoch is tried again later
   */
  Settled settle(ClosedEpoch epoch, Optional<String> stateBefore) throws IOException;
}
