package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.depinsdk.client.GrpcReportSink;
import org.depinsdk.client.LifecycleClient;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.service.file.FileNetworkLog;
import org.depinsdk.service.log.LogKeys;
import org.depinsdk.service.log.Published;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.server.LocalStorage;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a real process, killed with SIGKILL while reports come in. */
class CrashTest {
  private static final int DEVICES = 4;
  private static final int ROUNDS = 2;
  private static final int STREAMED = 32;

  /** The process that is killed. */
  static final class Service {
    public static void main(String[] args) {
      System.exit(NetworkServer.run(new TestNetwork(), PolicySource.of(TestNetwork.POLICY), args));
    }
  }

  @TempDir
  Path data;

  /** Reports that the service acknowledged as accepted, by id. */
  private final Map<String, SignedReport> acknowledged = new ConcurrentHashMap<>();

  /** What the service answered with them. */
  private final Queue<LogReceipt> receipts = new ConcurrentLinkedQueue<>();

  /** What the senders did not expect. */
  private final Queue<AssertionError> surprises = new ConcurrentLinkedQueue<>();

  private final AtomicLong sequence = new AtomicLong();

  @Test
  void everyAcknowledgedReportIsThereOnceAfterKillsAndIsAnsweredTheSameAgain() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (Running service = new Running()) {
        service.enrollAll();
        service.killInTheMiddle(40 + 30 * round);
      }
    }
    assertThat(surprises).isEmpty();
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 40);

    Map<String, Integer> accepted = acceptedInTheLog();
    assertThat(accepted.keySet()).containsAll(acknowledged.keySet());
    assertThat(accepted.values()).allMatch(times -> times == 1);

    try (Running service = new Running()) {
      List<ReportReceipt> again = service.client.submitAll(acknowledged.values().iterator());
      assertThat(again).hasSize(acknowledged.size()).allMatch(ReportReceipt::getAccepted);
      service.process.destroyForcibly().waitFor();
    }
    assertThat(acceptedInTheLog()).isEqualTo(accepted);
    everyReceiptIsHonoured();
  }

  /** Each record stands where its receipt says, and the log extends each tree that was signed for one. */
  private void everyReceiptIsHonoured() throws Exception {
    NoteSigner key =
        Ed25519NoteSigner.parse(Files.readString(data.resolve("log.key")).strip());
    try (FileNetworkLog store = FileNetworkLog.open(data.resolve("log"), TestNetwork.NAME)) {
      SequencedLog log =
          SequencedLog.open(store, LogKeys.of(key), Published.NOTHING, List.of(), 0, entry -> {});
      log.commit();
      assertThat(receipts).hasSameSizeAs(acknowledged.keySet());
      for (LogReceipt receipt : receipts) {
        receipt.verify(key.key());
        assertThat(log.find(receipt.index()).entry()).isEqualTo(receipt.entry());
        TreeHead signed = receipt.checkpoint().checkpoint().head();
        assertThat(log.frontier(signed.size()).head()).isEqualTo(signed);
      }
    }
  }

  /** The process is killed after each answer; what was answered is there in the next. */
  @Test
  void everyAnsweredChangeOfADeviceIsThereAfterAKill() throws Exception {
    InMemorySigner next = TestNetwork.signer(100);
    DeviceId device = TestNetwork.device(TestNetwork.signer(0));
    TransferOffer offer;
    try (Running service = new Running()) {
      InMemorySigner first = TestNetwork.signer(0);
      service.client.enroll(
          TestNetwork.NAME,
          TestNetwork.enrollment(
              first,
              Wallets.account(Wallets.ALICE),
              "access-point",
              TestNetwork.GENESIS.plusSeconds(60)),
          first);
      var unused = service.client.lifecycle(TestNetwork.NAME).rotateKey(device, first, next);
      service.process.destroyForcibly().waitFor();
    }
    try (Running service = new Running()) {
      LifecycleClient life = service.client.lifecycle(TestNetwork.NAME);
      assertThat(life.history(device).nextRotation()).isEqualTo(2);
      offer = new TransferOffer(
          device,
          Wallets.account(Wallets.ALICE),
          Wallets.account(Wallets.BOB),
          "5a".repeat(32),
          TestNetwork.GENESIS.plusSeconds(600),
          life.history(device).lastVoucher());
      life.offerTransfer(offer, Wallets.sign(Wallets.ALICE, offer.offerPayload(TestNetwork.NAME)));
      service.process.destroyForcibly().waitFor();
    }
    try (Running service = new Running()) {
      service
          .client
          .lifecycle(TestNetwork.NAME)
          .acceptTransfer(offer, Wallets.sign(Wallets.BOB, offer.acceptPayload(TestNetwork.NAME)));
      service.process.destroyForcibly().waitFor();
    }
    String voucher;
    try (Running service = new Running()) {
      LifecycleClient life = service.client.lifecycle(TestNetwork.NAME);
      voucher = life.completeTransfer(offer, next).getVoucherHash();
      service.process.destroyForcibly().waitFor();
    }
    try (Running service = new Running()) {
      LifecycleClient life = service.client.lifecycle(TestNetwork.NAME);
      assertThat(life.history(device).lastVoucher()).isEqualTo(voucher);
      life.revoke(Wallets.order(
          Wallets.REGISTRAR,
          new Revocation.OfKey(next.publicKey(), "leaked"),
          TestNetwork.GENESIS.plusSeconds(60)));
      service.process.destroyForcibly().waitFor();
    }
    try (Storage storage = LocalStorage.open(data, TestNetwork.NAME)) {
      DeviceState state = new StoredRegistry(storage.registry()).find(device).orElseThrow();
      assertThat(state.status()).isEqualTo(DeviceStatus.REVOKED);
      assertThat(state.operator()).isEqualTo(Wallets.account(Wallets.BOB));
      assertThat(state.key()).isEqualTo(next.publicKey());
      assertThat(storage.lifecycle().orders()).hasSize(1);
    }
  }

  private Map<String, Integer> acceptedInTheLog() throws IOException {
    Map<String, Integer> accepted = new HashMap<>();
    for (LoggedReport entry : TestService.log(data)) {
      if (entry.getRefusal().isEmpty()) {
        accepted.merge(id(entry), 1, Integer::sum);
      }
    }
    return accepted;
  }

  private static String id(LoggedReport entry) {
    try {
      return SignedReport.of(entry.getReport()).id(TestNetwork.NAME).hex();
    } catch (org.depinsdk.core.report.MalformedReportException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Running implements AutoCloseable {
    final Process process;
    final NetworkClient client;

    Running() throws IOException {
      String classes =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              classes,
              Service.class.getName(),
              "--data",
              data.toString(),
              "--port",
              "0",
              "--clock",
              TestNetwork.GENESIS.plusSeconds(60).toString(),
              "--control")
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      BufferedReader out = new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = out.readLine();
      assertThat(line).startsWith("listening 127.0.0.1:");
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      client = NetworkClient.plaintext("127.0.0.1", port, Duration.ofSeconds(30));
    }

    void enrollAll() throws Exception {
      for (int i = 0; i < DEVICES; i++) {
        InMemorySigner signer = TestNetwork.signer(i);
        assertThat(client
                .enroll(
                    TestNetwork.NAME,
                    TestNetwork.enrollment(signer, TestNetwork.GENESIS.plusSeconds(60)),
                    signer)
                .getStatus())
            .isEqualTo("active");
      }
    }

    /** Half of the devices send one by one, half on streams; after some answers the process is killed. */
    void killInTheMiddle(int afterAnswers) throws Exception {
      CountDownLatch enough = new CountDownLatch(afterAnswers);
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < DEVICES; i++) {
        InMemorySigner signer = TestNetwork.signer(i);
        boolean stream = i % 2 == 0;
        Thread sender = new Thread(() -> {
          try {
            while (true) {
              List<SignedReport> reports = next(signer, stream ? STREAMED : 1);
              List<Receipt> answers = new GrpcReportSink(client).submit(reports);
              for (int r = 0; r < reports.size(); r++) {
                Receipt answer = answers.get(r);
                assertThat(answer.isAccepted()).as(answer::toString).isTrue();
                acknowledged.put(answer.reportId().hex(), reports.get(r));
                receipts.add(LogReceipt.parse(answer.logged().orElseThrow()));
                enough.countDown();
              }
            }
          } catch (TransparencyException e) {
            surprises.add(new AssertionError(e));
          } catch (IOException killed) {
            // the process is gone; what it answered before is what counts
          } catch (AssertionError e) {
            surprises.add(e);
          }
        });
        senders.add(sender);
        sender.start();
      }
      enough.await();
      process.destroyForcibly().waitFor();
      for (Thread sender : senders) {
        sender.join();
      }
    }

    private List<SignedReport> next(InMemorySigner signer, int count) {
      return IntStream.range(0, count)
          .mapToObj(n -> TestNetwork.report(
              signer, sequence.incrementAndGet(), TestNetwork.GENESIS.plusSeconds(30)))
          .toList();
    }

    @Override
    public void close() {
      client.close();
      process.destroyForcibly().onExit().join();
    }
  }
}
