package org.depinsdk.service.ingest;

import java.io.IOException;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.transparency.proof.LogReceipt;

/** The answer to a report that comes again: what was decided the first time. */
final class RepeatedReports {
  private RepeatedReports() {}

  static ReportReceipt receipt(LogReceipt logged) throws IOException {
    LogRecord record;
    try {
      record = LogRecord.parse(logged.entry());
    } catch (EncodingException e) {
      throw new IOException("record " + logged.index() + " is damaged", e);
    }
    if (!(record instanceof LogRecord.ReportDecided decided)) {
      throw new IOException("record " + logged.index() + " is not of a report");
    }
    ReportReceipt.Builder receipt =
        ReportReceipt.newBuilder().setReportId(decided.report().hex());
    return decided
        .refusal()
        .map(reason ->
            receipt.setRefusal(reason.text()).setDetail("decided at " + decided.receivedAt()))
        .orElseGet(() -> receipt.setAccepted(true))
        .build();
  }
}
