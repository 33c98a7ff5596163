package org.depinsdk.service.ingest;

import java.util.Optional;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.transparency.proof.LogReceipt;

/**
 * What became of a report.
 *
 * @param receipt the answer to its device
 * @param logged its record in the network's log, empty if the log has none
 */
public record DecidedReport(ReportReceipt receipt, Optional<LogReceipt> logged) {}
