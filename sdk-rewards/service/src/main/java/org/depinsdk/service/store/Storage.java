package org.depinsdk.service.store;

import java.io.Closeable;

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
}
