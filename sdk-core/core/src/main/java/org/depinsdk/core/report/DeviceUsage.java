package org.depinsdk.core.report;

/**
 * What a network has accepted of one device in one epoch.
 *
 * @param window which numbers the device has used
 * @param reports how many reports
 * @param bytes how many bytes of their bodies and signatures
 */
public record DeviceUsage(ReplayWindow window, long reports, long bytes) {
  /** Of a device that has not reported yet. */
  public static final DeviceUsage NONE = new DeviceUsage(ReplayWindow.NEW, 0, 0);

  /**
   * The usage after one more report.
   *
   * @param accepted a report that was accepted
   * @return the new usage
   */
  public DeviceUsage with(SignedReport accepted) {
    return new DeviceUsage(
        window.use(accepted.report().sequence()), reports + 1, bytes + accepted.size());
  }

  /** Whether one more report stays within a budget. */
  boolean leavesRoom(SignedReport report, ReportBudget budget) {
    return reports < budget.reports() && report.size() <= budget.bytes() - bytes;
  }
}
