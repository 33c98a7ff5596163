package org.depinsdk.service.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Everything that one network keeps. It is opened for one network and used by one service at a time: an implementation refuses
 * a second service, and a network of another name, when it is opened.
 */
public interface Storage extends Closeable {
  /**
   * The registry's history.
   *
   * @return always the same store
   */
  RegistryStore registry();

  /**
   * The sanctions' history.
   *
   * @return always the same store
   */
  SanctionStore sanctions();

  /**
   * Open transfers and revocation orders.
   *
   * @return always the same store
   */
  LifecycleStore lifecycle();

  /**
   * What attestations were appraised from.
   *
   * @return always the same store
   */
  EvidenceStore evidence();

  /**
   * The reports of each epoch.
   *
   * @return always the same log
   */
  NetworkLog log();

  /**
   * What came of the settled epochs.
   *
   * @return always the same ledger
   */
  Ledger ledger();

  /**
   * Whether another process may take it over while this one still runs. What the service keeps beside it, such as bundles and tiles, is
   * then in folders that both have, and no lock of a file decides who writes there.
   *
   * @return false unless the implementation says so
   */
  default boolean isShared() {
    return false;
  }

  /**
   * Names who is notified when another process took it over. Nothing can be written from then on.
   *
   * @param listener receives the reason, at once if it has happened
   */
  default void onLoss(Consumer<IOException> listener) {}

  /**
   * Begins a copy of everything, as it is now. Nothing is recorded until this returns, but the ledger perhaps.
   *
   * @param folder where the copy goes; it does not exist
   * @return what is left to do, while the service goes on; what is recorded meanwhile is not part of the copy
   * @throws IOException if it cannot be copied so; a storage that has other means of backup says which
   */
  default Copy copy(Path folder) throws IOException {
    throw new IOException("this storage cannot copy itself; use the means of what it is kept in");
  }

  /** A copy that has begun. */
  @FunctionalInterface
  interface Copy {
    /**
     * Ends it.
     *
     * @return how many bytes the copy has, all on the disk
     * @throws IOException if it failed; what is there is not whole
     */
    long finish() throws IOException;
  }
}
