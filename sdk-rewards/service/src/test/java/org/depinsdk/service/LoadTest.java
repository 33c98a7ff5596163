package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertOverloaded;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many at once, too many at once, and an end in the middle. */
@Timeout(300)
class LoadTest {
  @TempDir
  Path data;

  /** A network clock that does not answer the thread that decides, while it is held. */
  private static final class HeldClock implements InstantSource {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch held = new CountDownLatch(1);
    volatile boolean hold;

    @Override
    public Instant instant() {
      if (hold && Thread.currentThread().getName().equals("ingest")) {
        asked.countDown();
        try {
          held.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return TestNetwork.GENESIS.plusSeconds(60);
    }
  }

  @Test
  void aReportSentByManyAtOnceIsAcceptedOnce() throws Exception {
    int reports = 40;
    int senders = 6;
    AtomicInteger accepted = new AtomicInteger();
    Set<Long> records = ConcurrentHashMap.newKeySet();
    try (TestService service = new TestService(data)) {
      InMemorySigner signer = service.enrolled(1);
      ExecutorService pool = Executors.newFixedThreadPool(senders);
      List<Future<?>> all = new ArrayList<>();
      for (int s = 0; s < senders; s++) {
        boolean stream = s % 2 == 0;
        all.add(pool.submit(() -> {
          List<SignedReport> mine = IntStream.rangeClosed(1, reports)
              .mapToObj(i -> TestNetwork.report(signer, i, service.now()))
              .toList();
          List<ReportReceipt> receipts = stream
              ? service.client.submitAll(mine.iterator())
              : mine.stream().map(service.client::submit).toList();
          receipts.forEach(r -> {
            if (r.getAccepted()) {
              accepted.incrementAndGet();
              records.add(r.getLogged().getIndex());
            }
          });
          return null;
        }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      pool.shutdown();
    }
    // whoever sends it again gets the same record
    assertThat(accepted).hasValue(reports * senders);
    assertThat(records).hasSize(reports);
    assertThat(TestService.log(data)).hasSize(reports);
  }

  @Test
  void beyondWhatMayWaitACallIsTurnedAwayAndToldWhenToRetry() throws Exception {
    HeldClock clock = new HeldClock();
    try (TestService service = new TestService(data, clock, "--max-waiting", "1000")) {
      InMemorySigner signer = service.enrolled(1);
      clock.hold = true;
      CompletableFuture<ReportReceipt> first = CompletableFuture.supplyAsync(
          () -> service.client.submit(TestNetwork.report(signer, 1, service.now())));
      clock.asked.await();
      SignedReport next = TestNetwork.report(signer, 2, service.now());
      assertOverloaded(() -> service.client.submit(next))
          .contains("is over the limit: free are")
          .endsWith("of 1000");
      assertOverloaded(() -> service.client.submitAll(List.of(next).iterator()))
          .contains("exceed the free 1000");

      clock.hold = false;
      clock.held.countDown();
      assertThat(first.join().getAccepted()).isTrue();
      assertThat(service.client.submit(next).getAccepted()).isTrue();
    }
  }

  @Test
  void reportsOfOpenEpochsAreTurnedAwayWhereTheMemoryEndsUntilOneIsSettled() throws Exception {
    try (TestService service =
        new TestService(data, "--max-open-reports", "2", "--metrics-port", "0")) {
      InMemorySigner signer = service.enrolled(1);
      for (int i = 1; i <= 2; i++) {
        service.client.submit(TestNetwork.report(signer, i, service.now()));
      }
      SignedReport next = TestNetwork.report(signer, 3, service.now());
      assertOverloaded(() -> service.client.submit(next))
          .startsWith("the memory is for 2 reports of epochs that are not settled");
    }
    // what stands in the log counts after a restart too
    try (TestService service =
        new TestService(data, "--max-open-reports", "2", "--metrics-port", "0")) {
      InMemorySigner signer = TestNetwork.signer(1);
      SignedReport next = TestNetwork.report(signer, 3, service.now());
      assertOverloaded(() -> service.client.submit(next)).startsWith("the memory is for 2");
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(75)));
      service.server.settleDue();
      SignedReport later = TestNetwork.report(signer, 4, service.now());
      assertThat(service.client.submit(later).getAccepted()).isTrue();
    }
  }

  @Test
  void aCallWithoutDeadlineEndsAtTheDefault() throws Exception {
    HeldClock clock = new HeldClock();
    try (TestService service = new TestService(data, clock, "--timeout", "PT0.2S")) {
      InMemorySigner signer = service.enrolled(1);
      clock.hold = true;
      NetworkClient patient =
          NetworkClient.plaintext("127.0.0.1", service.server.port(), Duration.ofDays(1));
      CompletableFuture<ReportReceipt> waits = CompletableFuture.supplyAsync(
          () -> patient.submit(TestNetwork.report(signer, 1, service.now())));
      clock.asked.await();
      assertStatus(
              Code.DEADLINE_EXCEEDED,
              () -> org.depinsdk.client.wire.v1.NetworkServiceGrpc.newBlockingStub(
                      service.client.channel())
                  .submit(org.depinsdk.client.wire.v1.SubmitRequest.newBuilder()
                      .setReport(TestNetwork.report(signer, 2, service.now()).toWire())
                      .build()))
          .contains("not answered within");
      clock.hold = false;
      clock.held.countDown();
      assertThat(waits.join().getAccepted()).isTrue();
      patient.close();
    }
  }

  @Test
  void anEndInTheMiddleLosesNothingThatWasAcknowledgedAndTellsHealthChecksFirst() throws Exception {
    BlockingQueue<String> acknowledged = new LinkedBlockingQueue<>();
    BlockingQueue<String> surprises = new LinkedBlockingQueue<>();
    CountDownLatch enough = new CountDownLatch(60);
    List<Thread> senders = new ArrayList<>();
    CompletableFuture<ServingStatus> lastHealth = new CompletableFuture<>();
    try (TestService service = new TestService(data)) {
      HealthGrpc.newStub(service.client.channel())
          .watch(HealthCheckRequest.getDefaultInstance(), untilNotServing(lastHealth));
      for (int s = 0; s < 4; s++) {
        InMemorySigner signer = service.enrolled(s);
        Thread sender = new Thread(() -> {
          try {
            for (int i = 1; ; i++) {
              ReportReceipt receipt =
                  service.client.submit(TestNetwork.report(signer, i, service.now()));
              if (!receipt.getAccepted()) {
                surprises.add(receipt.toString());
              }
              acknowledged.add(receipt.getReportId());
              enough.countDown();
            }
          } catch (StatusRuntimeException ended) {
            if (ended.getStatus().getCode() != Code.UNAVAILABLE) {
              surprises.add(ended.toString());
            }
          }
        });
        senders.add(sender);
        sender.start();
      }
      enough.await();
      service.server.close();
      for (Thread sender : senders) {
        sender.join();
      }
    }
    assertThat(surprises).isEmpty();
    assertThat(lastHealth.join()).isEqualTo(ServingStatus.NOT_SERVING);
    List<String> logged = TestService.log(data).stream().map(LoadTest::id).toList();
    assertThat(logged).doesNotHaveDuplicates().containsAll(acknowledged);
    assertThat(acknowledged.stream().collect(Collectors.toSet())).hasSizeGreaterThanOrEqualTo(60);
  }

  private static StreamObserver<HealthCheckResponse> untilNotServing(
      CompletableFuture<ServingStatus> last) {
    return new StreamObserver<>() {
      @Override
      public void onNext(HealthCheckResponse response) {
        if (response.getStatus() != ServingStatus.SERVING) {
          last.complete(response.getStatus());
        }
      }

      @Override
      public void onError(Throwable failure) {
        last.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {}
    };
  }

  private static String id(LoggedReport entry) {
    try {
      return SignedReport.of(entry.getReport()).id(TestNetwork.NAME).hex();
    } catch (org.depinsdk.core.report.MalformedReportException e) {
      throw new IllegalStateException(e);
    }
  }
}
