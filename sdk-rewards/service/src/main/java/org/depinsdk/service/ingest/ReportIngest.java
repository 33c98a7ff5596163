package org.depinsdk.service.ingest;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.file.ReportLog;
import org.depinsdk.service.sqlite.SqliteRegistry;

/**
 * The way of a report into the log. Batches are checked in parallel and decided one after the other, in the order in which
 * they were handed in.
 */
public final class ReportIngest {
  /** What a waiting report costs beside its own bytes. */
  private static final int OVERHEAD_BYTES = 512;

  private final AdmissionRules rules;
  private final IngestLimits limits;
  private final SqliteRegistry registry;
  private final ReportLog log;
  private final InstantSource clock;
  private final AdmissionSequencer decider;
  private final GroupCommitExecutor sequencer;
  private final ExecutorService checkers;
  private final Semaphore room;
  // what a report is checked against before its own time is known; it is checked again where that
  // matters
  private volatile Instant lastReceived = Instant.MIN;

  private ReportIngest(Parts parts, AdmissionSequencer decider, ReportLog log, Runnable onFailure) {
    this.rules = parts.rules();
    this.limits = parts.limits();
    this.registry = parts.registry();
    this.clock = parts.clock();
    this.decider = decider;
    this.log = log;
    this.room = new Semaphore(limits.maxWaitingBytes());
    this.checkers =
        Executors.newFixedThreadPool(limits.threads(), task -> new Thread(task, "checker"));
    this.sequencer = new GroupCommitExecutor(log, onFailure);
  }

  /**
   * What an ingest works with.
   *
   * @param rules by which reports are taken
   * @param limits how much is held and kept
   * @param registry the devices
   * @param clock the network's time
   */
  public record Parts(
      AdmissionRules rules, IngestLimits limits, SqliteRegistry registry, InstantSource clock) {}

  /**
   * Opens the log, takes up what stands in it, and starts.
   *
   * @param parts what it works with
   * @param folder where the log lies
   * @param firstOpen the first epoch that is not settled
   * @param onFailure is run once where the disk fails and no more reports can be taken
   * @return the ingest
   * @throws IOException if the log cannot be read or is damaged
   */
  public static ReportIngest open(
      Parts parts, java.nio.file.Path folder, long firstOpen, Runnable onFailure)
      throws IOException {
    AdmissionRules rules = parts.rules();
    Instant settledUntil = firstOpen == 0
        ? Instant.MIN
        : rules.schedule().closesAt(rules.schedule().at(firstOpen - 1));
    AdmissionSequencer decider =
        new AdmissionSequencer(rules, parts.limits(), parts.registry().newest(), settledUntil);
    ReportLog log = ReportLog.open(folder, rules.network(), firstOpen, decider::recover);
    return new ReportIngest(parts, decider, log, onFailure);
  }

  /**
   * Takes a batch.
   *
   * @param reports as they came
   * @return one receipt for each, when all are durable; fails with an {@link IOException} where the service stopped
   * @throws OverloadedException if too much waits already; nothing was taken then
   */
  public CompletableFuture<List<ReportReceipt>> submit(List<SignedReport> reports)
      throws OverloadedException {
    long bytes = 0;
    for (SignedReport report : reports) {
      bytes += report.getSerializedSize() + OVERHEAD_BYTES;
    }
    if (bytes > limits.maxWaitingBytes() || !room.tryAcquire((int) bytes)) {
      throw new OverloadedException("a batch of " + bytes + " bytes found room for "
          + room.availablePermits() + " of " + limits.maxWaitingBytes());
    }
    Batch batch = new Batch(reports, (int) bytes);
    sequencer.add(batch);
    checkers.execute(batch::check);
    return batch.answer;
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
   * Reads and changes the registry in one transaction, in order with the reports.
   *
   * @param action what is done
   * @param <T> what it answers
   * @return the answer, when what it recorded is durable; fails as the action does
   */
  public <T> CompletableFuture<T> inOrder(OrderedTransaction.Action<T> action) {
    Ordered<T> task = new Ordered<>(action);
    sequencer.add(task);
    return task.answer;
  }

  /**
   * Closes the epochs whose time has come.
   *
   * @return the first epoch that is still open; those before it take no more evidence and can be read
   */
  public CompletableFuture<Long> seal() {
    Seal task = new Seal();
    sequencer.add(task);
    return task.answer;
  }

  /**
   * Forgets a settled epoch.
   *
   * @param epoch a sealed epoch
   * @return how many of its refused reports the log left out
   */
  public CompletableFuture<Long> forget(long epoch) {
    Forget task = new Forget(epoch);
    sequencer.add(task);
    return task.answer;
  }

  /**
   * The log, for reading sealed epochs.
   *
   * @return the log
   */
  public ReportLog log() {
    return log;
  }

  /**
   * Decides and answers what was handed in, then ends.
   *
   * @throws IOException if the log could not be closed
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public void close() throws IOException, InterruptedException {
    sequencer.close();
    checkers.shutdown();
    log.close();
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

  private final class Batch extends Answering<List<ReportReceipt>> {
    private final List<SignedReport> reports;
    private final int bytes;
    private final CompletableFuture<List<IncomingReport>> checked = new CompletableFuture<>();
    private final List<ReportReceipt> receipts;

    Batch(List<SignedReport> reports, int bytes) {
      this.reports = reports;
      this.bytes = bytes;
      this.receipts = new ArrayList<>(reports.size());
    }

    /** Runs on a checker's thread. */
    void check() {
      checked.completeAsync(
          () -> IncomingReport.check(
              reports, rules.network(), decider.admission(), d -> standing(d, lastReceived)),
          Runnable::run);
    }

    @Override
    public boolean isReady() {
      return checked.isDone();
    }

    @Override
    public void decide() throws IOException {
      for (IncomingReport report : checked.join()) {
        Instant receivedAt = decider.receive(now());
        lastReceived = receivedAt;
        IncomingReport current = report.signed().isEmpty()
            ? report
            : report.recheck(
                decider.admission(), standing(report.signed().get().report().device(), receivedAt));
        AdmissionSequencer.Decision decision = decider.decide(current, receivedAt);
        if (decision.entry().isPresent()) {
          log.append(decision.epoch(), decision.entry().get());
        }
        receipts.add(decision.receipt());
      }
    }

    @Override
    public void finish() {
      room.release(bytes);
      answer.complete(receipts);
    }

    @Override
    public void fail(IOException why) {
      room.release(bytes);
      super.fail(why);
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
      return decider.recordTime(now());
    }

    @Override
    public List<RegistryRecord> record(
        List<DeviceId> devices, RegistryChange change, Optional<SignedInstruction> instruction)
        throws RegistryConflictException, IOException {
      List<RegistryRecord> records = registry.append(at(), devices, change, instruction);
      records.forEach(record -> decider.recorded(record.at()));
      return records;
    }

    @Override
    public void decide() {
      try {
        T value = action.take(this);
        reply = () -> answer.complete(value);
      } catch (RegistryConflictException
          | RefusedInstructionException
          | IOException
          | RuntimeException e) {
        // the registry is as it was, so the order goes on
        reply = () -> answer.completeExceptionally(e);
      }
    }

    @Override
    public void finish() {
      reply.run();
    }
  }

  private final class Seal extends Answering<Long> {
    private long firstOpen;

    @Override
    public void decide() throws IOException {
      firstOpen = decider.seal(now());
      log.commit();
      log.sealBefore(firstOpen);
    }

    @Override
    public void finish() {
      answer.complete(firstOpen);
    }
  }

  private final class Forget extends Answering<Long> {
    private final long epoch;
    private long leftOut;

    Forget(long epoch) {
      this.epoch = epoch;
    }

    @Override
    public void decide() {
      leftOut = decider.forget(epoch);
    }

    @Override
    public void finish() {
      answer.complete(leftOut);
    }
  }
}
