package org.depinsdk.core.report;

import java.time.Duration;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.Domain;

/**
 * The rules by which a network accepts reports. Part of its policy, so that a replay decides the same.
 *
 * @param network the network's name
 * @param schedule its epochs
 * @param maxSkew how far a device's clock may run ahead of the network's
 * @param maxAge how long after its device time a report may arrive
 * @param deviceBudget how much is taken of one device in an epoch
 */
public record AdmissionRules(
    String network,
    EpochSchedule schedule,
    Duration maxSkew,
    Duration maxAge,
    ReportBudget deviceBudget) {
  /** Checks the name and the durations. */
  public AdmissionRules {
    if (!Domain.isName(network)) {
      throw new IllegalArgumentException(
          "a network's name is 1 to 64 of a-z 0-9 . -, not \"" + network + "\"");
    }
    if (maxSkew.isNegative() || maxAge.isNegative()) {
      throw new IllegalArgumentException(
          "maxSkew and maxAge must not be negative: " + maxSkew + ", " + maxAge);
    }
  }

  /**
   * Rules with {@link ReportBudget#OF_DEVICE}.
   *
   * @param network the network's name
   * @param schedule its epochs
   * @param maxSkew how far a device's clock may run ahead of the network's
   * @param maxAge how long after its device time a report may arrive
   */
  public AdmissionRules(String network, EpochSchedule schedule, Duration maxSkew, Duration maxAge) {
    this(network, schedule, maxSkew, maxAge, ReportBudget.OF_DEVICE);
  }
}
