package org.depinsdk.service.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;

/** How many more refused reports of one epoch the log keeps, so that a flood of bad reports cannot fill the disk. */
final class RefusalBudget {
  private final int perDevice;
  private final int inAll;
  private final Map<DeviceId, Integer> kept = new HashMap<>();
  private int keptInAll;
  private long leftOut;

  RefusalBudget(int perDevice, int inAll) {
    this.perDevice = perDevice;
    this.inAll = inAll;
  }

  /**
   * Counts a refused report.
   *
   * @param device whose it claims to be, empty where it cannot be read
   * @return whether the log keeps it
   */
  boolean take(Optional<DeviceId> device) {
    int ofDevice = device.map(d -> kept.getOrDefault(d, 0)).orElse(0);
    if (keptInAll >= inAll || ofDevice >= perDevice) {
      leftOut++;
      return false;
    }
    keptInAll++;
    device.ifPresent(d -> kept.put(d, ofDevice + 1));
    return true;
  }

  /** How many were only counted. */
  long leftOut() {
    return leftOut;
  }
}
