package org.depinsdk.service.ingest;

import com.google.common.base.Ticker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.fair.FairExecutor;
import org.depinsdk.service.fair.FairTask;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.fair.SenderHistories;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Checks reports in turns of their senders, whose length depends on what came of earlier ones, and puts them in the network's order.
 * So a report waits for one short turn of each other sender, however much those send.
 */
final class ReportTurns {
  /** What a waiting report costs beside its own bytes. */
  private static final int OVERHEAD_BYTES = 512;

  // a gateway with some broken devices stays far below
  private static final int FAILURES_PER_SECOND = 20;
  private static final int FAILURES_AT_ONCE = 200;

  private final IngestLimits limits;
  private final ReportDecisions decisions;
  private final GroupCommitExecutor executor;
  private final Consumer<Sender> cutOff;
  private final ServiceMetrics metrics;
  private final ExecutorService checkers;
  private final FairExecutor turns;
  private final MemoryBudget room;
  private final SenderHistories senderHistories =
      new SenderHistories(FAILURES_PER_SECOND, FAILURES_AT_ONCE, Ticker.systemTicker());

  ReportTurns(
      IngestLimits limits,
      ReportDecisions decisions,
      GroupCommitExecutor executor,
      Consumer<Sender> cutOff,
      ServiceMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    this.decisions = decisions;
    this.executor = executor;
    this.cutOff = cutOff;
    this.room = new MemoryBudget(limits.maxWaitingBytes());
    metrics.watch(
        "depin.ingest.waiting",
        "What reports hold that wait for a decision",
        "bytes",
        () -> limits.maxWaitingBytes() - room.free());
    metrics.watch(
        "depin.ingest.waiting.max",
        "What reports may hold that wait for a decision",
        "bytes",
        limits::maxWaitingBytes);
    this.checkers =
        Executors.newFixedThreadPool(limits.threads(), task -> new Thread(task, "checker"));
    this.turns = new FairExecutor(checkers, limits.threads(), this::check);
  }

  /** Checks turns of several senders on one thread: signatures of those whose checks hold are cheaper together. */
  private void check(List<Runnable> turns) {
    List<Turn> together = new ArrayList<>(turns.size());
    for (Runnable turn : turns) {
      if (turn instanceof Turn one && senderHistories.holds(one.submission.sender)) {
        together.add(one);
      } else {
        turn.run();
      }
    }
    if (!together.isEmpty()) {
      checkTogether(together);
    }
  }

  private void checkTogether(List<Turn> together) {
    List<SignedReport> reports = new ArrayList<>();
    try {
      together.forEach(turn -> reports.addAll(turn.reports));
      Iterator<IncomingReport> checked = decisions.check(reports).iterator();
      for (Turn turn : together) {
        List<IncomingReport> all = new ArrayList<>(turn.reports.size());
        int ofNobody = 0;
        for (int i = 0; i < turn.reports.size(); i++) {
          IncomingReport report = checked.next();
          ofNobody += report.isOfNobody() ? 1 : 0;
          all.add(report);
        }
        senderHistories.checked(turn.submission.sender, all.size(), ofNobody);
        turn.checked.complete(all);
      }
    } catch (Throwable fault) {
      // each by itself then, so that a fault is told to the sender whose reports it struck on
      if (together.size() == 1) {
        together.get(0).checked.completeExceptionally(fault);
      } else {
        together.forEach(Turn::run);
      }
    }
  }

  /** Turns away a sender of which too many reports failed. */
  void checkStanding(Sender sender) throws OverloadedException {
    if (!senderHistories.allows(sender)) {
      metrics.turnedAway(1);
      throw turnedAway(sender);
    }
  }

  /** Takes reports of a sender; the answer comes when all are durable. */
  CompletableFuture<List<DecidedReport>> submit(Sender sender, List<SignedReport> reports)
      throws OverloadedException {
    checkStanding(sender);
    long begun = System.nanoTime();
    long bytes = 0;
    for (SignedReport report : reports) {
      bytes += report.getSerializedSize() + OVERHEAD_BYTES;
    }
    if (!room.take(sender, bytes)) {
      metrics.turnedAway(reports.size());
      throw new OverloadedException("a batch of " + bytes + " bytes is over the limit: free are "
          + room.free() + " of " + limits.maxWaitingBytes());
    }
    Submission submission = new Submission(sender, reports);
    turns.execute(sender, submission);
    long taken = bytes;
    return submission.answer.whenComplete((done, failure) -> {
      room.release(sender, taken);
      metrics.answered(System.nanoTime() - begun);
    });
  }

  /** Waits until all that was taken is in the order. */
  void awaitIdle() throws InterruptedException {
    turns.awaitIdle();
  }

  void close() {
    checkers.shutdown();
  }

  private OverloadedException turnedAway(Sender sender) {
    String why = "too many reports of this connection are signed by no known device: more than "
        + FAILURES_PER_SECOND + " a second";
    if (senderHistories.turnAway(sender)) {
      cutOff.accept(sender);
      why += "; the connection is closed";
    }
    return new OverloadedException(why);
  }

  /** The reports of one call, which take as many turns as their sender's standing asks for. */
  private final class Submission implements FairTask {
    final CompletableFuture<List<DecidedReport>> answer = new CompletableFuture<>();
    private final Sender sender;
    private final List<SignedReport> reports;
    private final List<DecidedReport> decided = new ArrayList<>();
    private int begun;

    Submission(Sender sender, List<SignedReport> reports) {
      this.sender = sender;
      this.reports = reports;
    }

    @Override
    public Runnable begin(int senders) {
      if (!senderHistories.allows(sender) || answer.isDone()) {
        metrics.turnedAway(reports.size() - begun);
        begun = reports.size();
        return () -> answer.completeExceptionally(turnedAway(sender));
      }
      int end = Math.min(reports.size(), begun + senderHistories.turn(sender, senders));
      Turn turn = new Turn(this, reports.subList(begun, end));
      begun = end;
      // a turn enters the order when it begins: none waits behind those of others
      executor.add(turn);
      return turn;
    }

    @Override
    public boolean hasMore() {
      return begun < reports.size();
    }

    /** Called in order. */
    void decided(List<DecidedReport> next) {
      decided.addAll(next);
      if (decided.size() == reports.size()) {
        answer.complete(decided);
      }
    }
  }

  /** Those reports of a call that are checked together. */
  private final class Turn implements GroupCommitExecutor.Task, Runnable {
    private final Submission submission;
    private final List<SignedReport> reports;
    private final CompletableFuture<List<IncomingReport>> checked = new CompletableFuture<>();
    private final List<ReportDecisions.Answer> answers = new ArrayList<>();
    private @Nullable RuntimeException checkFailure;

    Turn(Submission submission, List<SignedReport> reports) {
      this.submission = submission;
      this.reports = reports;
    }

    @Override
    public void run() {
      checkTogether(List.of(this));
    }

    @Override
    public boolean isReady() {
      return checked.isDone();
    }

    @Override
    public void decide() throws IOException {
      for (IncomingReport report : checkedReports()) {
        answers.add(decisions.decide(report));
      }
    }

    /** A check that ends in an unchecked exception is a fault of ours: it fails its own call and no other. */
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
        submission.answer.completeExceptionally(checkFailure);
        return;
      }
      try {
        List<DecidedReport> decided = new ArrayList<>(answers.size());
        for (ReportDecisions.Answer each : answers) {
          decided.add(decisions.decided(each));
        }
        submission.decided(decided);
      } catch (IOException e) {
        submission.answer.completeExceptionally(e);
      }
    }

    @Override
    public void fail(IOException why) {
      submission.answer.completeExceptionally(why);
    }
  }
}
