package org.depinsdk.hardware.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.hardware.agent.Fixtures.DEVICE;
import static org.depinsdk.hardware.agent.Fixtures.KIND;
import static org.depinsdk.hardware.agent.Fixtures.NETWORK;
import static org.depinsdk.hardware.agent.Fixtures.NOW;
import static org.depinsdk.hardware.agent.Fixtures.SIGNER;
import static org.depinsdk.hardware.agent.Fixtures.open;
import static org.depinsdk.hardware.agent.Fixtures.queued;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.Quantity;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.reading.Unit;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceAgentTest {
  private static final Channel CHANNEL =
      new Channel("rx_bytes", new Quantity("network.received"), Unit.BYTE, ChannelKind.COUNTER);

  @TempDir
  Path folder;

  private DeviceAgentBuilder builder(ReportSink sink) throws IOException {
    return DeviceAgent.builder(open(folder.resolve("queue")), SIGNER, sink)
        .clock(InstantSource.fixed(NOW));
  }

  private static SignedReport report(DeviceAgent agent, String text) throws Exception {
    return agent.report(KIND, text.getBytes(StandardCharsets.UTF_8), Provenance.HARDWARE);
  }

  @Test
  void aReportIsSignedForItsNetworkWithTheAgentsTime() throws Exception {
    try (DeviceAgent agent = builder(new Fixtures.Network()).boot("9f3c-1").build()) {
      SignedReport signed = report(agent, "evidence");
      assertThat(signed.report().boot()).isEqualTo("9f3c-1");
      assertThat(signed.verify(NETWORK, SIGNER.publicKey())).isTrue();
      assertThat(signed.verify("other", SIGNER.publicKey())).isFalse();
      assertThat(signed.report().device()).isEqualTo(DEVICE);
      assertThat(signed.report().deviceTime()).isEqualTo(NOW);
      assertThat(signed.report().sequence()).isEqualTo(1);
      assertThat(signed.report().evidence()).asString().isEqualTo("evidence");
      assertThatThrownBy(() -> agent.report(KIND, new byte[65537], Provenance.HARDWARE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65537 bytes");
    }
  }

  @Test
  void severalReportsAreQueuedTogetherAndSentInTheirOrder() throws Exception {
    Fixtures.Network network = new Fixtures.Network();
    try (DeviceAgent agent = builder(network).boot("9f3c-1").build()) {
      List<SignedReport> made = agent.reportAll(List.of(
          new ReportDraft(KIND, new byte[] {1}, Provenance.HARDWARE),
          new ReportDraft(new ProofKind("other/1"), new byte[] {2}, Provenance.SIMULATED)));
      assertThat(made)
          .extracting(SignedReport::report)
          .containsExactly(
              new Report(DEVICE, KIND, 1, NOW, Provenance.HARDWARE, new byte[] {1}, "9f3c-1"),
              new Report(
                  DEVICE,
                  new ProofKind("other/1"),
                  2,
                  NOW,
                  Provenance.SIMULATED,
                  new byte[] {2},
                  "9f3c-1"));
      assertThat(agent.stats().reported()).isEqualTo(2);
      agent.forward();
      assertThat(network.accepted).isEqualTo(made);
    }
    assertThatThrownBy(() ->
            new ReportDraft(KIND, new byte[Report.MAX_EVIDENCE_BYTES + 1], Provenance.HARDWARE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReportOfReadingsIsAsWeakAsTheWeakest() throws Exception {
    try (DeviceAgent agent = builder(new Fixtures.Network()).build()) {
      for (var expected : Map.of(
              List.of(Provenance.HARDWARE), Provenance.HARDWARE,
              List.of(Provenance.HARDWARE, Provenance.REPLAY), Provenance.REPLAY,
              List.of(Provenance.REPLAY, Provenance.SIMULATED), Provenance.SIMULATED,
              List.of(Provenance.HARDWARE, Provenance.SIMULATED), Provenance.SIMULATED)
          .entrySet()) {
        List<Reading> readings = expected.getKey().stream()
            .map(p -> Reading.of(CHANNEL, NOW, 1, p).value(BigDecimal.ONE).build())
            .toList();
        SignedReport signed = agent.report(KIND, readings, list -> new byte[list.size()]);
        assertThat(signed.report().provenance()).isEqualTo(expected.getValue());
        assertThat(signed.report().evidence()).hasSize(readings.size());
      }
      assertThatThrownBy(() -> agent.report(KIND, List.of(), list -> new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatWasReportedOfflineGoesOutInOrderWhenTheNetworkIsBack() throws Exception {
    Fixtures.Network network = new Fixtures.Network();
    AtomicInteger down = new AtomicInteger(1);
    ReportSink sink = reports -> {
      if (down.get() > 0) {
        throw new IOException("connection refused");
      }
      return network.submit(reports);
    };
    List<SignedReport> made = new ArrayList<>();
    try (DeviceAgent agent = builder(sink).batch(3, 1 << 20).build()) {
      for (int i = 0; i < 4; i++) {
        made.add(report(agent, "before " + i));
      }
      assertThatThrownBy(agent::forward).hasMessage("connection refused");
      assertThat(agent.stats().lastFailure())
          .hasValueSatisfying(f -> assertThat(f).contains("refused"));
    }
    try (DeviceAgent agent = builder(sink).batch(3, 1 << 20).build()) {
      made.add(report(agent, "after the restart"));
      assertThatThrownBy(agent::forward).isInstanceOf(IOException.class);
      assertThat(agent.stats().queued()).isEqualTo(5);
      down.set(0);
      assertThat(agent.forward()).isEqualTo(new ForwardResult(5, 0, 0));
      assertThat(network.accepted).containsExactlyElementsOf(made);
      assertThat(network.calls).isEqualTo(2);
      assertThat(agent.forward()).isEqualTo(new ForwardResult(0, 0, 0));
      AgentStats stats = agent.stats();
      assertThat(stats.queued()).isZero();
      assertThat(stats.accepted()).isEqualTo(5);
      assertThat(stats.failures()).isZero();
      assertThat(stats.lastContact()).hasValue(NOW);
      assertThat(stats.lastFailure()).isEmpty();
    }
  }

  @Test
  void aSinkThatFailsHalfWayLosesNothing() throws Exception {
    Fixtures.Network network = new Fixtures.Network();
    AtomicInteger calls = new AtomicInteger();
    // the second batch is taken by the network, but its answer is lost
    ReportSink sink = reports -> {
      List<Receipt> receipts = network.submit(reports);
      if (calls.incrementAndGet() == 2) {
        throw new IOException("connection reset");
      }
      return receipts;
    };
    try (DeviceAgent agent = builder(sink).batch(2, 1 << 20).build()) {
      for (int i = 0; i < 6; i++) {
        report(agent, "report " + i);
      }
      assertThatThrownBy(agent::forward).hasMessage("connection reset");
      assertThat(agent.stats().queued()).isEqualTo(4);
      assertThat(agent.forward()).isEqualTo(new ForwardResult(2, 2, 0));
      assertThat(Fixtures.sequences(network.accepted)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
      assertThat(network.seen).containsExactly(1L, 2L, 3L, 4L, 3L, 4L, 5L, 6L);
      assertThat(agent.stats().refused()).containsExactly(Map.entry(ReportReasons.REPLAYED, 2L));
    }
  }

  @Test
  void receiptsMayComeInAnyOrderAndBeIncomplete() throws Exception {
    Fixtures.Network network = new Fixtures.Network();
    AtomicInteger calls = new AtomicInteger();
    ReportSink sink = reports -> {
      List<Receipt> receipts = new ArrayList<>(network.submit(reports));
      Collections.reverse(receipts);
      return calls.incrementAndGet() == 1 ? receipts.subList(0, 2) : receipts;
    };
    ReportQueue queue = open(folder.resolve("queue"));
    try (DeviceAgent agent = DeviceAgent.builder(queue, SIGNER, sink).build()) {
      for (int i = 0; i < 5; i++) {
        report(agent, "report " + i);
      }
      assertThat(agent.forward()).isEqualTo(new ForwardResult(2, 0, 3));
      assertThat(queued(queue)).containsExactly(1L, 2L, 3L);
      assertThat(agent.stats().failures()).isEqualTo(1);
      agent.forward();
      assertThat(queue.size()).isZero();
    }
  }

  @Test
  void receiptsForOtherReportsAreNoAnswer() throws Exception {
    try (DeviceAgent other = DeviceAgent.builder(
                ReportQueue.open(folder.resolve("other"), "other-net", DEVICE),
                SIGNER,
                reports -> List.of())
            .build();
        DeviceAgent agent = builder(
                reports -> List.of(Receipt.accepted(reports.get(0).id("other-net"))))
            .build()) {
      report(other, "same");
      report(agent, "same");
      assertThatThrownBy(agent::forward)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("1 receipts, none for the 1 reports");
      assertThat(agent.stats().queued()).isEqualTo(1);
    }
  }

  @Test
  void refusalsForGoodLeaveTheQueueAndOthersStay() throws Exception {
    Map<String, ReasonCode> answers = new TreeMap<>(Map.of(
        "forged", ReportReasons.BAD_SIGNATURE,
        "old", ReportReasons.TOO_OLD,
        "early", ReportReasons.NOT_ACTIVE));
    ReportSink sink = reports -> reports.stream()
        .map(r -> {
          ReasonCode reason =
              answers.get(new String(r.report().evidence(), StandardCharsets.UTF_8));
          return reason == null
              ? Receipt.accepted(r.id(NETWORK))
              : Receipt.refused(r.id(NETWORK), reason, "because");
        })
        .toList();
    List<String> told = new ArrayList<>();
    try (DeviceAgent agent = builder(sink)
        .onReceipt((report, receipt) -> {
          told.add(report.report().sequence() + " "
              + receipt.refusal().map(r -> r.reason().text()).orElse("ok"));
          throw new IllegalStateException("a listener's fault");
        })
        .build()) {
      for (String text : List.of("fine", "forged", "old", "early")) {
        report(agent, text);
      }
      assertThat(agent.forward()).isEqualTo(new ForwardResult(1, 2, 1));
      assertThat(told)
          .containsExactly(
              "1 ok", "2 report.bad-signature", "3 report.too-old", "4 report.device-not-active");
      assertThat(agent.stats().refused())
          .containsExactly(
              Map.entry(ReportReasons.BAD_SIGNATURE, 1L), Map.entry(ReportReasons.TOO_OLD, 1L));
      assertThat(agent.stats().refusedTotal()).isEqualTo(2);
      assertThat(agent.stats().lastFailure()).isPresent();
      answers.remove("early");
      assertThat(agent.forward()).isEqualTo(new ForwardResult(1, 0, 0));
    }
  }

  @Test
  void everyRefusalCanBeMadeFinal() throws Exception {
    ReportSink sink = reports -> reports.stream()
        .map(r -> Receipt.refused(r.id(NETWORK), ReportReasons.NOT_ACTIVE, ""))
        .toList();
    try (DeviceAgent agent = builder(sink).retryOn(Set.of()).build()) {
      report(agent, "x");
      assertThat(agent.forward()).isEqualTo(new ForwardResult(0, 1, 0));
      assertThat(agent.stats().queued()).isZero();
    }
  }

  // hands the agent's waits to the test, one by one
  private static final class SteppedLoop extends AgentLoop {
    final LinkedBlockingQueue<Duration> delays = new LinkedBlockingQueue<>();
    final CountDownLatch idle = new CountDownLatch(1);

    @Override
    void awaitDelay(Duration delay) {
      delays.add(delay);
    }

    @Override
    void awaitWork() throws InterruptedException {
      idle.countDown();
      super.awaitWork();
    }
  }

  @Test
  void theLoopNeverGivesUpAndWaitsLongerAndLonger() throws Exception {
    Fixtures.Network network = new Fixtures.Network();
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch arrived = new CountDownLatch(1);
    ReportSink sink = reports -> {
      int attempt = attempts.incrementAndGet();
      if (attempt <= 30) {
        throw attempt % 2 == 0 ? broken() : new IOException("no route to host");
      }
      List<Receipt> receipts = network.submit(reports);
      arrived.countDown();
      return receipts;
    };
    SteppedLoop loop = new SteppedLoop();
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
    try (DeviceAgent agent =
        builder(sink).loop(loop).backoff(backoff).random(Property.random(1)).build()) {
      report(agent, "patience");
      agent.start();
      assertThatThrownBy(agent::start).isInstanceOf(IllegalStateException.class);
      assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(network.seen).containsExactly(1L);
    List<Duration> delays = new ArrayList<>(loop.delays);
    assertThat(delays).hasSize(30);
    RandomGenerator random = Property.random(1);
    for (int i = 0; i < 30; i++) {
      assertThat(delays.get(i)).isEqualTo(backoff.delay(i + 1, random));
    }
    assertThat(delays.subList(8, 30))
        .allSatisfy(d -> assertThat(d).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
  }

  private static IOException broken() {
    throw new IllegalStateException("a sink that breaks its contract");
  }

  @Test
  void theLoopSendsWhatComesLater() throws Exception {
    LinkedBlockingQueue<Long> arrived = new LinkedBlockingQueue<>();
    Fixtures.Network network = new Fixtures.Network();
    ReportSink sink = reports -> {
      List<Receipt> receipts = network.submit(reports);
      arrived.addAll(Fixtures.sequences(reports));
      return receipts;
    };
    SteppedLoop loop = new SteppedLoop();
    try (DeviceAgent agent = builder(sink).loop(loop).build()) {
      agent.start();
      assertThat(loop.idle.await(30, TimeUnit.SECONDS)).isTrue();
      for (long i = 1; i <= 3; i++) {
        report(agent, "report " + i);
        assertThat(arrived.poll(30, TimeUnit.SECONDS)).isEqualTo(i);
      }
    }
  }

  @Test
  void closeDoesNotWaitForASinkThatHangs() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ReportSink sink = reports -> {
      hanging.countDown();
      try {
        never.await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw new java.io.InterruptedIOException("interrupted");
      }
      return List.of();
    };
    DeviceAgent agent = builder(sink).closeWithin(Duration.ZERO).build();
    report(agent, "stuck");
    agent.start();
    assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
    agent.close();
    agent.close();
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> report(agent, "late"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(agent::start).isInstanceOf(IllegalStateException.class);
    try (ReportQueue queue = open(folder.resolve("queue"))) {
      assertThat(queued(queue)).containsExactly(1L);
    }
  }

  @Test
  void nothingShowsTheKey() throws Exception {
    String secret = Hex.encode(Fixtures.SECRET);
    try (DeviceAgent agent = builder(reports -> List.of()).build()) {
      SignedReport signed = report(agent, "x");
      assertThatThrownBy(agent::forward)
          .satisfies(e -> assertThat(String.valueOf(e)).doesNotContain(secret));
      for (Object shown : List.of(agent, agent.stats(), signed, SIGNER)) {
        assertThat(String.valueOf(shown).toLowerCase(java.util.Locale.ROOT)).doesNotContain(secret);
      }
    }
  }

  @Test
  void whateverHappensEveryReportArrivesOnceAndInOrder() {
    Property.check(15, random -> {
      Path file = folder.resolve("property-" + random.nextLong());
      Fixtures.Network network = new Fixtures.Network();
      ReportSink sink = reports -> {
        int taken = random.nextInt(reports.size() + 1);
        List<Receipt> receipts = network.submit(reports.subList(0, taken));
        return switch (random.nextInt(3)) {
          case 0 -> throw new IOException("lost after " + taken);
          case 1 -> receipts.subList(0, random.nextInt(taken + 1));
          default -> receipts;
        };
      };
      List<SignedReport> made = new ArrayList<>();
      for (int life = 0; life < 3; life++) {
        try (DeviceAgent agent = DeviceAgent.builder(open(file), SIGNER, sink)
            .batch(1 + random.nextInt(4), 1 << 20)
            .build()) {
          for (int i = 0; i < 8; i++) {
            if (random.nextBoolean()) {
              made.add(report(agent, "report " + i));
            } else {
              forwardOnce(agent);
            }
          }
        }
      }
      try (DeviceAgent agent = DeviceAgent.builder(open(file), SIGNER, network).build()) {
        agent.forward();
        assertThat(agent.stats().queued()).isZero();
      }
      assertThat(network.accepted).containsExactlyElementsOf(made);
      assertThat(Fixtures.sequences(made)).doesNotHaveDuplicates().isSorted();
    });
  }

  private static void forwardOnce(DeviceAgent agent) {
    try {
      agent.forward();
    } catch (IOException e) {
      assertThat(agent.stats().lastFailure()).isPresent();
    }
  }
}
