package org.depinsdk.epoch;

import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportId;
import org.jspecify.annotations.Nullable;

/** A report of the log as {@link JudgingSteps#read} found it. */
public final class ReadReport {
  final long position;
  /** What it parses to, null unless its signature held. */
  final @Nullable Report report;

  final @Nullable ReportId id;
  final byte @Nullable [] row;
  final @Nullable EpochFault fault;

  /** A report with its row, or its fault, or neither if it was not admitted. */
  ReadReport(
      long position,
      @Nullable Report report,
      @Nullable ReportId id,
      byte @Nullable [] row,
      @Nullable EpochFault fault) {
    this.position = position;
    this.report = report;
    this.id = id;
    this.row = row;
    this.fault = fault;
  }
}
