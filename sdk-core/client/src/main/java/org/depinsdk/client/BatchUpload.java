package org.depinsdk.client;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.report.SignedReport;

/** Sends reports in batches whenever the connection has room, and no sooner. */
final class BatchUpload
    implements ClientResponseObserver<SubmitStreamRequest, SubmitStreamResponse> {
  /** Most reports of one stream. */
  static final int MAX_REPORTS = 10_000;

  private static final int MAX_BATCH = 500;
  private static final int MAX_BATCH_BYTES = 256 << 10;

  private final Iterator<SignedReport> reports;
  private final CompletableFuture<SubmitStreamResponse> response = new CompletableFuture<>();
  private boolean completed;

  BatchUpload(Iterator<SignedReport> reports) {
    this.reports = reports;
  }

  CompletableFuture<SubmitStreamResponse> response() {
    return response;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SubmitStreamRequest> call) {
    call.setOnReadyHandler(() -> send(call));
  }

  @Override
  public void onNext(SubmitStreamResponse answer) {
    response.complete(answer);
  }

  @Override
  public void onError(Throwable failure) {
    response.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    if (!response.isDone()) {
      response.completeExceptionally(
          new IllegalStateException("the stream ended without receipts"));
    }
  }

  /** gRPC calls this from one thread at a time. */
  private void send(ClientCallStreamObserver<SubmitStreamRequest> call) {
    while (!completed && call.isReady()) {
      if (reports.hasNext()) {
        call.onNext(nextBatch());
      } else {
        completed = true;
        call.onCompleted();
      }
    }
  }

  private SubmitStreamRequest nextBatch() {
    SubmitStreamRequest.Builder batch = SubmitStreamRequest.newBuilder();
    for (int bytes = 0;
        reports.hasNext() && batch.getReportsCount() < MAX_BATCH && bytes < MAX_BATCH_BYTES; ) {
      var report = reports.next().toWire();
      bytes += report.getSerializedSize();
      batch.addReports(report);
    }
    return batch.build();
  }
}
