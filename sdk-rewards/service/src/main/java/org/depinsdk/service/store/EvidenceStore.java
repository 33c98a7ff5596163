package org.depinsdk.service.store;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.encoding.Bytes32;

/**
 * What attestations were appraised from, by name: evidence and revocation lists. All of it is needed until the bundle of its epoch
 * is settled, and the evidence that results rest on as long as one counts or may follow. Safe for several threads.
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

  /**
   * Removes everything else. What is put meanwhile may be removed too: the caller sees to it that nothing is.
   *
   * @param names what stays; names of which nothing is kept do not matter
   * @throws IOException if it could not be removed; nothing has changed then
   */
  void retain(Set<Bytes32> names) throws IOException;
}
