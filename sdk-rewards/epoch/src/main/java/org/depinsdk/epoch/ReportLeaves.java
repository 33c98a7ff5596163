package org.depinsdk.epoch;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.PartComparison.DifferenceException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a range that are about reports of one epoch, in step with the reports of its bundle: each report that its device
 * signed has its record, each record its report, in the same order, received at the same time, decided alike.
 */
final class ReportLeaves implements Closeable {
  private final LogRangeFiles.Reader records;
  private final String network;
  private final long epoch;
  private LogRecord.@Nullable ReportDecided next;

  ReportLeaves(LogRangeFiles.Reader records, String network, long epoch) throws IOException {
    this.records = records;
    this.network = network;
    this.epoch = epoch;
    advance();
  }

  private void advance() throws IOException {
    next = null;
    for (LogRecord record = records.next();
        record != null && next == null;
        record = next == null ? records.next() : null) {
      if (record instanceof LogRecord.ReportDecided decided && decided.epoch() == epoch) {
        next = decided;
      }
    }
  }

  /**
   * Takes the next report of the bundle.
   *
   * @param signed whether its device is known to have signed it: then it must have its record
   */
  void take(LoggedReport logged, @Nullable SignedReport report, boolean signed) throws IOException {
    if (report == null) {
      return;
    }
    LogRecord.ReportDecided leaf = next;
    // the same report with a signature that does not verify can come before it: one id, and one
    // record
    boolean its = leaf != null
        && leaf.report().equals(report.id(network))
        && (signed || leaf.envelope().equals(LogRecord.ReportDecided.envelope(report)));
    if (!its && signed) {
      throw different(
          leaf == null
              ? "has no record of the report " + report.id(network) + " of "
                  + report.report().device() + ", which the bundle holds"
              : "has the report " + leaf.report() + " where the bundle has " + report.id(network)
                  + " of " + report.report().device());
    }
    if (its && leaf != null) {
      String refusal = leaf.refusal().map(reason -> reason.text()).orElse("");
      Instant receivedAt = Instant.ofEpochMilli(logged.getReceivedAtMs());
      if (!leaf.receivedAt().equals(receivedAt)) {
        throw different("says that the report " + leaf.report() + " was received at "
            + leaf.receivedAt() + ", the bundle says at " + receivedAt);
      }
      if (!refusal.equals(logged.getRefusal())
          || !leaf.envelope().equals(LogRecord.ReportDecided.envelope(logged.getReport()))) {
        throw different("has another decision or signature of the report " + leaf.report()
            + " than the bundle");
      }
      advance();
    }
  }

  /** After the last report: no record is left. */
  void end() throws IOException {
    Optional<LogRecord.ReportDecided> left = Optional.ofNullable(next);
    if (left.isPresent()) {
      throw different("has the report " + left.get().report() + ", received at "
          + left.get().receivedAt() + ", which the bundle leaves out");
    }
  }

  private static DifferenceException different(String detail) {
    return new DifferenceException(new ReplayResult.Different(BundleParts.LOG_RECORDS, detail));
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
