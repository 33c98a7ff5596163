package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;

/** What a queue's file holds: reports, the numbers of reports that are done, and the next number. */
final class QueueRecords {
  private static final byte NEXT = 1;
  private static final byte REPORT = 2;
  private static final byte DONE = 3;
  private static final int SIGNATURE = 64;
  private static final int DONE_PER_RECORD = 4096;

  private QueueRecords() {}

  /** What the file begins with. */
  static byte[] header(String network, DeviceId device) {
    return ("depin-report-queue/2 " + network + " " + device.text() + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The lowest sequence number that was not used yet. */
  static byte[] next(long sequence) {
    return ByteBuffer.allocate(9).put(NEXT).putLong(sequence).array();
  }

  /** A report: its signature, then its body. */
  static byte[] report(SignedReport signed) {
    org.depinsdk.core.wire.v1.SignedReport wire = signed.toWire();
    byte[] record = new byte[1 + SIGNATURE + wire.getBody().size()];
    record[0] = REPORT;
    wire.getSignature().copyTo(record, 1);
    wire.getBody().copyTo(record, 1 + SIGNATURE);
    return record;
  }

  /** Numbers of reports that need not be sent any more. */
  static List<byte[]> done(List<Long> numbers) {
    List<byte[]> records = new ArrayList<>();
    for (int from = 0; from < numbers.size(); from += DONE_PER_RECORD) {
      List<Long> part = numbers.subList(from, Math.min(numbers.size(), from + DONE_PER_RECORD));
      ByteBuffer record = ByteBuffer.allocate(1 + 8 * part.size()).put(DONE);
      part.forEach(record::putLong);
      records.add(record.array());
    }
    return records;
  }

  /** Makes the change that a record stands for. */
  static void apply(byte[] record, WaitingReports waiting) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(record);
    try {
      byte type = in.get();
      switch (type) {
        case NEXT -> waiting.used(in.getLong() - 1);
        case REPORT -> waiting.add(readReport(in));
        case DONE -> {
          while (in.hasRemaining()) {
            long sequence = in.getLong();
            waiting.used(sequence);
            waiting.remove(sequence);
          }
        }
        default -> throw new IOException("a record of type " + type + ", expected 1 to 3");
      }
    } catch (BufferUnderflowException | MalformedReportException e) {
      throw new IOException("a record that this version cannot read: " + e, e);
    }
  }

  private static SignedReport readReport(ByteBuffer in) throws MalformedReportException {
    byte[] signature = new byte[SIGNATURE];
    in.get(signature);
    byte[] body = new byte[in.remaining()];
    in.get(body);
    return SignedReport.of(body, signature);
  }
}
