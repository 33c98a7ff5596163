package org.depinsdk.service.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.service.FailureListener;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReportUploadTest {
  /** Counts what the server asks for. */
  private static final class Call extends ServerCallStreamObserver<SubmitStreamResponse> {
    final AtomicInteger requested = new AtomicInteger();
    final Semaphore asked = new Semaphore(0);
    final CompletableFuture<SubmitStreamResponse> response = new CompletableFuture<>();
    boolean automatic = true;

    @Override
    public void request(int count) {
      requested.addAndGet(count);
      asked.release(count);
    }

    @Override
    public void disableAutoRequest() {
      automatic = false;
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
    public void onCompleted() {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void disableAutoInboundFlowControl() {
      disableAutoRequest();
    }

    @Override
    public void setMessageCompression(boolean enable) {}
  }

  @Test
  @Timeout(120)
  void theNextMessageIsAskedForOnlyWhenOneIsDurable() throws Exception {
    // the ingest asks for the time once when it opens
    Semaphore decisions = new Semaphore(1);
    InstantSource clock = () -> {
      decisions.acquireUninterruptibly();
      return TestNetwork.GENESIS.plusSeconds(60);
    };
    Storage storage = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
    FailureListener failures = (task, failure) -> {};
    try (ReportIngest ingest = ReportIngest.open(
        TestNetwork.ingest(storage, new StoredRegistry(storage.registry()), clock, failures), 0)) {
      Call call = new Call();
      ReportUpload upload = new ReportUpload(
          call,
          ingest,
          new MemoryBudget(1 << 20),
          new Responses(
              new Timeouts(Duration.ofMinutes(5), Duration.ofMinutes(5)), Runnable::run, failures),
          Runnable::run);
      assertThat(call.automatic).isFalse();
      // what comes of the first message decides how long the others wait
      call.asked.acquire(1);
      upload.onNext(message(1));
      assertThat(call.requested).as("nothing is durable yet").hasValue(1);
      decisions.release(1);
      assertThat(call.asked.tryAcquire(ReportUpload.WINDOW, 1, TimeUnit.MINUTES))
          .isTrue();
      for (int i = 1; i <= ReportUpload.WINDOW; i++) {
        upload.onNext(message(1 + i));
      }
      assertThat(call.requested).as("one is durable").hasValue(1 + ReportUpload.WINDOW);
      decisions.release(ReportUpload.WINDOW);
      assertThat(call.asked.tryAcquire(ReportUpload.WINDOW, 1, TimeUnit.MINUTES))
          .isTrue();
      assertThat(call.requested).hasValue(1 + 2 * ReportUpload.WINDOW);
      upload.onCompleted();
      assertThat(call.response.get(1, TimeUnit.MINUTES).getReceiptsList())
          .hasSize(1 + ReportUpload.WINDOW)
          .allMatch(receipt -> receipt.getRefusal().equals("report.unknown-device"));
    }
  }

  private static SubmitStreamRequest message(int number) {
    return SubmitStreamRequest.newBuilder()
        .addAllReports(IntStream.of(number)
            .mapToObj(n -> TestNetwork.report(
                    TestNetwork.signer(1), n, TestNetwork.GENESIS.plusSeconds(30))
                .toWire())
            .toList())
        .build();
  }
}
