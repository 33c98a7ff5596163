package org.depinsdk.service.ingest;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;

/** How many more refused reports of one epoch the log keeps, so that a flood of bad reports cannot fill the disk. */
final class RefusalBudget {
  private final int perDevice;
  private final int inAll;
  private final Multiset<Optional<DeviceId>> kept = HashMultiset.create();
  private long leftOut;

  RefusalBudget(int perDevice, int inAll) {
    this.perDevice = perDevice;
    this.inAll = inAll;
  }

  /**
   * Counts a refused report.
   *
   * @param device whose it claims to be, empty if it cannot be read
   * @return whether the log keeps it
   */
  boolean take(Optional<DeviceId> device) {
    if (kept.size() >= inAll || (device.isPresent() && kept.count(device) >= perDevice)) {
      leftOut++;
      return false;
    }
    return kept.add(device);
  }

  /** How many were only counted. */
  long leftOut() {
    return leftOut;
  }
}
