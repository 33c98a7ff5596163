package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;

/** Hands queued reports to the network, one pass at a time so that they keep their order. */
final class ReportForwarder {
  private static final System.Logger LOG = System.getLogger(ReportForwarder.class.getName());

  /** How much goes out at once. */
  record Batch(int reports, long bytes) {}

  private final ReportQueue queue;
  private final ReportSink sink;
  private final Batch batch;
  private final Set<ReasonCode> retryOn;
  private final BiConsumer<SignedReport, Receipt> onReceipt;
  private final Optional<ReceiptStore> receipts;
  private final BiConsumer<SignedReport, ReceiptProblem> onProblem;
  private final InstantSource clock;
  private final AgentCounters counters;
  private final ReentrantLock forwarding = new ReentrantLock();

  ReportForwarder(
      ReportQueue queue,
      ReportSink sink,
      Batch batch,
      Set<ReasonCode> retryOn,
      BiConsumer<SignedReport, Receipt> onReceipt,
      Optional<ReceiptStore> receipts,
      BiConsumer<SignedReport, ReceiptProblem> onProblem,
      InstantSource clock,
      AgentCounters counters) {
    this.queue = queue;
    this.sink = sink;
    this.batch = batch;
    this.retryOn = retryOn;
    this.onReceipt = onReceipt;
    this.receipts = receipts;
    this.onProblem = onProblem;
    this.clock = clock;
    this.counters = counters;
  }

  /** Makes one pass over what is queued now. */
  ForwardResult forward() throws IOException {
    forwarding.lock();
    try {
      ForwardResult result = pass();
      counters.succeeded(clock.instant(), result.held());
      return result;
    } catch (IOException e) {
      counters.failed(e);
      throw e;
    } finally {
      forwarding.unlock();
    }
  }

  private ForwardResult pass() throws IOException {
    int accepted = 0;
    int refused = 0;
    // what comes in during the pass is for the next one, so that a pass ends
    for (int left = queue.size(); left > 0; ) {
      List<SignedReport> reports = queue.peek(Math.min(left, batch.reports()), batch.bytes());
      if (reports.isEmpty()) {
        break;
      }
      left -= reports.size();
      Map<SignedReport, Receipt> answered =
          proven(match(reports, sink.submit(List.copyOf(reports))));
      List<Long> done = new ArrayList<>();
      for (SignedReport report : reports) {
        Receipt receipt = answered.get(report);
        if (receipt == null
            || receipt.refusal().filter(r -> retryOn.contains(r.reason())).isPresent()) {
          continue;
        }
        done.add(report.report().sequence());
        accepted += receipt.isAccepted() ? 1 : 0;
        refused += receipt.isAccepted() ? 0 : 1;
      }
      queue.remove(done);
      counters.decided(answered.values(), retryOn);
      answered.forEach((report, receipt) -> tell(onReceipt, report, receipt));
      if (done.size() < reports.size()) {
        return new ForwardResult(accepted, refused, reports.size() - done.size());
      }
    }
    return new ForwardResult(accepted, refused, 0);
  }

  // an answer that the network does not prove counts as none: the report stays in the queue
  private Map<SignedReport, Receipt> proven(Map<SignedReport, Receipt> answered)
      throws IOException {
    if (receipts.isEmpty()) {
      return answered;
    }
    Map<SignedReport, Receipt> proven = new LinkedHashMap<>();
    Map<SignedReport, ReceiptProblem> problems = new LinkedHashMap<>();
    answered.forEach((report, receipt) -> receipts
        .get()
        .take(report, receipt)
        .ifPresentOrElse(
            problem -> problems.put(report, problem), () -> proven.put(report, receipt)));
    receipts.get().commit();
    counters.unproven(problems.size());
    problems.forEach((report, problem) -> tell(onProblem, report, problem));
    return proven;
  }

  // receipts come in any order; such as are not for this batch say nothing
  private Map<SignedReport, Receipt> match(List<SignedReport> reports, List<Receipt> receipts)
      throws IOException {
    Map<ReportId, Receipt> byId = new HashMap<>();
    receipts.forEach(r -> byId.putIfAbsent(r.reportId(), r));
    Map<SignedReport, Receipt> answered = new LinkedHashMap<>();
    for (SignedReport report : reports) {
      Receipt receipt = byId.get(report.id(queue.network()));
      if (receipt != null) {
        answered.put(report, receipt);
      }
    }
    if (answered.isEmpty()) {
      throw new IOException("the network answered " + receipts.size() + " receipts, none for the "
          + reports.size() + " reports that were sent");
    }
    return answered;
  }

  private <T> void tell(BiConsumer<SignedReport, T> listener, SignedReport report, T told) {
    try {
      listener.accept(report, told);
    } catch (RuntimeException e) {
      // the listener is somebody else's code: its faults must not stop the forwarding
      LOG.log(Level.WARNING, "a receipt listener of " + queue.device() + " failed", e);
    }
  }
}
