package org.depinsdk.epoch;

import java.io.IOException;

/**
 * Makes rows of the reports of a log. Several may each take a part of the log, as long as a part holds all that lies between its
 * first and its last report.
 */
public final class ReportRows {
  private final RowConsumer evidence;
  private final RowConsumer judged;
  private final CloneWatch clones;

  /**
   * Rows of no report yet.
   *
   * @param evidence takes rows to be judged, see {@link GroupRows}
   * @param judged takes rows that need no judging: faults of reports
   */
  public ReportRows(RowConsumer evidence, RowConsumer judged) {
    this.evidence = evidence;
    this.judged = judged;
    this.clones = new CloneWatch(evidence);
  }

  /**
   * Takes a report.
   *
   * @param read the one that comes next in the log
   * @throws IOException if a row cannot be kept
   */
  public void add(ReadReport read) throws IOException {
    if (read.report == null || read.id == null) {
      return;
    }
    clones.see(read.report, read.id, read.position);
    if (read.row != null) {
      evidence.add(read.row);
    } else if (read.fault != null) {
      judged.add(JudgedRow.fault(read.position, read.fault));
    }
  }

  /**
   * Hands over what was kept back. After that, no report is taken; memory up to here grows with the number of devices.
   *
   * @throws IOException if a row cannot be kept
   */
  public void end() throws IOException {
    clones.finish();
  }
}
