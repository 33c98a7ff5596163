package org.depinsdk.service.store;

import java.io.IOException;
import java.util.List;
import org.depinsdk.proofs.sanctions.SanctionEvent;

/**
 * The steps of all sanctions. Steps are added and never changed or removed. They are checked before they come here, see {@link
 * StoredSanctions}. Safe for several threads.
 */
public interface SanctionStore {
  /**
   * Adds a step. Durable when this method returns.
   *
   * @param index the number of steps that are stored; anything else is refused, so that of two writers the second one fails
   * @param step the step
   * @throws IOException if it could not be stored, or the index does not follow. It is stored then or not; which, {@link #load}
   *     tells.
   */
  void append(long index, SanctionEvent step) throws IOException;

  /**
   * Reads all steps.
   *
   * @return every step that was ever added, oldest first
   * @throws IOException if they cannot be read or a step is damaged
   */
  List<SanctionEvent> load() throws IOException;
}
