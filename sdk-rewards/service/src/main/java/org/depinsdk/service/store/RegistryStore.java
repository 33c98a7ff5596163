package org.depinsdk.service.store;

import java.io.IOException;
import java.util.List;
import org.depinsdk.core.registry.RegistryRecord;

/**
 * The dated records of all devices. Records are added and never changed or removed. The records are checked before they come
 * here, see {@link StoredRegistry}. Safe for several threads.
 */
public interface RegistryStore {
  /**
   * Adds records.
   *
   * <p>Atomic: all of them are stored or none. Durable when this method returns. The index of the first must be the number of
   * records that are stored; anything else is refused, so that of two writers the second one fails.
   *
   * @param records one or more, their indices rising by one
   * @throws IOException if they could not be stored, or their indices do not follow. All or none of them are stored then; which,
   *     {@link #load} tells.
   */
  void append(List<RegistryRecord> records) throws IOException;

  /**
   * Reads all records.
   *
   * @return every record that was ever added, by rising index
   * @throws IOException if they cannot be read or a record is damaged
   */
  List<RegistryRecord> load() throws IOException;
}
