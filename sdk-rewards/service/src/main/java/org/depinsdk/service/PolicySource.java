package org.depinsdk.service;

import java.io.IOException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.policy.RewardPolicy;

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
   * Puts other rewards in the place of those that would hold next.
   *
   * @param document a reward policy, YAML or JSON
   * @param openEpoch index of the first epoch whose rules are not fixed
   * @return the policy, which holds from the epoch that it names
   * @throws PolicyException if it is refused; nothing has changed then
   * @throws IOException if these rules do not change, or the policy could not be kept
   */
  default RewardPolicy replaceRewards(byte[] document, long openEpoch)
      throws PolicyException, IOException {
    throw new IOException(
        "the rewards of this network do not change; start it with --rewards FILE");
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
