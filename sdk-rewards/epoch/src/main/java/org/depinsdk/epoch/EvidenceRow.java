package org.depinsdk.epoch;

import java.time.Instant;
import java.util.Arrays;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.internal.RowReader;
import org.depinsdk.epoch.internal.RowWriter;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;

/**
 * A report as a row of its group. Rows sort by proof, group, device, the device's number and the place in the log. A row
 * without a device comes before a group that has a state, so that it is judged even without evidence.
 */
final class EvidenceRow {
  private static final int ID_BYTES = 32;

  /** What a row has beside its strings and the evidence. */
  private static final int FIXED_BYTES = 3 * 2 + 4 * Long.BYTES + ID_BYTES + 1;

  private EvidenceRow() {}

  static byte[] of(ProofKind kind, GroupKey group, Attributed<byte[]> report) {
    byte[] evidence = report.evidence();
    String device = report.device().text();
    int length = kind.text().length() + group.text().length() + device.length() + FIXED_BYTES;
    return new RowWriter(length + evidence.length)
        .text(kind.text())
        .text(group.text())
        .text(device)
        .number(report.sequence())
        .number(report.position())
        .bytes(report.report().bytes())
        .number(report.deviceTime().toEpochMilli())
        .number(report.receivedAt().toEpochMilli())
        .octet(report.provenance().ordinal())
        .bytes(evidence)
        .toBytes();
  }

  static byte[] ofState(ProofKind kind, GroupKey key) {
    return new RowWriter().text(kind.text()).text(key.text()).text("").toBytes();
  }

  /** The partition of a row's group; a group is always in the same one. */
  static int partition(byte[] row, int partitions) {
    int hash = 1;
    for (int i = 0, length = groupLength(row); i < length; i++) {
      hash = 31 * hash + row[i];
    }
    return Math.floorMod(hash, partitions);
  }

  /** How many bytes of a row name its proof and group. */
  static int groupLength(byte[] row) {
    return new RowReader(row).skipText().skipText().position();
  }

  /** How many bytes of a report's row name its proof, group, device and number; of a state's row 0. */
  static int numberLength(byte[] row, int groupLength) {
    RowReader reader = new RowReader(row, groupLength);
    int end = reader.skipText().position();
    return end == row.length ? 0 : end + Long.BYTES;
  }

  static boolean isState(byte[] row, int groupLength) {
    return numberLength(row, groupLength) == 0;
  }

  /** Whether two rows begin with the same bytes. */
  static boolean sameStart(byte[] row, byte[] other, int length) {
    return other.length >= length && Arrays.equals(row, 0, length, other, 0, length);
  }

  static ProofKind kind(byte[] row) {
    return new ProofKind(new RowReader(row).text());
  }

  static GroupKey group(byte[] row) {
    return new GroupKey(new RowReader(row).skipText().text());
  }

  /** The report with its evidence in bytes. */
  static Attributed<byte[]> report(byte[] row, int groupLength) {
    RowReader reader = new RowReader(row, groupLength);
    DeviceId device = new DeviceId(reader.text());
    long sequence = reader.number();
    long position = reader.number();
    ReportId id = new ReportId(Bytes32.of(reader.bytes(ID_BYTES)));
    return new Attributed<>(
        id,
        device,
        sequence,
        Instant.ofEpochMilli(reader.number()),
        Instant.ofEpochMilli(reader.number()),
        position,
        Provenance.values()[reader.octet()],
        reader.rest());
  }
}
