package org.depinsdk.service.settle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.DeviceRegistry;
import org.depinsdk.epoch.BundleManifest;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.InputRecords;
import org.depinsdk.epoch.LogRange;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.service.EpochBeacons;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.ingest.ClosedEpoch;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.log.LogPublisher;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.trace.WorkListener;

/** Settles epochs in order as they close: from the log alone to a bundle, then to the ledger. */
public final class Settler {
  private static final Logger LOG = System.getLogger(Settler.class.getName());

  private final Network network;
  private final PolicySource policies;
  private final EpochSchedule schedule;
  private final EpochEngine engine;
  private final Stores stores;
  private final CloneRecorder clones;
  private final ServiceMetrics metrics;
  private final Compensations compensations;
  private final WorkListener traces;

  /**
   * Where a settler reads and writes.
   *
   * @param ingest closes epochs
   * @param registry the devices
   * @param log the network's log, which proves what decided an epoch
   * @param entries the entries of closed epochs
   * @param publisher publishes the log up to the end of an epoch
   * @param bundles takes a bundle of each epoch
   * @param ledger keeps what came of it
   * @param beacons the randomness of each epoch
   * @param evidence what attestations were appraised from
   */
  public record Stores(
      ReportIngest ingest,
      DeviceRegistry registry,
      SequencedLog log,
      NetworkLog entries,
      LogPublisher publisher,
      BundleFolder bundles,
      Ledger ledger,
      EpochBeacons beacons,
      KeptEvidence evidence) {}

  /**
   * A settler.
   *
   * @param network says how an epoch is judged
   * @param policies the rules of each epoch
   * @param stores where it reads and writes
   * @param metrics is notified of each settled epoch
   * @param traces learns of each settlement
   * @throws IOException if the engine cannot settle by the policy; the message names what is missing
   */
  public Settler(
      Network network,
      PolicySource policies,
      Stores stores,
      ServiceMetrics metrics,
      WorkListener traces)
      throws IOException {
    this.network = network;
    this.policies = policies;
    this.schedule = policies.policy().admission().schedule();
    this.engine = network.engine();
    List<PolicyProblem> problems = engine.check(policies.policy());
    if (!problems.isEmpty()) {
      throw new IOException("the policy cannot be settled: "
          + problems.stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
    this.stores = stores;
    this.clones = new CloneRecorder(network, stores.ingest(), stores.registry());
    this.metrics = metrics;
    this.traces = traces;
    this.compensations = new Compensations(stores);
    long next = stores.ledger().state().nextEpoch();
    metrics.settledUntil(next, schedule.at(next).start());
  }

  /**
   * Settles every epoch that has closed and is not settled yet, oldest first.
   *
   * @throws IOException if a store failed; what was settled before stays settled
   * @throws InterruptedException if the thread was interrupted
   */
  public synchronized void settleDue() throws IOException, InterruptedException {
    long firstOpen = get(stores.ingest().seal());
    SettlementState state = compensations.finish();
    while (state.nextEpoch() < firstOpen) {
      state = traced(schedule.at(state.nextEpoch()), state);
    }
  }

  private SettlementState traced(Epoch epoch, SettlementState before)
      throws IOException, InterruptedException {
    WorkListener.Work work =
        traces.task("settle epoch", Map.of("epoch", Long.toString(epoch.index())));
    try {
      SettlementState after = settle(epoch, before);
      work.end(null);
      return after;
    } catch (Exception | Error e) {
      work.end(e);
      throw e;
    }
  }

  /**
   * Pays a compensation for settled epochs: the newest root is that of the compensated totals from now on, the next epoch goes on from
   * them, and the log and a replay have it. A correction that was paid before changes nothing.
   *
   * @param correction what was wrong
   * @return what was paid
   * @throws EncodingException if the correction does not fit the bundles; the message names the entry and why
   * @throws CompensationConflictException if none can be paid now
   * @throws IOException if a store failed; what was begun is finished before the next epoch is settled
   * @throws InterruptedException if the thread was interrupted
   */
  public synchronized PaidCompensation compensate(Correction correction)
      throws EncodingException, CompensationConflictException, IOException, InterruptedException {
    return compensations.pay(correction);
  }

  /** Something that is done while nothing is settled. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it.
     *
     * @return what came of it
     * @throws IOException if it failed
     */
    T run() throws IOException;
  }

  /**
   * Does something while nothing is settled or compensated.
   *
   * @param work what
   * @param <T> the result
   * @return what came of it
   * @throws IOException from the work
   */
  public synchronized <T> T between(Work<T> work) throws IOException {
    return work.run();
  }

  /** After a crash before the ledger's commit, the same input gives the same outcome again. */
  private SettlementState settle(Epoch epoch, SettlementState before)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    EpochInput input = new EpochInput(
        policies.policy(epoch),
        stores.beacons().of(epoch),
        network.facts(epoch),
        network.tables(epoch),
        stores.registry().view(),
        stores.entries().read(epoch.index()),
        stores.ingest().sanctions().before(schedule.closesAt(epoch)),
        before,
        stores.evidence());
    ClosedEpoch closed = get(stores.ingest().close(epoch.index(), InputRecords.of(input)));
    if (!closed.policy().equals(InputRecords.of(epoch.index(), input.policy()).policy())) {
      throw new IOException("the policy of epoch " + epoch.index() + " has sha256 "
          + InputRecords.of(epoch.index(), input.policy()).policy()
          + ", but the log fixed " + closed.policy()
          + " when the epoch opened; restore that policy");
    }
    try (EpochOutcome outcome = engine.run(input)) {
      BundleManifest manifest = stores.bundles().write(input, outcome, range(epoch, closed));
      clones.record(outcome);
      long leftOut = get(stores
          .ingest()
          .settled(new LogRecord.Settled(
              epoch.index(),
              Bytes32.sha256(manifest.toJson()),
              outcome.distribution().root(),
              total(outcome.distribution()))));
      stores
          .ledger()
          .record(new Ledger.Entry(
              epoch.index(),
              input.policy().id(),
              leftOut,
              outcome.distribution(),
              outcome.after()));
      metrics.settled(epoch.index(), epoch.end(), System.nanoTime() - begun);
      LOG.log(
          Level.INFO,
          "epoch {0} settled: root {1}, {2} refusals not logged",
          Long.toString(epoch.index()),
          outcome.distribution().root(),
          Long.toString(leftOut));
      return outcome.after();
    }
  }

  private LogRange range(Epoch epoch, ClosedEpoch closed) throws IOException {
    return new LogRange(
        stores.log().frontier(closed.start()),
        stores.publisher().atClose(stores.log(), closed.end()),
        visitor -> stores.entries().forEach(epoch.index(), entry -> {
          if (entry.record().isPresent()) {
            visitor.visit(entry.record().get());
          }
        }));
  }

  private static BigInteger total(MerkleDistribution distribution) {
    return distribution.totals().values().stream()
        .map(TokenAmount::toBigInteger)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  static <T> T get(CompletableFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException("the ingest stopped", e.getCause());
    }
  }
}
