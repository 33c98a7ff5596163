package org.depinsdk.scaffold;

import java.nio.file.Path;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.scaffold.settle.Settlement;

/** Everything in which one network differs from another. */
public interface Network {
  /**
   * By which rules reports are taken; they name the network and its epochs.
   *
   * @return always the same
   */
  AdmissionRules admission();

  /**
   * The public randomness of an epoch.
   *
   * @param epoch an epoch that has begun
   * @return always the same for one epoch
   */
  Beacon beacon(Epoch epoch);

  /**
   * The challenges of an epoch.
   *
   * @param epoch an epoch that has begun
   * @return its schedule
   */
  ChallengeSchedule challenges(Epoch epoch);

  /**
   * How a closed epoch is judged and paid.
   *
   * @param bundles the folder that takes one bundle for each epoch
   * @return the settlement
   */
  Settlement settlement(Path bundles);

  /**
   * Whether a device that enrols is active at once. Otherwise it waits until somebody activates it.
   *
   * @param enrollment what the device signed
   * @return true unless the network says otherwise
   */
  default boolean activates(Enrollment enrollment) {
    return true;
  }
}
