package org.depinsdk.scaffold.client;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.ReportReceipt;
import org.depinsdk.core.wire.v1.SubmitStreamRequest;
import org.depinsdk.core.wire.v1.SubmitStreamResponse;

/** Sends batches whenever the connection has room, and no sooner. */
final class BatchUpload
    implements ClientResponseObserver<SubmitStreamRequest, SubmitStreamResponse> {
  private final Iterator<List<SignedReport>> batches;
  private final CompletableFuture<List<ReportReceipt>> receipts = new CompletableFuture<>();
  private boolean completed;

  BatchUpload(Iterator<List<SignedReport>> batches) {
    this.batches = batches;
  }

  CompletableFuture<List<ReportReceipt>> receipts() {
    return receipts;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SubmitStreamRequest> call) {
    call.setOnReadyHandler(() -> send(call));
  }

  @Override
  public void onNext(SubmitStreamResponse response) {
    receipts.complete(response.getReceiptsList());
  }

  @Override
  public void onError(Throwable failure) {
    receipts.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    if (!receipts.isDone()) {
      receipts.completeExceptionally(
          new IllegalStateException("the stream ended without receipts"));
    }
  }

  /** gRPC calls this from one thread at a time. */
  private void send(ClientCallStreamObserver<SubmitStreamRequest> call) {
    while (!completed && call.isReady()) {
      if (batches.hasNext()) {
        SubmitStreamRequest.Builder request = SubmitStreamRequest.newBuilder();
        batches.next().forEach(report -> request.addReports(report.toWire()));
        call.onNext(request.build());
      } else {
        completed = true;
        call.onCompleted();
      }
    }
  }
}
