package org.depinsdk.scaffold.settle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.registry.DeviceRegistry;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.scaffold.ingest.ReportIngest;
import org.depinsdk.scaffold.store.Ledger;

/** Settles epochs in order as they close. */
public final class Settler {
  private static final Logger LOG = System.getLogger(Settler.class.getName());

  private final EpochSchedule schedule;
  private final Function<Epoch, Beacon> beacons;
  private final Settlement settlement;
  private final ReportIngest ingest;
  private final DeviceRegistry registry;
  private final Ledger ledger;

  /**
   * Where a settler reads and writes.
   *
   * @param ingest closes epochs
   * @param registry the devices
   * @param ledger keeps what came of an epoch
   */
  public record Stores(ReportIngest ingest, DeviceRegistry registry, Ledger ledger) {}

  /**
   * A settler.
   *
   * @param schedule the network's epochs
   * @param beacons the public randomness of each
   * @param settlement judges and pays
   * @param stores where it reads and writes
   */
  public Settler(
      EpochSchedule schedule,
      Function<Epoch, Beacon> beacons,
      Settlement settlement,
      Stores stores) {
    this.schedule = schedule;
    this.beacons = beacons;
    this.settlement = settlement;
    this.ingest = stores.ingest();
    this.registry = stores.registry();
    this.ledger = stores.ledger();
  }

  /**
   * Settles every epoch that has closed and is not settled yet, oldest first.
   *
   * @throws IOException where a store failed; what was settled before stays settled
   * @throws InterruptedException where the thread was interrupted
   */
  public synchronized void settleDue() throws IOException, InterruptedException {
    long firstOpen = get(ingest.seal());
    Optional<Ledger.Row> newest = ledger.newest();
    while (newest.map(Ledger.Row::epoch).orElse(-1L) + 1 < firstOpen) {
      settle(
          schedule.at(newest.map(Ledger.Row::epoch).orElse(-1L) + 1),
          newest.map(Ledger.Row::state));
      newest = ledger.newest();
    }
  }

  private void settle(Epoch epoch, Optional<String> stateBefore)
      throws IOException, InterruptedException {
    ClosedEpoch closed = new ClosedEpoch(
        epoch, beacons.apply(epoch), registryUntil(schedule.closesAt(epoch)), ingest.log());
    Settled settled = settlement.settle(closed, stateBefore);
    long leftOut = get(ingest.forget(epoch.index()));
    ledger.record(settled, leftOut);
    LOG.log(
        Level.INFO,
        "epoch {0} settled: root {1}, {2} refusals not logged",
        Long.toString(epoch.index()),
        Hex.encode0x(settled.root()),
        Long.toString(leftOut));
  }

  /** Reports that an epoch holds were decided before it closed, so later records cannot matter to them. */
  private RegistryView registryUntil(Instant closesAt) throws IOException {
    List<RegistryRecord> records = registry.view().records().stream()
        .filter(record -> record.at().isBefore(closesAt))
        .toList();
    try {
      return RegistryView.of(records);
    } catch (RegistryConflictException e) {
      throw new IOException("the registry's records do not fit each other", e);
    }
  }

  private static <T> T get(CompletableFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException("the ingest stopped", e.getCause());
    }
  }
}
