package org.depinsdk.storage.audit;

import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.Table;
import org.depinsdk.storage.HoldingPeriod;
import org.depinsdk.storage.erasure.ReedSolomon;
import org.depinsdk.storage.piece.PieceCid;

/**
 * Who holds a shard.
 *
 * @param holder the device
 * @param piece what the uploader and the holder signed for; empty if there is no such commitment
 * @param held from when until when it holds the shard
 */
record ShardRow(DeviceId holder, Optional<PieceCid> piece, HoldingPeriod held) {
  /**
   * Which shard of which segment.
   *
   * @param segment the name
   * @param shard from 0
   */
  record Key(String segment, int shard) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = segment.compareTo(other.segment);
      return order != 0 ? order : Integer.compare(shard, other.shard);
    }
  }

  static final Table<Key, ShardRow> TABLE = new Table<>(
      "shards",
      "segment/shard, device;CID v2 or -;from;until",
      "Who holds the shards of all segments, and the piece that uploader and holder signed for, if they did.",
      ShardRow::parse);

  private static Map.Entry<Key, ShardRow> parse(String key, String value) {
    int slash = key.indexOf('/');
    String[] parts = value.split(";", 3);
    if (slash < 0 || parts.length != 3) {
      throw new IllegalArgumentException(key);
    }
    String segment = key.substring(0, slash);
    ShardReport.checkName(segment);
    String number = key.substring(slash + 1);
    int shard = (int) Fields.range("shard", Long.parseLong(number), 0, ReedSolomon.MAX_SHARDS - 1);
    if (!Integer.toString(shard).equals(number)) {
      throw new IllegalArgumentException(key);
    }
    try {
      return Map.entry(
          new Key(segment, shard),
          new ShardRow(
              DeviceId.parse(parts[0]),
              parts[1].equals("-") ? Optional.empty() : Optional.of(PieceCid.parse(parts[1])),
              HoldingPeriod.parse(parts[2])));
    } catch (EncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
