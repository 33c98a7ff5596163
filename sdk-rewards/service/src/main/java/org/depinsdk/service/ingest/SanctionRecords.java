package org.depinsdk.service.ingest;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.epoch.InputRecords;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.store.NetworkLog;

/** The steps of sanctions in the log, each at the moment when it was decided. */
final class SanctionRecords {
  private final Set<Bytes32> logged = new HashSet<>();

  /** Takes up an entry that stood in the log when the service started. */
  void recover(NetworkLog.Entry entry) {
    if (entry.record().orElse(null) instanceof LogRecord.SanctionStep record) {
      logged.add(record.step());
    }
  }

  /**
   * The steps that the log does not have because the process ended in between.
   *
   * @param steps all steps
   * @param settledUntil when the newest settled epoch closed: the log has what is older
   * @throws IOException if the log has a step that is not there
   */
  List<SanctionEvent> missing(List<SanctionEvent> steps, Instant settledUntil) throws IOException {
    Set<Bytes32> lost = new HashSet<>(logged);
    steps.forEach(step -> lost.remove(InputRecords.hash(step)));
    if (!lost.isEmpty()) {
      throw new IOException(
          "the log has " + lost.size() + " steps of sanctions that are not among the "
              + steps.size() + " of the store; steps are lost. Restore the sanctions from a copy");
    }
    return steps.stream()
        .filter(
            step -> !step.at().isBefore(settledUntil) && !logged.contains(InputRecords.hash(step)))
        .toList();
  }

  static void append(SequencedLog log, EpochSequence epochs, SanctionEvent step) {
    epochs.openUntil(log, step.at());
    log.append(
        new LogRecord.SanctionStep(epochs.epochOf(step.at()), InputRecords.hash(step)),
        Optional.empty());
  }
}
