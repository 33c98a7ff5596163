package org.depinsdk.service.ingest;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.store.StoredRegistry;

/** A transaction as a step in the network's order. */
final class RegistryTask<T> extends LogTask<T> implements OrderedTransaction {
  private final OrderedTransaction.Action<T> action;
  private final Order order;

  /** What depends on order, of one ingest. */
  record Order(
      StoredRegistry registry,
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
    return order.sequencer().recordTime(order.now());
  }

  @Override
  public List<RegistryRecord> record(
      List<DeviceId> devices, RegistryChange change, Optional<SignedInstruction> instruction)
      throws RegistryConflictException, IOException {
    StoredRegistry registry = order.registry();
    long before = order.log().registryChanges();
    try {
      List<RegistryRecord> records = registry.append(at(), devices, change, instruction);
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
  public void decide() throws IOException {
    try {
      answerWith(action.take(this));
    } catch (RegistryConflictException
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
