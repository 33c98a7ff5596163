package org.depinsdk.service.ingest;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;

/**
 * How many more refused reports of one epoch the log keeps, so that a flood of bad reports cannot fill the disk. What a device
 * signed, which may be evidence that two boxes share its key, counts for that device alone; nobody else can use that up.
 */
final class RefusalBudget {
  private final int perDevice;
  private final int ofNobody;
  private final Multiset<DeviceId> kept = HashMultiset.create();
  private int keptOfNobody;
  private long leftOut;

  /**
   * A budget.
   *
   * @param perDevice how many reports that one device signed
   * @param ofNobody how many others in all
   */
  RefusalBudget(int perDevice, int ofNobody) {
    this.perDevice = perDevice;
    this.ofNobody = ofNobody;
  }

  /**
   * Counts a refused report.
   *
   * @param signer the device that signed it, empty if none did
   * @return whether the log keeps it
   */
  boolean take(Optional<DeviceId> signer) {
    boolean room =
        signer.isPresent() ? kept.count(signer.get()) < perDevice : keptOfNobody < ofNobody;
    if (!room) {
      leftOut++;
    } else if (signer.isPresent()) {
      kept.add(signer.get());
    } else {
      keptOfNobody++;
    }
    return room;
  }

  /** How many were only counted. */
  long leftOut() {
    return leftOut;
  }
}
