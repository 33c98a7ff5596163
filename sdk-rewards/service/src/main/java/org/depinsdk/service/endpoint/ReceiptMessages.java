package org.depinsdk.service.endpoint;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.client.wire.v1.LogProofs;
import org.depinsdk.client.wire.v1.LoggedRecord;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.service.ingest.DecidedReport;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.TreeHash;

/** Receipts as messages. What several of one answer need, above all the upper hashes of their paths, is sent once. */
final class ReceiptMessages {
  private final Map<TreeHash, Integer> hashes = new LinkedHashMap<>();
  private final Map<SignedCheckpoint, Integer> checkpoints = new LinkedHashMap<>();

  ReportReceipt receipt(DecidedReport decided) {
    return decided
        .logged()
        .map(logged -> {
          LoggedRecord.Builder message = LoggedRecord.newBuilder()
              .setIndex(logged.index())
              .setRecord(ByteString.copyFrom(logged.entry()))
              .setCheckpoint(place(checkpoints, logged.checkpoint()));
          logged.proof().inclusion().hashes().forEach(hash -> message.addPath(place(hashes, hash)));
          return decided.receipt().toBuilder().setLogged(message).build();
        })
        .orElse(decided.receipt());
  }

  List<ReportReceipt> receipts(List<DecidedReport> decided) {
    return decided.stream().map(this::receipt).toList();
  }

  LogProofs proofs() {
    LogProofs.Builder proofs = LogProofs.newBuilder();
    hashes.keySet().forEach(hash -> proofs.addHashes(ByteString.copyFrom(hash.bytes())));
    checkpoints.keySet().forEach(checkpoint -> proofs.addCheckpoints(checkpoint.toString()));
    return proofs.build();
  }

  private static <K> int place(Map<K, Integer> places, K key) {
    Integer known = places.putIfAbsent(key, places.size());
    return known == null ? places.size() - 1 : known;
  }
}
