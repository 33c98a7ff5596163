package org.depinsdk.service.store;

import java.io.IOException;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;

/**
 * What attestations were appraised from, by name: evidence and revocation lists. It is needed until the bundle of its epoch is
 * written, and of a result that still counts as long as it does. Safe for several threads.
 */
public interface EvidenceStore {
  /**
   * Keeps something. What is kept under the name already stays.
   *
   * <p>Durable when this method returns.
   *
   * @param name its name, which never names anything else
   * @param content the bytes
   * @throws IOException if it could not be stored; nothing has changed then
   */
  void put(Bytes32 name, byte[] content) throws IOException;

  /**
   * Finds something.
   *
   * @param name its name
   * @return the bytes; empty if nothing of that name was kept
   * @throws IOException if the store cannot be read
   */
  Optional<byte[]> find(Bytes32 name) throws IOException;
}
