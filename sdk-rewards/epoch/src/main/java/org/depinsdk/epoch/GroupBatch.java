package org.depinsdk.epoch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.proofs.CarriedSignature;
import org.depinsdk.proofs.CheckedSignatures;

/**
 * Judges groups. One whose evidence carries signatures waits until those of several groups are verified together; then they are
 * judged in turn. For one thread.
 */
final class GroupBatch {
  /** So many signatures are verified together. */
  static final int SIGNATURES = 4096;

  /** Groups of so many bytes wait at most. */
  private static final long BYTES = 4 << 20;

  private final RowConsumer judged;
  private final List<ProofTask<?>.Group> waiting = new ArrayList<>();
  private int signatures;
  private long bytes;

  GroupBatch(RowConsumer judged) {
    this.judged = judged;
  }

  /** Takes what the groups are judged to be. */
  RowConsumer judged() {
    return judged;
  }

  /** Judges a group now or later; its rows are not read after this. */
  <E> void add(ProofTask<E> proof, EvidenceGroup evidence) throws IOException {
    ProofTask<E>.Group group = proof.open(evidence, judged);
    if (group.carried().isEmpty()) {
      group.judge(List.of(), judged);
      return;
    }
    waiting.add(group);
    signatures += group.carried().stream().mapToInt(List::size).sum();
    bytes += evidence.bytes();
    if (signatures >= SIGNATURES || bytes >= BYTES) {
      finish();
    }
  }

  /** Judges the groups that wait. */
  void finish() throws IOException {
    List<List<CarriedSignature>> carried = new ArrayList<>();
    waiting.forEach(group -> carried.addAll(group.carried()));
    List<CheckedSignatures> checked = CheckedSignatures.verify(carried);
    int from = 0;
    for (ProofTask<?>.Group group : waiting) {
      int to = from + group.carried().size();
      group.judge(checked.subList(from, to), judged);
      from = to;
    }
    waiting.clear();
    signatures = 0;
    bytes = 0;
  }
}
