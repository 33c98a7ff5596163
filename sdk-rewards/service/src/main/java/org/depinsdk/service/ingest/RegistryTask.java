package org.depinsdk.service.ingest;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.store.DeviceChange;
import org.depinsdk.service.store.StoredRegistry;
import org.depinsdk.service.store.StoredSanctions;
import org.jspecify.annotations.Nullable;

/** A transaction as a step in the network's order. */
final class RegistryTask<T> extends LogTask<T> implements OrderedTransaction {
  private final OrderedTransaction.Action<T> action;
  private final Order order;
  // one time for all of it: what was checked by an instant is recorded by it
  private @Nullable Instant at;

  /** What depends on order, of one ingest. */
  record Order(
      StoredRegistry registry,
      StoredSanctions sanctions,
      SequencedLog log,
      EpochSequence epochs,
      AdmissionSequencer sequencer,
      InstantSource clock) {
    Instant now() {
      return Instant.ofEpochMilli(clock.millis());
    }
  }

  RegistryTask(Order order, OrderedTransaction.Action<T> action) {
    this.order = order;
    this.action = action;
  }

  @Override
  public Instant at() {
    if (at == null) {
      at = order.sequencer().recordTime(order.now());
    }
    return at;
  }

  @Override
  public List<RegistryRecord> record(List<DeviceChange> changes)
      throws RegistryConflictException, IOException {
    StoredRegistry registry = order.registry();
    long before = order.log().registryChanges();
    try {
      List<RegistryRecord> records = registry.append(at(), changes);
      RegistryRecords.append(order.log(), order.epochs(), records);
      return records;
    } catch (IOException e) {
      // a record whose store failed may be there all the same
      if (registry.isIntact()) {
        List<RegistryRecord> history = registry.view().records();
        RegistryRecords.append(
            order.log(), order.epochs(), history.subList((int) before, history.size()));
      }
      throw e;
    } finally {
      order.sequencer().recorded(registry.newest());
    }
  }

  @Override
  public SanctionEvent record(SanctionEvent step) throws SanctionConflictException, IOException {
    StoredSanctions sanctions = order.sanctions();
    int before = sanctions.ledger().events().size();
    SanctionEvent dated = step.withTime(at());
    try {
      sanctions.append(dated);
      return dated;
    } finally {
      // a step whose store failed may be there all the same
      List<SanctionEvent> all = sanctions.ledger().events();
      for (SanctionEvent stored : all.subList(before, all.size())) {
        SanctionRecords.append(order.log(), order.epochs(), stored);
        order.sequencer().recorded(stored.at());
      }
    }
  }

  @Override
  public void decide() throws IOException {
    try {
      answerWith(action.take(this));
    } catch (RegistryConflictException
        | SanctionConflictException
        | RefusedInstructionException
        | IOException
        | RuntimeException e) {
      if (!order.registry().isIntact()) {
        throw new IOException("the registry cannot be read after a failure", e);
      }
      failWith(e);
    }
  }
}
