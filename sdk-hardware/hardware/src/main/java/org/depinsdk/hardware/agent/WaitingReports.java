package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.SignedReport;

/** The reports of one device that wait, by sequence number, and how large they are. Not safe for use by several threads. */
final class WaitingReports {
  private record Waiting(SignedReport report, int bytes) {}

  private final DeviceId device;
  private final TreeMap<Long, Waiting> reports = new TreeMap<>();
  private long bytes;
  private long next = 1;

  WaitingReports(DeviceId device) {
    this.device = device;
  }

  void add(SignedReport signed) throws IOException {
    if (!signed.report().device().equals(device)) {
      throw new IOException("a report of " + signed.report().device() + ", not of " + device);
    }
    long sequence = signed.report().sequence();
    used(sequence);
    remove(sequence);
    int size = signed.size();
    reports.put(sequence, new Waiting(signed, size));
    bytes += size;
  }

  void remove(long sequence) {
    Waiting gone = reports.remove(sequence);
    if (gone != null) {
      bytes -= gone.bytes();
    }
  }

  /** Notes that a sequence number was given to a report. */
  void used(long sequence) {
    // stays at the top, where SequenceReserve refuses to go on
    next = Math.max(next, sequence == Long.MAX_VALUE ? sequence : sequence + 1);
  }

  /** The lowest sequence number that no report was seen to use. */
  long next() {
    return next;
  }

  boolean contains(long sequence) {
    return reports.containsKey(sequence);
  }

  int size() {
    return reports.size();
  }

  /** The sum of bodies and signatures. */
  long bytes() {
    return bytes;
  }

  /** The numbers of the oldest reports that must go so that more of them, of a size together, keep the limits. */
  List<Long> tooMany(int more, long size, QueueLimits limits) {
    List<Long> oldest = new ArrayList<>();
    long bytesLeft = bytes;
    for (var entry : reports.entrySet()) {
      if (reports.size() - oldest.size() + more <= limits.maxReports()
          && bytesLeft + size <= limits.maxBytes()) {
        break;
      }
      oldest.add(entry.getKey());
      bytesLeft -= entry.getValue().bytes();
    }
    return oldest;
  }

  /** The oldest reports up to a number and a size; at least one if any is there. */
  List<SignedReport> first(int maxReports, long maxBytes) {
    List<SignedReport> batch = new ArrayList<>();
    long sum = 0;
    for (Waiting waiting : reports.values()) {
      sum += waiting.bytes();
      if (batch.size() >= maxReports || (!batch.isEmpty() && sum > maxBytes)) {
        break;
      }
      batch.add(waiting.report());
    }
    return batch;
  }
}
