package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;

/** What the records of a queue's file mean: a header, reports, and the numbers of reports that are done. */
final class QueueRecords {
  private static final byte HEADER = 1;
  private static final byte REPORT = 2;
  private static final byte DONE = 3;
  private static final int SIGNATURE = 64;
  private static final int DONE_PER_RECORD = 4096;

  /** A report and the size of its body and signature. */
  record Queued(SignedReport report, int bytes) {}

  private QueueRecords() {}

  /** The first record: next sequence number, network and device. */
  static QueueFile.Entry header(long next, String network, DeviceId device) {
    byte[] owner = owner(network, device);
    return new QueueFile.Entry(
        HEADER, ByteBuffer.allocate(8 + owner.length).putLong(next).put(owner).array());
  }

  /** A report: its signature, then its body. */
  static QueueFile.Entry report(SignedReport signed) {
    org.depinsdk.core.wire.v1.SignedReport wire = signed.toWire();
    byte[] payload = new byte[SIGNATURE + wire.getBody().size()];
    wire.getSignature().copyTo(payload, 0);
    wire.getBody().copyTo(payload, SIGNATURE);
    return new QueueFile.Entry(REPORT, payload);
  }

  /** Numbers of reports that need not be sent any more. */
  static List<QueueFile.Entry> done(List<Long> numbers) {
    List<QueueFile.Entry> entries = new ArrayList<>();
    for (int from = 0; from < numbers.size(); from += DONE_PER_RECORD) {
      List<Long> part = numbers.subList(from, Math.min(numbers.size(), from + DONE_PER_RECORD));
      ByteBuffer payload = ByteBuffer.allocate(8 * part.size());
      part.forEach(payload::putLong);
      entries.add(new QueueFile.Entry(DONE, payload.array()));
    }
    return entries;
  }

  /**
   * Makes the state that records lead to.
   *
   * @return the lowest sequence number that none of them has used
   */
  static long load(
      Path file,
      List<QueueFile.Entry> entries,
      String network,
      DeviceId device,
      Map<Long, Queued> waiting)
      throws IOException {
    if (entries.isEmpty() || entries.get(0).type() != HEADER) {
      throw new IOException(file + " has no whole header; move it away to begin anew");
    }
    try {
      long next = readHeader(file, entries.get(0).payload(), network, device);
      for (QueueFile.Entry entry : entries.subList(1, entries.size())) {
        next = Math.max(next, apply(file, entry, device, waiting));
      }
      return next;
    } catch (BufferUnderflowException | MalformedReportException e) {
      throw new IOException(file + " holds a record that this version cannot read: " + e, e);
    }
  }

  private static long readHeader(Path file, byte[] payload, String network, DeviceId device)
      throws IOException {
    long next = ByteBuffer.wrap(payload).getLong();
    byte[] owner = Arrays.copyOfRange(payload, 8, payload.length);
    if (!Arrays.equals(owner, owner(network, device))) {
      throw new IOException(file + " belongs to \"" + new String(owner, StandardCharsets.UTF_8)
          + "\", not to \"" + network + " " + device + "\"");
    }
    return Math.max(1, next);
  }

  private static long apply(
      Path file, QueueFile.Entry entry, DeviceId device, Map<Long, Queued> waiting)
      throws IOException, MalformedReportException {
    byte[] payload = entry.payload();
    switch (entry.type()) {
      case REPORT -> {
        ByteBuffer in = ByteBuffer.wrap(payload);
        byte[] signature = new byte[SIGNATURE];
        in.get(signature);
        byte[] body = new byte[in.remaining()];
        in.get(body);
        SignedReport signed = SignedReport.of(body, signature);
        if (!signed.report().device().equals(device)) {
          throw new IOException(file + " holds a report of " + signed.report().device());
        }
        waiting.put(signed.report().sequence(), new Queued(signed, payload.length));
        return after(signed.report().sequence());
      }
      case DONE -> {
        long highest = 0;
        for (ByteBuffer in = ByteBuffer.wrap(payload); in.hasRemaining(); ) {
          long sequence = in.getLong();
          highest = Math.max(highest, sequence);
          waiting.remove(sequence);
        }
        return after(highest);
      }
      default ->
        throw new IOException(
            file + " holds a record of type " + entry.type() + " that this version does not know");
    }
  }

  // stays at the top, where SequenceReserve refuses to go on
  private static long after(long sequence) {
    return sequence == Long.MAX_VALUE ? sequence : sequence + 1;
  }

  private static byte[] owner(String network, DeviceId device) {
    return (network + " " + device.text()).getBytes(StandardCharsets.UTF_8);
  }
}
