package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.CallOptions;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.SubmitResponse;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.service.RawConnection;
import org.depinsdk.service.RawMessages;
import org.depinsdk.service.TestService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that cost a service more than their sender. */
class HostileMessagesTest {
  @TempDir
  Path data;

  private TestService service;

  @BeforeEach
  void start() throws IOException {
    service = new TestService(data, "--max-timeout", "PT1S");
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
  }

  @Test
  void unknownFieldsAreLeftOutAndCounted() throws Exception {
    assertStatus(Code.INVALID_ARGUMENT, () -> submit(RawMessages.unknownFields(100), "identity"))
        .as("read, and without a report")
        .startsWith("report is ");
    assertStatus(
            Code.INVALID_ARGUMENT, () -> submit(RawMessages.unknownFields(230_000), "identity"))
        .contains("more than 4096 fields");
  }

  @Test
  void aGroupIsRefused() {
    byte[] nested = new byte[900_000];
    java.util.Arrays.fill(nested, (byte) (4 << 3 | 3));
    assertStatus(Code.INVALID_ARGUMENT, () -> submit(nested, "identity")).contains("group");
    assertStatus(Code.INVALID_ARGUMENT, () -> submit(new byte[] {10, 100}, "identity"))
        .startsWith("a request that cannot be read");
  }

  @Test
  void aMessageThatUnpacksToMoreThanTheLimitIsToldSo() {
    assertStatus(Code.RESOURCE_EXHAUSTED, () -> submit(new byte[10 << 20], "gzip"))
        .contains("exceeds maximum size");
  }

  @Test
  void aStreamOfManyTinyReportsIsRefusedBeforeTheyAreObjects() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    StreamObserver<SubmitStreamRequest> upload = stream(ended);
    SubmitStreamRequest.Builder batch = SubmitStreamRequest.newBuilder();
    for (int i = 0; i < 5000; i++) {
      batch.addReportsBuilder();
    }
    upload.onNext(batch.build());
    assertStatus(Code.INVALID_ARGUMENT, () -> await(ended)).contains("more than 4096 fields");
  }

  @Test
  void aStreamThatNeverEndsIsEndedWhateverItsClientAsksFor() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    stream(ended)
        .onNext(SubmitStreamRequest.newBuilder()
            .addReports(org.depinsdk.core.wire.v1.SignedReport.getDefaultInstance())
            .build());
    assertStatus(Code.DEADLINE_EXCEEDED, () -> await(ended));
  }

  @Test
  void aCallWithoutAMessageIsEndedToo() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    stream(ended);
    assertStatus(Code.DEADLINE_EXCEEDED, () -> await(ended));
  }

  /** Bytes of a message count from the first on, not when the message is whole. */
  @Test
  void unfinishedMessagesOfAConnectionHaveALimitTogether() throws Exception {
    String method = NetworkServiceGrpc.getSubmitMethod().getFullMethodName();
    try (TestService small =
            new TestService(data.resolve("small"), "--max-waiting", String.valueOf(4 << 20));
        RawConnection connection = new RawConnection(small.server.port())) {
      for (int i = 0; i < 16; i++) {
        connection.unfinished(method, 300_000);
      }
      // a quarter of the room holds three at most
      for (int i = 0; i < 13; i++) {
        assertThat(connection.status()).isEqualTo(String.valueOf(Code.RESOURCE_EXHAUSTED.value()));
      }
      small.client.network();
    }
  }

  private static void await(CompletableFuture<Void> ended) throws Throwable {
    try {
      ended.get(60, java.util.concurrent.TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private StreamObserver<SubmitStreamRequest> stream(CompletableFuture<Void> ended) {
    return NetworkServiceGrpc.newStub(service.client.channel())
        .withDeadlineAfter(java.time.Duration.ofDays(1))
        .submitStream(new StreamObserver<>() {
          @Override
          public void onNext(SubmitStreamResponse response) {
            assertThat(response).isNotNull();
          }

          @Override
          public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            ended.complete(null);
          }
        });
  }

  private SubmitResponse submit(byte[] message, String compressor) {
    return ClientCalls.blockingUnaryCall(
        service.client.channel(),
        RawMessages.raw(NetworkServiceGrpc.getSubmitMethod()),
        CallOptions.DEFAULT.withCompression(compressor),
        message);
  }
}
