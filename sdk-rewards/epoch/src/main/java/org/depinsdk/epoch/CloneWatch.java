package org.depinsdk.epoch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.clone.CloneDetector;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.clone.InstanceObservation;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.internal.RowReader;
import org.depinsdk.epoch.internal.RowWriter;

/**
 * Looks for devices in two machines, among the reports whose signature held: those that were admitted, and those refused because
 * their number was used, which is what becomes of the second machine's. Devices that name no boots are left out; where a device
 * names some, its reports without one count as a boot of their own.
 *
 * <p>Reports that name a boot become rows of a group for each device, which is looked at with its partition.
 */
final class CloneWatch {
  /** Reports of one device that are looked at; a device that sends more is judged by its first ones. */
  static final int MAX_OBSERVATIONS = 1 << 16;

  /** In the place of a proof: no proof has an empty name. */
  private static final String KIND = "";

  private final RowConsumer rows;
  // the first and the last say all there is to say about a boot without a name
  private final Map<DeviceId, Span> unnamed = new HashMap<>();

  /** What matters here of a report. */
  private record Seen(
      DeviceId device, long position, long sequence, Instant at, String boot, ReportId id) {
    byte[] row() {
      return new RowWriter()
          .text(KIND)
          .text(device.text())
          .text(device.text())
          .number(position)
          .number(sequence)
          .number(at.toEpochMilli())
          .text(boot)
          .bytes(id.bytes())
          .toBytes();
    }
  }

  private record Span(Seen first, Seen last) {
    Span with(Span other) {
      return new Span(
          other.first.at.isBefore(first.at) ? other.first : first,
          other.last.at.isAfter(last.at) ? other.last : last);
    }
  }

  CloneWatch(RowConsumer rows) {
    this.rows = rows;
  }

  void see(Report report, ReportId id, long position) throws IOException {
    Seen seen = new Seen(
        report.device(), position, report.sequence(), report.deviceTime(), report.boot(), id);
    if (report.boot().isEmpty()) {
      unnamed.merge(report.device(), new Span(seen, seen), Span::with);
    } else {
      rows.add(seen.row());
    }
  }

  /** Adds what was kept back; nothing is seen after that. */
  void finish() throws IOException {
    for (Span span : unnamed.values()) {
      rows.add(span.first().row());
      if (span.last() != span.first()) {
        rows.add(span.last().row());
      }
    }
    unnamed.clear();
  }

  /** Whether a group holds rows of this class. */
  static boolean isFor(EvidenceGroup group) {
    return group.kindText().equals(KIND);
  }

  static void judge(EvidenceGroup group, Duration tolerance, RowConsumer judged)
      throws IOException {
    int index = 0;
    for (CloneFinding finding : findings(group.rows(), tolerance)) {
      judged.add(JudgedRow.clone(finding, index++));
    }
  }

  /** Those of a boot without a name are the first and the last of each part of the log; of them only two matter. */
  private static List<CloneFinding> findings(Iterable<byte[]> rows, Duration tolerance) {
    List<InstanceObservation> observations = new ArrayList<>();
    InstanceObservation first = null;
    InstanceObservation last = null;
    for (byte[] row : rows) {
      InstanceObservation next = observation(row);
      if (!next.boot().isEmpty()) {
        if (observations.size() < MAX_OBSERVATIONS) {
          observations.add(next);
        }
      } else if (first == null || last == null) {
        first = next;
        last = next;
      } else if (next.deviceTime().isBefore(first.deviceTime())) {
        first = next;
      } else if (next.deviceTime().isAfter(last.deviceTime())) {
        last = next;
      }
    }
    if (observations.isEmpty()) {
      return List.of();
    }
    if (first != null && last != null) {
      observations.add(first);
      if (last != first) {
        observations.add(last);
      }
      observations.sort(Comparator.comparingLong(InstanceObservation::received));
    }
    int most = Math.min(observations.size(), MAX_OBSERVATIONS);
    return CloneDetector.detect(observations.subList(0, most), tolerance);
  }

  private static InstanceObservation observation(byte[] row) {
    RowReader reader = new RowReader(row).skipText();
    DeviceId device = new DeviceId(reader.text());
    long position = reader.skipText().number();
    long sequence = reader.number();
    Instant at = Instant.ofEpochMilli(reader.number());
    String boot = reader.text();
    return new InstanceObservation(
        device, boot, sequence, at, position, "", new ReportId(Bytes32.of(reader.rest())));
  }
}
