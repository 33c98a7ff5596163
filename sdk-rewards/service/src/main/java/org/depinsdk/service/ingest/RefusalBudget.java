package org.depinsdk.service.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReportBudget;

/**
 * How many more refused reports of one epoch the log keeps, so that a flood of bad reports cannot fill the disk. What a device
 * signed, which may be evidence that two machines share its key, counts for that device alone; nobody else can use that up.
 */
final class RefusalBudget {
  private final ReportBudget ofDevice;
  private final ReportBudget ofNobody;
  private final Map<Optional<DeviceId>, Kept> kept = new HashMap<>();
  private long leftOut;

  private static final class Kept {
    private long reports;
    private long bytes;

    boolean take(ReportBudget budget, int more) {
      if (reports == budget.reports() || more > budget.bytes() - bytes) {
        return false;
      }
      reports++;
      bytes += more;
      return true;
    }
  }

  /**
   * A budget.
   *
   * @param ofDevice of reports that one device signed
   * @param ofNobody of all others together
   */
  RefusalBudget(ReportBudget ofDevice, ReportBudget ofNobody) {
    this.ofDevice = ofDevice;
    this.ofNobody = ofNobody;
  }

  /**
   * Counts a refused report.
   *
   * @param signer the device that signed it, empty if none did
   * @param bytes how large it is
   * @return whether the log keeps it
   */
  boolean take(Optional<DeviceId> signer, int bytes) {
    Kept of = kept.computeIfAbsent(signer, s -> new Kept());
    boolean taken = of.take(signer.isPresent() ? ofDevice : ofNobody, bytes);
    if (!taken) {
      leftOut++;
    }
    return taken;
  }

  /** How many were only counted. */
  long leftOut() {
    return leftOut;
  }
}
