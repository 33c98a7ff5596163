package org.depinsdk.service.ingest;

import com.google.common.base.Ticker;
import com.google.common.collect.Lists;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.service.FailureListener;
import org.depinsdk.service.fair.FailureRate;
import org.depinsdk.service.fair.FairExecutor;
import org.depinsdk.service.fair.Room;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.StoredRegistry;
import org.depinsdk.service.store.StoredSanctions;
import org.depinsdk.transparency.proof.LogReceipt;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports into the log, changes into the registry, and steps of sanctions. Batches are checked in parallel and decided one after the other, in the order in which
 * they were handed in.
 */
public final class ReportIngest implements Closeable {
  /** What a waiting report costs beside its own bytes. */
  private static final int OVERHEAD_BYTES = 512;

  /** How many reports of one sender are checked in a turn: batches of so many gain most of what batches gain. */
  private static final int REPORTS_IN_A_TURN = 256;

  // a gateway with some broken devices stays far below
  private static final int FAILURES_PER_SECOND = 100;
  private static final int FAILURES_AT_ONCE = 1000;

  private final AdmissionRules rules;
  private final IngestLimits limits;
  private final StoredRegistry registry;
  private final StoredSanctions sanctions;
  private final SequencedLog log;
  private final EpochSequence epochs;
  private final InstantSource clock;
  private final FailureListener failures;
  private final AdmissionSequencer sequencer;
  private final GroupCommitExecutor executor;
  private final ExecutorService checkers;
  private final FairExecutor<Batch> turns;
  private final Room room;
  private final FailureRate failureRate;
  // what a report is checked against before its own time is known; it is checked again where that
  // matters
  private volatile Instant lastReceived = Instant.MIN;

  private ReportIngest(
      Parts parts,
      InstantSource clock,
      SequencedLog log,
      EpochSequence epochs,
      AdmissionSequencer sequencer) {
    this.rules = parts.rules();
    this.limits = parts.limits();
    this.registry = parts.registry();
    this.sanctions = parts.sanctions();
    this.log = log;
    this.epochs = epochs;
    this.clock = clock;
    this.failures = parts.failures();
    this.sequencer = sequencer;
    this.room = new Room(limits.maxWaitingBytes());
    this.failureRate =
        new FailureRate(FAILURES_PER_SECOND, FAILURES_AT_ONCE, Ticker.systemTicker());
    this.checkers =
        Executors.newFixedThreadPool(limits.threads(), task -> new Thread(task, "checker"));
    this.executor = new GroupCommitExecutor(log, failures);
    // a batch enters the order when its turn to be checked comes: none waits behind those of others
    this.turns = new FairExecutor<>(checkers, limits.threads(), executor::add, Batch::check);
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
   * @param failures is told of failures; once it was told of one of the log or the registry, no more reports are taken
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
      FailureListener failures) {}

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
   * Takes up what stands in the log, and starts.
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
    return new ReportIngest(parts, clock, log, epochs, sequencer);
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
    return log;
  }

  /**
   * Takes a batch.
   *
   * @param sender whose turn it takes
   * @param reports as they came
   * @return what became of each, when all are durable; fails with an {@link IOException} where the service stopped
   * @throws OverloadedException if too much waits already, or too many reports of the sender failed lately; nothing was taken then
   */
  public CompletableFuture<List<DecidedReport>> submit(Sender sender, List<SignedReport> reports)
      throws OverloadedException {
    if (!failureRate.allows(sender)) {
      throw new OverloadedException("too many reports of this connection are of nobody: more than "
          + FAILURES_PER_SECOND + " a second");
    }
    long bytes = 0;
    for (SignedReport report : reports) {
      bytes += report.getSerializedSize() + OVERHEAD_BYTES;
    }
    if (!room.take(sender, bytes)) {
      throw new OverloadedException("a batch of " + bytes + " bytes found room for " + room.free()
          + " of " + limits.maxWaitingBytes());
    }
    List<Batch> batches = Lists.partition(reports, REPORTS_IN_A_TURN).stream()
        .map(part -> new Batch(sender, part))
        .toList();
    batches.forEach(batch -> turns.execute(sender, batch));
    long taken = bytes;
    CompletableFuture<?>[] answers =
        batches.stream().map(batch -> batch.answer).toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(answers)
        .whenComplete((done, failure) -> room.release(sender, taken))
        .thenApply(done ->
            batches.stream().flatMap(batch -> batch.answer.join().stream()).toList());
  }

  /**
   * Changes the registry, in order with the reports.
   *
   * @param device which device
   * @param change what happened
   * @return the record, when it is durable; fails with a {@link RegistryConflictException} where the change does not fit
   */
  public CompletableFuture<RegistryRecord> change(DeviceId device, RegistryChange change) {
    return inOrder(transaction ->
        transaction.record(List.of(device), change, Optional.empty()).get(0));
  }

  /**
   * Records a step of a sanction, in order with the reports.
   *
   * @param step what was decided; its time is replaced by that of its place in the order
   * @return the step as it stands in the log, when it is durable; fails with a {@link SanctionConflictException} where it does not
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
    return sanctions.ledger();
  }

  /**
   * Reads and changes the registry in one transaction, in order with the reports.
   *
   * @param action what is done
   * @param <T> what it answers
   * @return the answer, when what it recorded is durable; fails as the action does
   */
  public <T> CompletableFuture<T> inOrder(OrderedTransaction.Action<T> action) {
    Ordered<T> task = new Ordered<>(action);
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
      long firstOpen = sequencer.seal(now());
      epochs.openUntil(log, now());
      return firstOpen;
    });
  }

  /**
   * Closes an epoch in the log, unless that was done before; its entries can be read then.
   *
   * @param epoch an epoch that takes no more evidence
   * @param last the records of what it is settled with beside its policy, such as outside figures
   * @return where it lies in the log, when that is durable
   */
  public CompletableFuture<ClosedEpoch> close(long epoch, List<LogRecord> last) {
    return task(() -> epochs.close(log, last, sequencer.count(epoch)));
  }

  /**
   * Records that an epoch is settled, unless that was done before, and forgets the epoch.
   *
   * @param settled what it came to
   * @return how many of its refused reports the log left out, when the record is durable
   */
  public CompletableFuture<Long> settled(LogRecord.Settled settled) {
    return task(() -> {
      epochs.settle(log, settled);
      long leftOut = sequencer.count(settled.epoch()).leftOut();
      sequencer.forget(settled.epoch());
      return leftOut;
    });
  }

  private <T> CompletableFuture<T> task(Step<T> step) {
    Simple<T> task = new Simple<>(step);
    executor.add(task);
    return task.answer;
  }

  /**
   * Decides and answers what was handed in, then ends. The log stays open.
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
      checkers.shutdown();
    }
  }

  private DeviceStanding standing(DeviceId device, Instant at) {
    return new DeviceStanding(registry.find(device), registry.sessionKeys(device, at));
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** A task with an answer. */
  private abstract static class Answering<T> implements GroupCommitExecutor.Task {
    final CompletableFuture<T> answer = new CompletableFuture<>();

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void fail(IOException why) {
      answer.completeExceptionally(why);
    }
  }

  private final class Batch extends Answering<List<DecidedReport>> {
    private final Sender sender;
    private final List<SignedReport> reports;
    private final CompletableFuture<List<IncomingReport>> checked = new CompletableFuture<>();
    private final List<Answer> answers;
    private @Nullable RuntimeException checkFailure;

    Batch(Sender sender, List<SignedReport> reports) {
      this.sender = sender;
      this.reports = reports;
      this.answers = new ArrayList<>(reports.size());
    }

    /** A receipt, and where the report's record stands, if it has one. */
    private record Answer(ReportReceipt receipt, OptionalLong index) {}

    /** Runs on a checker's thread. */
    void check() {
      checked.completeAsync(
          () -> {
            List<IncomingReport> all = IncomingReport.check(
                reports, rules.network(), sequencer.admission(), d -> standing(d, lastReceived));
            failureRate.failed(
                sender, (int) all.stream().filter(IncomingReport::isOfNobody).count());
            return all;
          },
          Runnable::run);
    }

    @Override
    public boolean isReady() {
      return checked.isDone();
    }

    @Override
    public void decide() throws IOException {
      for (IncomingReport report : checkedReports()) {
        Instant receivedAt = sequencer.receive(now());
        lastReceived = receivedAt;
        IncomingReport current = report.signed().isEmpty()
            ? report
            : report.recheck(
                sequencer.admission(),
                standing(report.signed().get().report().device(), receivedAt));
        epochs.openUntil(log, receivedAt);
        answers.add(decide(current, receivedAt));
      }
    }

    private Answer decide(IncomingReport report, Instant receivedAt) {
      OptionalLong before = sequencer.repeated(report);
      if (before.isPresent()) {
        return new Answer(ReportReceipt.getDefaultInstance(), before);
      }
      AdmissionSequencer.Decision decision = sequencer.decide(report, receivedAt);
      if (decision.record().isEmpty()) {
        decision.entry().ifPresent(entry -> log.keep(decision.epoch(), entry));
        return new Answer(decision.receipt(), OptionalLong.empty());
      }
      long index = log.append(decision.record().get(), decision.entry());
      sequencer.logged(decision.record().get(), index);
      return new Answer(decision.receipt(), OptionalLong.of(index));
    }

    /** A check that ends in an unchecked exception is a fault of ours: it fails its own batch and no other. */
    private List<IncomingReport> checkedReports() {
      try {
        return checked.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        checkFailure = e;
        return List.of();
      }
    }

    @Override
    public void finish() {
      if (checkFailure != null) {
        answer.completeExceptionally(checkFailure);
        return;
      }
      try {
        List<DecidedReport> decided = new ArrayList<>(answers.size());
        for (Answer each : answers) {
          decided.add(decided(each));
        }
        answer.complete(decided);
      } catch (IOException e) {
        answer.completeExceptionally(e);
      }
    }

    private DecidedReport decided(Answer from) throws IOException {
      if (from.index().isEmpty()) {
        return new DecidedReport(from.receipt(), Optional.empty());
      }
      LogReceipt logged = log.find(from.index().getAsLong());
      return new DecidedReport(
          from.receipt().getReportId().isEmpty() ? RepeatedReports.receipt(logged) : from.receipt(),
          Optional.of(logged));
    }
  }

  private final class Ordered<T> extends Answering<T> implements OrderedTransaction {
    private final OrderedTransaction.Action<T> action;
    private Runnable reply = () -> {};

    Ordered(OrderedTransaction.Action<T> action) {
      this.action = action;
    }

    @Override
    public Instant at() {
      return sequencer.recordTime(now());
    }

    @Override
    public List<RegistryRecord> record(
        List<DeviceId> devices, RegistryChange change, Optional<SignedInstruction> instruction)
        throws RegistryConflictException, IOException {
      long before = log.registryChanges();
      try {
        List<RegistryRecord> records = registry.append(at(), devices, change, instruction);
        RegistryRecords.append(log, epochs, records);
        return records;
      } catch (IOException e) {
        // a record whose store failed may be there all the same
        if (registry.isIntact()) {
          List<RegistryRecord> history = registry.view().records();
          RegistryRecords.append(log, epochs, history.subList((int) before, history.size()));
        }
        throw e;
      } finally {
        sequencer.recorded(registry.newest());
      }
    }

    @Override
    public SanctionEvent record(SanctionEvent step) throws SanctionConflictException, IOException {
      int before = sanctions.ledger().events().size();
      SanctionEvent dated = step.withTime(at());
      try {
        sanctions.append(dated);
        return dated;
      } finally {
        // a step whose store failed may be there all the same
        List<SanctionEvent> all = sanctions.ledger().events();
        for (SanctionEvent stored : all.subList(before, all.size())) {
          SanctionRecords.append(log, epochs, stored);
          sequencer.recorded(stored.at());
        }
      }
    }

    @Override
    public void decide() throws IOException {
      try {
        T value = action.take(this);
        reply = () -> answer.complete(value);
      } catch (RegistryConflictException
          | SanctionConflictException
          | RefusedInstructionException
          | IOException
          | RuntimeException e) {
        if (!registry.isIntact()) {
          throw new IOException("the registry cannot be read after a failure", e);
        }
        reply = () -> answer.completeExceptionally(e);
      }
    }

    @Override
    public void finish() {
      reply.run();
    }
  }

  /** What a step does when its turn in the order comes. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private static final class Simple<T> extends Answering<T> {
    private final Step<T> step;
    private Runnable reply = () -> {};

    Simple(Step<T> step) {
      this.step = step;
    }

    @Override
    public void decide() throws IOException {
      T value = step.run();
      reply = () -> answer.complete(value);
    }

    @Override
    public void finish() {
      reply.run();
    }
  }
}
