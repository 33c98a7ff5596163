package org.depinsdk.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.depinsdk.client.GrpcReportSink;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.report.FailoverReportSink;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.service.log.LogKeys;
import org.depinsdk.service.log.Published;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one database, killed and stopped while reports come in and while an epoch is settled. */
class FailoverTest {
  private static final Instant END = FailoverNetwork.GENESIS.plus(Duration.ofMinutes(75));
  private static final int DEVICES = 2;
  private static final int BATCH = 8;

  @TempDir
  Path data;

  private final TestDatabase database = new TestDatabase();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<LogReceipt> receipts = new ConcurrentLinkedQueue<>();
  private final AtomicLong sequence = new AtomicLong();

  @Test
  void theOtherProcessTakesOverAndNothingIsLostOrSettledTwice() throws Exception {
    NetworkProcess one = start();
    NetworkProcess two = start();
    try {
      // whichever was first on the empty schema
      CompletableFuture.anyOf(one.leads, two.leads).get(60, TimeUnit.SECONDS);
      NetworkProcess first = one.leads.isDone() ? one : two;
      NetworkProcess second = first == one ? two : one;
      enrollAll(first);
      assertWaits(second, first);
      try (Senders senders = new Senders(List.of(first, second))) {
        senders.awaitAnswers(10);
        first.close();
        second.awaitLeading();
        senders.awaitAnswers(10);
      }
      try (NetworkProcess third = start()) {
        second.advance(END);
        second.signal("STOP");
        third.awaitLeading();
        third.advance(END);
        assertThat(third.answer()).isEqualTo("now " + END);
        second.signal("CONT");
        assertThat(second.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.process.exitValue()).isEqualTo(70);
        submit(third, END);
        // a process that ends in order gives its lease back
        third.end();
      }
    } finally {
      one.close();
      two.close();
    }
    assertNothingIsLost();
    assertEpochZeroIsSettledOnce();
  }

  private NetworkProcess start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return new NetworkProcess(data, database.url(), free.getLocalPort());
    }
  }

  private static void enrollAll(NetworkProcess leader) throws Exception {
    try (NetworkClient client = leader.client(Duration.ofSeconds(30))) {
      for (int i = 0; i < DEVICES; i++) {
        InMemorySigner signer = signer(i);
        assertThat(client
                .enroll(FailoverNetwork.NAME, FailoverNetwork.enrollment(signer), signer)
                .getStatus())
            .isEqualTo("active");
      }
    }
  }

  /** Health checks and callers hear that it waits, and where the leader is. */
  private static void assertWaits(NetworkProcess waiting, NetworkProcess leader) throws Exception {
    String address = "127.0.0.1:" + leader.port;
    ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", waiting.port)
        .usePlaintext()
        .build();
    try (NetworkClient client = new NetworkClient(channel, Duration.ofSeconds(30))) {
      assertThat(HealthGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus())
          .isEqualTo(ServingStatus.NOT_SERVING);
      assertThatThrownBy(client::network)
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessage("UNAVAILABLE: another process leads this network: " + address)
          .extracting(e -> ((StatusRuntimeException) e)
              .getTrailers()
              .get(Metadata.Key.of("depin-leader", Metadata.ASCII_STRING_MARSHALLER)))
          .isEqualTo(address);
    }
  }

  private void submit(NetworkProcess leader, Instant time) throws Exception {
    try (NetworkClient client = leader.client(Duration.ofSeconds(30))) {
      keep(new GrpcReportSink(client).submit(next(signer(0), time)));
    }
  }

  private void keep(List<Receipt> answers) throws Exception {
    for (Receipt answer : answers) {
      assertThat(answer.isAccepted()).as(answer::toString).isTrue();
      acknowledged.add(answer.reportId().hex());
      receipts.add(LogReceipt.parse(answer.logged().orElseThrow()));
    }
  }

  private List<SignedReport> next(InMemorySigner signer, Instant time) {
    return IntStream.range(0, BATCH)
        .mapToObj(n -> FailoverNetwork.report(signer, sequence.incrementAndGet(), time))
        .toList();
  }

  private static InMemorySigner signer(int number) throws Exception {
    byte[] secret = new byte[32];
    secret[31] = (byte) (number + 1);
    return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
  }

  private void assertNothingIsLost() throws Exception {
    NoteSigner key =
        Ed25519NoteSigner.parse(Files.readString(data.resolve("log.key")).strip());
    Map<String, Integer> accepted = new HashMap<>();
    try (PostgresStorage storage = database.open(FailoverNetwork.NAME)) {
      SequencedLog log = SequencedLog.open(
          storage.log(),
          LogKeys.of(key),
          Published.NOTHING,
          List.of(),
          0,
          entry -> count(entry, accepted));
      log.commit();
      assertThat(accepted.keySet()).containsAll(acknowledged);
      assertThat(accepted.values()).allMatch(times -> times == 1);
      for (LogReceipt receipt : receipts) {
        receipt.verify(key.key());
        assertThat(log.find(receipt.index()).entry()).isEqualTo(receipt.entry());
        // each process signed the same log
        TreeHead signed = receipt.checkpoint().checkpoint().head();
        assertThat(log.frontier(signed.size()).head()).isEqualTo(signed);
      }
    }
  }

  private static void count(NetworkLog.Entry entry, Map<String, Integer> accepted) {
    entry.report().filter(report -> report.getRefusal().isEmpty()).ifPresent(report -> {
      try {
        accepted.merge(
            SignedReport.of(report.getReport()).id(FailoverNetwork.NAME).hex(), 1, Integer::sum);
      } catch (MalformedReportException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private void assertEpochZeroIsSettledOnce() throws Exception {
    EpochBundle bundle = EpochBundle.open(data.resolve("bundles/epoch-0"));
    try (PostgresStorage storage = database.open(FailoverNetwork.NAME)) {
      assertThat(storage.ledger().newest().orElseThrow().index()).isZero();
      assertThat(storage.ledger().newest().orElseThrow().root())
          .hasToString(bundle.manifest().root());
    }
    assertThat(database.count("SELECT count(*) FROM settled_epoch")).isEqualTo(1);
    Optional<RunReplay.Finding> finding = new RunReplay(new LocalEpochEngine(ProofVerifiers.load()))
        .replay(List.of(RunFolder.open(data.resolve("bundles"))), step -> {});
    assertThat(finding).isEmpty();
  }

  /** One for each device, to whichever process answers; what was not acknowledged is sent again. */
  private final class Senders implements AutoCloseable {
    private final List<NetworkClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ends;
    private volatile CountDownLatch awaited = new CountDownLatch(0);

    Senders(List<NetworkProcess> processes) throws Exception {
      processes.forEach(process -> clients.add(process.client(Duration.ofSeconds(3))));
      for (int i = 0; i < DEVICES; i++) {
        InMemorySigner signer = signer(i);
        List<ReportSink> sinks = new ArrayList<>();
        clients.forEach(client -> sinks.add(new GrpcReportSink(client)));
        Thread thread = new Thread(() -> run(signer, new FailoverReportSink(sinks)));
        threads.add(thread);
        thread.start();
      }
    }

    private void run(InMemorySigner signer, ReportSink sink) {
      List<SignedReport> waiting = List.of();
      while (!ends) {
        if (waiting.isEmpty()) {
          waiting = next(signer, FailoverNetwork.GENESIS.plusSeconds(30));
        }
        try {
          keep(sink.submit(waiting));
          waiting = List.of();
          awaited.countDown();
        } catch (IOException e) {
          // none answers now; an agent waits a little before it tries again
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        } catch (Throwable e) {
          failures.add(e);
          return;
        }
      }
    }

    void awaitAnswers(int batches) throws InterruptedException {
      CountDownLatch latch = new CountDownLatch(batches);
      awaited = latch;
      assertThat(latch.await(60, TimeUnit.SECONDS))
          .as("answers; failures: %s", failures)
          .isTrue();
    }

    @Override
    public void close() throws Exception {
      ends = true;
      for (Thread thread : threads) {
        thread.join();
      }
      for (NetworkClient client : clients) {
        client.close();
      }
      assertThat(failures).isEmpty();
    }
  }
}
