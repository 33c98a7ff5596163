package org.depinsdk.service;

import java.io.IOException;
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
   * @param epoch an epoch that has closed
   * @return {@link #policy()}, perhaps with other rewards; always the same for one epoch, also after a restart
   * @throws IOException if they cannot be read
   */
  default NetworkPolicy policy(Epoch epoch) throws IOException {
    return policy();
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
