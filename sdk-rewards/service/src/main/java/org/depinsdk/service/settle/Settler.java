package org.depinsdk.service.settle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.registry.DeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.service.Network;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.sqlite.Ledger;

/** Settles epochs in order as they close: from the log alone to a bundle, then to the ledger. */
public final class Settler {
  private static final Logger LOG = System.getLogger(Settler.class.getName());

  private final Network network;
  private final EpochSchedule schedule;
  private final EpochEngine engine;
  private final Stores stores;
  private final CloneRecorder clones;

  /**
   * Where a settler reads and writes.
   *
   * @param ingest closes epochs and holds their log
   * @param registry the devices
   * @param bundles takes a bundle of each epoch
   * @param ledger keeps what came of it
   */
  public record Stores(
      ReportIngest ingest, DeviceRegistry registry, BundleFolder bundles, Ledger ledger) {}

  /**
   * A settler.
   *
   * @param network says how an epoch is judged and paid
   * @param stores where it reads and writes
   * @throws IllegalStateException if the engine cannot judge by the network's policy
   */
  public Settler(Network network, Stores stores) {
    this.network = network;
    this.schedule = network.policy().admission().schedule();
    this.engine = network.engine();
    List<PolicyProblem> problems = engine.check(network.policy());
    if (!problems.isEmpty()) {
      throw new IllegalStateException("the network's policy cannot be settled: " + problems);
    }
    this.stores = stores;
    this.clones = new CloneRecorder(network, stores.ingest(), stores.registry());
  }

  /**
   * Settles every epoch that has closed and is not settled yet, oldest first.
   *
   * @throws IOException if a store failed; what was settled before stays settled
   * @throws InterruptedException if the thread was interrupted
   */
  public synchronized void settleDue() throws IOException, InterruptedException {
    long firstOpen = get(stores.ingest().seal());
    SettlementState state = stores.ledger().state();
    while (state.nextEpoch() < firstOpen) {
      state = settle(schedule.at(state.nextEpoch()), state);
    }
  }

  /** After a crash before the ledger's commit, the same input gives the same outcome again. */
  private SettlementState settle(Epoch epoch, SettlementState before)
      throws IOException, InterruptedException {
    EpochInput input = new EpochInput(
            network.policy(epoch),
            network.beacon(epoch),
            network.facts(epoch),
            registryOf(epoch),
            stores.ingest().log().read(epoch.index()),
            before)
        .with(network.sanctions(schedule.closesAt(epoch)));
    try (EpochOutcome outcome = engine.run(input)) {
      stores.bundles().write(input, outcome);
      clones.record(outcome);
      long leftOut = get(stores.ingest().forget(epoch.index()));
      stores.ledger().record(outcome, input.policy().id(), leftOut);
      LOG.log(
          Level.INFO,
          "epoch {0} settled: root {1}, {2} refusals not logged",
          Long.toString(epoch.index()),
          outcome.distribution().root(),
          Long.toString(leftOut));
      return outcome.after();
    }
  }

  /**
   * All reports that an epoch holds were decided before it closed, so later records cannot matter to them; nor can sessions
   * that were over before the first of them can have come.
   */
  private RegistryView registryOf(Epoch epoch) throws IOException {
    Instant closesAt = schedule.closesAt(epoch);
    Instant first = epoch.start().minus(network.policy().admission().maxSkew());
    List<RegistryRecord> records = stores.registry().view().records().stream()
        .filter(record -> record.at().isBefore(closesAt))
        .filter(record -> !(record.change() instanceof RegistryChange.SessionOpened opened)
            || opened.until().isAfter(first))
        .toList();
    try {
      return RegistryView.of(records);
    } catch (RegistryConflictException e) {
      throw new IOException("the registry's records do not fit each other", e);
    }
  }

  static <T> T get(CompletableFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException("the ingest stopped", e.getCause());
    }
  }
}
