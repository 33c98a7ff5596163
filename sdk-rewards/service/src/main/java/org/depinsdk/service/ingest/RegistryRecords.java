package org.depinsdk.service.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.store.NetworkLog;

/** The registry's changes in the log, which fixes each of them and their order. */
final class RegistryRecords {
  private RegistryRecords() {}

  /**
   * Compares the registry's history with the log.
   *
   * @return the changes that the log does not have because the process ended in between
   * @throws IOException if the log has changes that the registry has not, or others
   */
  static List<RegistryRecord> missing(SequencedLog log, List<RegistryRecord> history)
      throws IOException {
    NetworkLog.State state = log.state();
    if (history.size() < state.registryChanges()) {
      throw new IOException("the registry has " + history.size() + " changes, but the log has "
          + state.registryChanges() + "; changes are lost. Restore the registry from a copy");
    }
    int logged = (int) state.registryChanges();
    Bytes32 hash = Bytes32.ZERO;
    for (RegistryRecord record : history.subList(0, logged)) {
      hash = NetworkLog.State.next(hash, hash(record));
    }
    if (!hash.equals(state.registryHash())) {
      throw new IOException("the first " + logged
          + " changes of the registry are not those in the log: something was altered. Restore the"
          + " registry from a copy");
    }
    return history.subList(logged, history.size());
  }

  static void append(SequencedLog log, EpochSequence epochs, List<RegistryRecord> records) {
    for (RegistryRecord record : records) {
      epochs.openUntil(log, record.at());
      log.append(
          new LogRecord.RegistryChanged(
              epochs.epochOf(record.at()),
              record.index(),
              hash(record),
              record.instruction().map(signed -> Bytes32.sha256(signed.bytes()))),
          Optional.empty());
    }
  }

  private static Bytes32 hash(RegistryRecord record) {
    return Bytes32.sha256(RegistryJson.format(record).getBytes(StandardCharsets.UTF_8));
  }
}
