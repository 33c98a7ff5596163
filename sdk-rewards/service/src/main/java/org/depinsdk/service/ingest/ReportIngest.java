package org.depinsdk.service.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.service.FailureListener;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.depinsdk.service.store.DeviceChange;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.depinsdk.service.store.StoredSanctions;

/**
 * Takes reports into the log, changes into the registry, and steps of sanctions. Batches are checked in parallel and decided one after the other, in the order in which
 * they were sent.
 */
public final class ReportIngest implements Closeable {
  private final RegistryTask.Order order;
  private final GroupCommitExecutor executor;
  private final ReportTurns turns;

  private ReportIngest(Parts parts, RegistryTask.Order order) {
    this.order = order;
    this.executor = new GroupCommitExecutor(order.log(), parts.failures(), parts.metrics());
    this.turns = new ReportTurns(
        parts.limits(),
        new ReportDecisions(parts.rules().network(), order, parts.metrics()),
        executor,
        parts.cutOff(),
        parts.metrics());
  }

  /**
   * What an ingest works with.
   *
   * @param rules by which reports are taken
   * @param limits how much is held and kept
   * @param registry the devices
   * @param sanctions who was denied or banned
   * @param log opens the network's log, of which nothing was read yet
   * @param genesis the first record of a log that is empty
   * @param rotatedTo the log's new key as a vkey, if the log has to say that it changes
   * @param opening what the log says of an epoch when it opens
   * @param clock gives the network's time
   * @param failures is notified of failures; once it was told of one of the log or the registry, no more reports are taken
   * @param cutOff is notified of a sender that goes on sending reports that no known device signed although they are rejected
   * @param metrics counts what becomes of reports
   */
  public record Parts(
      AdmissionRules rules,
      IngestLimits limits,
      StoredRegistry registry,
      StoredSanctions sanctions,
      LogOpening log,
      LogRecord.Genesis genesis,
      Optional<String> rotatedTo,
      EpochOpening opening,
      ClockOpening clock,
      FailureListener failures,
      Consumer<Sender> cutOff,
      ServiceMetrics metrics) {}

  /** Gives the network's time. */
  @FunctionalInterface
  public interface ClockOpening {
    /**
     * The clock.
     *
     * @param newestRecord the newest time of any record of the network, {@link Instant#MIN} if there is none
     * @return the network's time from now on
     */
    InstantSource after(Instant newestRecord);
  }

  /** Opens the network's log. */
  @FunctionalInterface
  public interface LogOpening {
    /**
     * Takes up the log.
     *
     * @param firstOpen the first epoch that is not settled
     * @param visitor receives each entry of the open epochs
     * @return the log
     * @throws IOException if it cannot be read, or is not the one that was signed
     */
    SequencedLog open(long firstOpen, NetworkLog.Visitor visitor) throws IOException;
  }

  /**
   * Takes up what is in the log, and starts.
   *
   * @param parts what it works with
   * @param firstOpen the first epoch that is not settled
   * @return the ingest
   * @throws IOException if the log cannot be read or is damaged
   */
  public static ReportIngest open(Parts parts, long firstOpen) throws IOException {
    AdmissionRules rules = parts.rules();
    Instant settledUntil = firstOpen == 0
        ? Instant.MIN
        : rules.schedule().closesAt(rules.schedule().at(firstOpen - 1));
    AdmissionSequencer sequencer =
        new AdmissionSequencer(rules, parts.limits(), parts.registry().newest(), settledUntil);
    sequencer.recorded(parts.sanctions().newest());
    EpochSequence epochs = new EpochSequence(rules, parts.opening());
    SanctionRecords sanctions = new SanctionRecords();
    SequencedLog log = parts.log().open(firstOpen, entry -> {
      epochs.recover(entry);
      sanctions.recover(entry);
      if (entry.epoch() >= firstOpen) {
        sequencer.recover(entry);
      }
    });
    if (log.size() == 0) {
      log.beginSegment(0);
      log.append(parts.genesis(), Optional.empty());
    }
    InstantSource clock = parts.clock().after(sequencer.newest());
    epochs.completeOpenings(log);
    Instant now = Instant.ofEpochMilli(clock.millis());
    epochs.openUntil(log, now);
    parts
        .rotatedTo()
        .ifPresent(key ->
            log.append(new LogRecord.KeyRotated(epochs.epochOf(now), key), Optional.empty()));
    appendMissing(
        log,
        epochs,
        RegistryRecords.missing(log, parts.registry().view().records()),
        sanctions.missing(parts.sanctions().ledger().events(), settledUntil));
    log.commit();
    return new ReportIngest(
        parts,
        new RegistryTask.Order(parts.registry(), parts.sanctions(), log, epochs, sequencer, clock));
  }

  /** Appends what is stored and did not reach the log before the process ended, in the order of time. */
  private static void appendMissing(
      SequencedLog log,
      EpochSequence epochs,
      List<RegistryRecord> changes,
      List<SanctionEvent> steps) {
    int next = 0;
    for (RegistryRecord change : changes) {
      while (next < steps.size() && steps.get(next).at().isBefore(change.at())) {
        SanctionRecords.append(log, epochs, steps.get(next++));
      }
      RegistryRecords.append(log, epochs, List.of(change));
    }
    steps.subList(next, steps.size()).forEach(step -> SanctionRecords.append(log, epochs, step));
  }

  /**
   * The network's log.
   *
   * @return what this ingest appends to
   */
  public SequencedLog log() {
    return order.log();
  }

  /**
   * Takes reports.
   *
   * @param sender whose turn it takes
   * @param reports as they came
   * @return what became of each, when all are durable; fails with an {@link IOException} if the service stopped, and with an
   *     {@link OverloadedException} if too many of them fail: those behind were not taken then
   * @throws OverloadedException if too much waits already, or too many reports of the sender failed lately; nothing was taken then
   */
  public CompletableFuture<List<DecidedReport>> submit(Sender sender, List<SignedReport> reports)
      throws OverloadedException {
    return turns.submit(sender, reports);
  }

  /**
   * Checks whether reports of a sender are taken, before they are read.
   *
   * @param sender who
   * @throws OverloadedException if too many reports of the sender failed lately
   */
  public void checkStanding(Sender sender) throws OverloadedException {
    turns.checkStanding(sender);
  }

  /**
   * Changes the registry, in order with the reports.
   *
   * @param device which device
   * @param change what happened
   * @return the record, when it is durable; fails with a {@link RegistryConflictException} where the change does not fit
   */
  public CompletableFuture<RegistryRecord> change(DeviceId device, RegistryChange change) {
    return inOrder(transaction -> transaction.record(new DeviceChange(device, change)));
  }

  /**
   * Records a step of a sanction, in order with the reports.
   *
   * @param step what was decided; its time is replaced by that of its place in the order
   * @return the step as it is in the log, when it is durable; fails with a {@link SanctionConflictException} where it does not
   *     fit
   */
  public CompletableFuture<SanctionEvent> sanction(SanctionEvent step) {
    return inOrder(transaction -> transaction.record(step));
  }

  /**
   * All sanctions.
   *
   * @return as they stand now
   */
  public SanctionLedger sanctions() {
    return order.sanctions().ledger();
  }

  /**
   * Reads and changes the registry in one transaction, in order with the reports.
   *
   * @param action what is done
   * @param <T> what it answers
   * @return the answer, when what it recorded is durable; fails as the action does
   */
  public <T> CompletableFuture<T> inOrder(OrderedTransaction.Action<T> action) {
    RegistryTask<T> task = new RegistryTask<>(order, action);
    executor.add(task);
    return task.answer;
  }

  /**
   * Ends the epochs whose time has come.
   *
   * @return the first epoch that still takes evidence
   */
  public CompletableFuture<Long> seal() {
    return task(() -> {
      long firstOpen = order.sequencer().seal(order.now());
      order.epochs().openUntil(order.log(), order.now());
      return firstOpen;
    });
  }

  /**
   * Closes an epoch in the log, unless that was done before; its entries can be read then.
   *
   * @param epoch an epoch that takes no more evidence
   * @param last the records of what it is settled with beside its policy, such as outside figures
   * @return where it is in the log, when that is durable
   */
  public CompletableFuture<ClosedEpoch> close(long epoch, List<LogRecord> last) {
    return task(() -> order.epochs().close(order.log(), last, order.sequencer().count(epoch)));
  }

  /**
   * Whether an epoch takes no more records.
   *
   * @param epoch an epoch that was opened and is not settled
   * @return true from the moment on when its last record is in the log
   */
  public CompletableFuture<Boolean> isClosed(long epoch) {
    return task(() -> order.epochs().isClosed(epoch));
  }

  /**
   * Records what an epoch is settled with.
   *
   * @param fact of an epoch that is not closed
   * @return the record, when it is durable
   */
  public CompletableFuture<LogRecord.FactRecorded> record(LogRecord.FactRecorded fact) {
    return task(() -> {
      order.epochs().record(order.log(), fact);
      return fact;
    });
  }

  /**
   * Records that an epoch is settled, unless that was done before, and forgets the epoch.
   *
   * @param settled what it came to
   * @return how many of its refused reports the log left out, when the record is durable
   */
  public CompletableFuture<Long> settled(LogRecord.Settled settled) {
    return task(() -> {
      order.epochs().settle(order.log(), settled);
      long leftOut = order.sequencer().count(settled.epoch()).leftOut();
      order.sequencer().forget(settled.epoch());
      return leftOut;
    });
  }

  /**
   * Begins a copy of the storage between two decisions, when what was decided before is durable and signed.
   *
   * @param storage what this ingest records in
   * @param folder where the copy goes; it does not exist
   * @return what is left to do, when the copy has begun
   */
  public CompletableFuture<BegunCopy> copy(Storage storage, Path folder) {
    CompletableFuture<BegunCopy> answer = new CompletableFuture<>();
    return task(() -> {
          order.log().commit();
          try {
            answer.complete(new BegunCopy(order.log().size(), storage.copy(folder)));
          } catch (IOException e) {
            // only the copy failed
            answer.completeExceptionally(e);
          }
          return true;
        })
        .thenCompose(done -> answer);
  }

  /**
   * A copy that has begun.
   *
   * @param logRecords how many records of the log it has
   * @param rest what is left to do
   */
  public record BegunCopy(long logRecords, Storage.Copy rest) {}

  private <T> CompletableFuture<T> task(LogTask.Step<T> step) {
    LogTask<T> task = LogTask.of(step);
    executor.add(task);
    return task.answer;
  }

  /**
   * Decides and answers what was sent, then ends. The log stays open.
   *
   * @throws IOException if the thread was interrupted while it waited
   */
  @Override
  public void close() throws IOException {
    try {
      turns.awaitIdle();
      executor.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the last reports were decided", e);
    } finally {
      turns.close();
    }
  }
}
