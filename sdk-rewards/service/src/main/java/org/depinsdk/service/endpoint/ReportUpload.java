package org.depinsdk.service.endpoint;

import com.google.rpc.Code;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.ingest.DecidedReport;
import org.depinsdk.service.ingest.OverloadedException;
import org.depinsdk.service.ingest.ReportIngest;

/** One stream of batches. The client may be a few batches ahead of what is durable, no more: the rest waits at its end. */
final class ReportUpload implements StreamObserver<SubmitStreamRequest> {
  /** How many batches may be on their way to the disk. */
  static final int WINDOW = 4;

  /** Most reports of one message. */
  static final int MAX_BATCH = 1000;

  /** Most reports of one stream; its receipts come in one message. */
  static final int MAX_REPORTS = 10_000;

  /** What a receipt takes in memory, about. */
  private static final long RECEIPT_BYTES = 1024;

  private final ServerCallStreamObserver<SubmitStreamResponse> out;
  private final ReportIngest ingest;
  private final Responses responses;
  private final Executor executor;
  private final Sender sender = Sender.CURRENT.get();
  private final MemoryBudget receiptBudget;
  private final List<CompletableFuture<List<DecidedReport>>> batches = new ArrayList<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private int reports;
  private long receiptBytes;
  private boolean forgotten;

  ReportUpload(
      ServerCallStreamObserver<SubmitStreamResponse> out,
      ReportIngest ingest,
      MemoryBudget receiptBudget,
      Responses responses,
      Executor executor) {
    this.out = out;
    this.ingest = ingest;
    this.receiptBudget = receiptBudget;
    this.responses = responses;
    this.executor = executor;
    out.disableAutoRequest();
    out.setOnCancelHandler(() -> ended.cancel(false));
    var unused = ended
        .orTimeout(responses.millisLeft(), TimeUnit.MILLISECONDS)
        .whenCompleteAsync((done, failure) -> answer(failure), executor)
        .exceptionally(alreadySent -> null)
        .thenRun(this::forget);
    try {
      ingest.checkStanding(sender);
      // the first alone: the result decides how long the others wait
      out.request(1);
    } catch (OverloadedException e) {
      ended.completeExceptionally(e);
    }
  }

  @Override
  public void onNext(SubmitStreamRequest batch) {
    if (ended.isDone()) {
      return;
    }
    reports += batch.getReportsCount();
    try {
      if (batch.getReportsCount() < 1 || batch.getReportsCount() > MAX_BATCH) {
        throw new InvalidRequestException(
            "reports",
            batch.getReportsCount() + " reports",
            "1 to " + MAX_BATCH + " in one message");
      }
      if (reports > MAX_REPORTS) {
        throw new InvalidRequestException(
            "reports",
            reports + " reports on this stream",
            "at most " + MAX_REPORTS + ", then a new stream");
      }
      keep(batch.getReportsCount());
      CompletableFuture<List<DecidedReport>> receipts =
          ingest.submit(sender, batch.getReportsList());
      boolean first = batches.isEmpty();
      batches.add(receipts);
      var unused = receipts.whenCompleteAsync(
          (done, failure) -> {
            if (failure != null) {
              ended.completeExceptionally(failure);
            } else {
              out.request(first ? WINDOW : 1);
            }
          },
          executor);
    } catch (InvalidRequestException | OverloadedException e) {
      ended.completeExceptionally(e);
    }
  }

  @Override
  public void onError(Throwable clientGone) {
    ended.cancel(false);
  }

  @Override
  public void onCompleted() {
    var unused = CompletableFuture.allOf(batches.toArray(CompletableFuture[]::new))
        .whenComplete((done, failure) -> {
          if (failure == null) {
            ended.complete(null);
          } else {
            ended.completeExceptionally(failure);
          }
        });
  }

  /** Receipts wait in memory for the end of the stream. */
  private synchronized void keep(int more) throws OverloadedException {
    long bytes = more * RECEIPT_BYTES;
    if (forgotten || !receiptBudget.take(sender, bytes)) {
      throw new OverloadedException(
          "receipts of " + bytes + " bytes exceed the free " + receiptBudget.free());
    }
    receiptBytes += bytes;
  }

  private synchronized void forget() {
    forgotten = true;
    batches.clear();
    receiptBudget.release(sender, receiptBytes);
  }

  /** Runs once. Where the client is gone, nobody hears the answer and that is all. */
  private void answer(@org.jspecify.annotations.Nullable Throwable failure) {
    if (out.isCancelled()) {
      return;
    }
    if (ended.isCancelled()) {
      out.onError(Responses.status(Code.CANCELLED, "the client ended the stream"));
    } else if (failure != null) {
      out.onError(responses.statusOf(failure));
    } else {
      SubmitStreamResponse.Builder response = SubmitStreamResponse.newBuilder();
      ReceiptMessages messages = new ReceiptMessages();
      batches.forEach(batch -> response.addAllReceipts(messages.receipts(batch.join())));
      out.onNext(response.setProofs(messages.proofs()).build());
      out.onCompleted();
    }
  }
}
