package org.depinsdk.service;

import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.NetworkPolicy;

/** The rules of a network. Its name, epochs, admission and proofs stay the same; its rewards may change between epochs. */
public interface PolicySource {
  /**
   * The rules of the first epoch.
   *
   * @return always the same
   */
  NetworkPolicy policy();

  /**
   * The rules of an epoch.
   *
   * @param epoch an epoch that was opened
   * @return {@link #policy()}, perhaps with other rewards; always the same for one epoch, also after a restart
   */
  default NetworkPolicy policy(Epoch epoch) {
    return policy();
  }

  /**
   * Fixes the rules of an epoch when it opens, before it takes a report: the network's log holds their hash from then on. New rules
   * that cannot be read do not hold; those before stay in force. An epoch is opened again if the process ended before the log
   * had the hash.
   *
   * @param epoch the next epoch
   * @return {@link #policy(Epoch)} from now on
   */
  default NetworkPolicy open(Epoch epoch) {
    return policy(epoch);
  }

  /**
   * Rules that never change.
   *
   * @param policy the rules of every epoch
   * @return a source of them
   */
  static PolicySource of(NetworkPolicy policy) {
    return () -> policy;
  }
}
