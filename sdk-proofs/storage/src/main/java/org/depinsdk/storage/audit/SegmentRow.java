package org.depinsdk.storage.audit;

import java.util.Map;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.Table;
import org.depinsdk.storage.HoldingPeriod;
import org.depinsdk.storage.erasure.ReedSolomon;
import org.depinsdk.storage.piece.PieceHasher;

/**
 * What the network knows of a segment.
 *
 * @param version higher with each change of the record
 * @param data how many of its shards restore it
 * @param shardBytes length of a shard, 1 or more
 * @param held from when until when this version holds
 */
record SegmentRow(long version, int data, long shardBytes, HoldingPeriod held) {
  static final Table<String, SegmentRow> TABLE = new Table<>(
      "segments",
      "segment, version;data shards;bytes of a shard;from;until",
      "Segments as they are at the epoch's end, for example 3;10;1048576;2026-03-01T00:00:00Z;-.",
      SegmentRow::parse);

  private static Map.Entry<String, SegmentRow> parse(String key, String value) {
    ShardReport.checkName(key);
    String[] parts = value.split(";", 4);
    if (parts.length != 4) {
      throw new IllegalArgumentException(value);
    }
    return Map.entry(
        key,
        new SegmentRow(
            Fields.unsigned("version", Long.parseLong(parts[0]), Long.MAX_VALUE),
            (int) Fields.range("data", Long.parseLong(parts[1]), 1, ReedSolomon.MAX_SHARDS),
            Fields.range("bytes", Long.parseLong(parts[2]), 1, PieceHasher.MAX_RAW_BYTES),
            HoldingPeriod.parse(parts[3])));
  }
}
