package org.depinsdk.service.settle;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.Compensation;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.InputRecords;
import org.depinsdk.epoch.RecordedRun;
import org.depinsdk.epoch.SettlementState;

/**
 * Pays compensations between two epochs, in an order that survives a crash: the compensation's files, which a replay recomputes; its
 * record in the log; the ledger. What a crash left in the middle is finished before anything else is settled.
 */
final class Compensations {
  private final Settler.Stores stores;

  /** Whether one may be in the middle: after a start, and after a failure. */
  private boolean unfinished = true;

  Compensations(Settler.Stores stores) {
    this.stores = stores;
  }

  /** Finishes what was begun; returns the state that the next epoch starts from. */
  SettlementState finish() throws IOException, InterruptedException {
    SettlementState state = stores.ledger().state();
    if (unfinished && stores.bundles().isCompensated(state.nextEpoch())) {
      Compensation begun = stores.bundles().run().compensations().get(state.nextEpoch());
      if (begun != null && !begun.after().equals(state)) {
        state = enter(state.nextEpoch(), begun);
      }
    }
    unfinished = false;
    return state;
  }

  /** Pays a correction, unless that was done before. */
  PaidCompensation pay(Correction correction)
      throws EncodingException, CompensationConflictException, IOException, InterruptedException {
    SettlementState state = finish();
    long next = state.nextEpoch();
    if (next == 0) {
      throw new EncodingException("corrections[0]: epoch "
          + correction.items().get(0).epoch() + " is not settled; no epoch is yet");
    }
    RecordedRun run = stores.bundles().run();
    for (Map.Entry<Long, Compensation> before : run.compensations().entrySet()) {
      if (Arrays.equals(before.getValue().correction().toJson(), correction.toJson())) {
        return new PaidCompensation(before.getKey(), before.getValue(), false);
      }
    }
    Compensation owed = owed(run, correction);
    if (owed.after().equals(state)) {
      throw new EncodingException(
          "corrections: no amount changes, expected verdicts other than the recorded ones");
    }
    if (stores.bundles().isCompensated(next)) {
      throw new CompensationConflictException("epoch " + next
          + " goes on from another compensation already; try again when that epoch is settled");
    }
    if (Settler.get(stores.ingest().isClosed(next))) {
      throw new CompensationConflictException(
          "epoch " + next + " is closed; try again when it is settled");
    }
    unfinished = true;
    stores.bundles().write(next, owed);
    enter(next, owed);
    unfinished = false;
    return new PaidCompensation(next, owed, true);
  }

  private static Compensation owed(RecordedRun run, Correction correction)
      throws EncodingException, IOException {
    try {
      return Compensation.of(run, correction);
    } catch (BundleException e) {
      throw new IOException("a bundle is damaged: " + e.getMessage(), e);
    }
  }

  private SettlementState enter(long next, Compensation paid)
      throws IOException, InterruptedException {
    Settler.get(stores.ingest().record(InputRecords.of(next, paid)));
    stores.ledger().compensate(paid.distribution(), paid.after());
    return paid.after();
  }
}
