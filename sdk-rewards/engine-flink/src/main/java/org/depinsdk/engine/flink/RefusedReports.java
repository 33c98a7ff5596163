package org.depinsdk.engine.flink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.epoch.RecordedEvidence;

/** The reports that are refused by themselves: for each of the few reasons, one bit for each report. */
final class RefusedReports implements RecordedEvidence.Prechecks {
  private final Map<String, BitSet> byReason = new TreeMap<>();

  /** Adds what {@link PartitionMessage#refused} made. */
  void add(byte[] row) {
    ByteBuffer bytes = ByteBuffer.wrap(row);
    int position = Math.toIntExact(bytes.getLong());
    String reason = StandardCharsets.UTF_8.decode(bytes).toString();
    byReason.computeIfAbsent(reason, r -> new BitSet()).set(position);
  }

  @Override
  public String refusal(long position) {
    int bit = Math.toIntExact(position);
    for (Map.Entry<String, BitSet> reason : byReason.entrySet()) {
      if (reason.getValue().get(bit)) {
        return reason.getKey();
      }
    }
    return "";
  }
}
