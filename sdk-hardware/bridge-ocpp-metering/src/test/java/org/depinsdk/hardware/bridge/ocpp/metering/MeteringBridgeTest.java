package org.depinsdk.hardware.bridge.ocpp.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.hardware.agent.QueueLimits;
import org.depinsdk.hardware.agent.ReportQueue;
import org.depinsdk.hardware.agent.WhenFull;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.ocpp.CentralSystem;
import org.depinsdk.hardware.ocpp.ChargePoint;
import org.depinsdk.hardware.ocpp.ChargePointTransaction;
import org.depinsdk.hardware.ocpp.MeterSample;
import org.depinsdk.hardware.ocpp.OcppVersion;
import org.depinsdk.hardware.ocpp.SecurityProfile;
import org.depinsdk.hardware.ocpp.SignedValue;
import org.depinsdk.hardware.ocpp.StationEvent;
import org.depinsdk.hardware.ocpp.StationEvent.Phase;
import org.depinsdk.hardware.ocpp.TokenAuthorizer;
import org.depinsdk.metering.MeterAssignment;
import org.depinsdk.metering.MeterCurve;
import org.depinsdk.metering.MeterFormat;
import org.depinsdk.metering.MeterRegistration;
import org.depinsdk.metering.MeteringSession;
import org.depinsdk.metering.MeteringVerifier;
import org.depinsdk.metering.OcmfSigner;
import org.depinsdk.metering.ReadingMark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeteringBridgeTest {
  private static final String NETWORK = "test-net";
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final QueueLimits ONE_REPORT = new QueueLimits(1, 1 << 20, WhenFull.REFUSE_NEW);

  @TempDir
  Path folder;

  private final OcmfSigner meter = OcmfSigner.ofSecret(MeterCurve.SECP256R1, new byte[] {9}, "M-9");
  private MeterRegistration registration;
  private ReportQueue queue;
  private DeviceAgent agent;
  private TransactionCollector collector;
  private MeteringBridge bridge;

  @BeforeEach
  void open() throws Exception {
    InMemorySigner signer = signer(KeyAlgorithm.ED25519, 1);
    DeviceId device = DeviceId.derive(NETWORK, signer.publicKey());
    registration = MeterRegistration.sign(
        NETWORK,
        new MeterAssignment(device, meter.publicKey(), meter.serial(), 22_000),
        signer(KeyAlgorithm.P256, 2),
        signer(KeyAlgorithm.SECP256K1, 3));
    queue = ReportQueue.open(folder.resolve("queue"), NETWORK, device, ONE_REPORT);
    agent = DeviceAgent.builder(queue, signer, reports -> List.of())
        .clock(() -> NOW)
        .build();
    openBridge();
  }

  private void openBridge() throws IOException {
    collector = TransactionCollector.open(folder.resolve("transactions"));
    bridge = new MeteringBridge(
        collector,
        Provenance.SIMULATED,
        station -> station.equals("CP1")
            ? Optional.of(new MeteringBridge.ReportingStation(registration, agent))
            : Optional.empty());
  }

  @AfterEach
  void close() throws IOException {
    collector.close();
    agent.close();
  }

  @Test
  void anEndedTransactionIsInTheQueueAsEvidence() throws Exception {
    bridge.accept(event("CP1", Phase.STARTED, "7", begin()));
    bridge.accept(event("CP1", Phase.UPDATED, "7", begin()));
    assertThat(queue.size()).isZero();
    bridge.accept(event("CP1", Phase.ENDED, "7", begin(), end()));
    assertThat(sessions())
        .containsExactly(new MeteringSession(registration, "7", List.of(begin(), end())));
    Report report = queue.peek(1, 1).get(0).report();
    assertThat(report.kind()).isEqualTo(MeteringVerifier.KIND);
    assertThat(report.provenance()).isEqualTo(Provenance.SIMULATED);
    assertThat(bridge.reported()).isEqualTo(1);
    assertThat(collector.size()).isZero();
  }

  @Test
  void transactionsOfOneStationAreKeptApart() throws Exception {
    bridge.accept(event("CP1", Phase.STARTED, "7", begin()));
    bridge.accept(event("CP1", Phase.STARTED, "8", "another"));
    bridge.accept(event("CP2", Phase.STARTED, "7", "a neighbour's"));
    bridge.accept(event("CP1", Phase.ENDED, "7", end()));
    assertThat(sessions())
        .containsExactly(new MeteringSession(registration, "7", List.of(begin(), end())));
    assertThat(collector.size()).isEqualTo(2);
  }

  @Test
  void aTransactionSurvivesARestartOfTheCentralSystem() throws Exception {
    bridge.accept(event("CP1", Phase.STARTED, "7", begin()));
    collector.close();
    openBridge();
    bridge.accept(event("CP1", Phase.ENDED, "7", end()));
    assertThat(sessions())
        .containsExactly(new MeteringSession(registration, "7", List.of(begin(), end())));
    collector.close();
    openBridge();
    assertThat(collector.size()).as("what was reported is forgotten").isZero();
  }

  @Test
  void anEndThatCannotBeQueuedIsAnErrorAndReportedWhenItComesAgain() throws Exception {
    bridge.accept(event("CP1", Phase.ENDED, "6", "fills the queue"));
    bridge.accept(event("CP1", Phase.STARTED, "7", begin()));
    assertThatThrownBy(() -> bridge.accept(event("CP1", Phase.ENDED, "7", end())))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("CP1")
        .hasMessageContaining("1 reports of 1");
    queue.remove(List.of(1L));
    bridge.accept(event("CP1", Phase.ENDED, "7", end()));
    assertThat(sessions())
        .containsExactly(new MeteringSession(registration, "7", List.of(begin(), end())));
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void overOcppAnEndIsAcknowledgedWhenItsReportIsInTheQueue(OcppVersion version) throws Exception {
    bridge.accept(event("CP1", Phase.ENDED, "0", "fills the queue"));
    AtomicInteger refused = new AtomicInteger();
    try (DriverContext context = DriverContext.builder().build();
        CentralSystem central = CentralSystem.builder(context)
            .profile(SecurityProfile.NONE)
            .authorizer((station, token) -> TokenAuthorizer.Decision.ACCEPTED)
            .open()) {
      central.onEvent(event -> {
        try {
          bridge.accept(event);
        } catch (UncheckedIOException e) {
          refused.incrementAndGet();
          makeRoom();
          throw e;
        }
      });
      URI endpoint = URI.create("ws://127.0.0.1:" + central.address().getPort());
      try (ChargePoint point = ChargePoint.builder(context, endpoint, "CP1")
          .version(version)
          .retry(3, Duration.ofMillis(1))
          .connect()) {
        ChargePointTransaction transaction = point.begin(1, "TAG", List.of(sample(begin())));
        transaction.end(NOW, List.of(sample(end())), Optional.empty());
        transaction.delivered().get(20, TimeUnit.SECONDS);
        assertThat(sessions())
            .containsExactly(
                new MeteringSession(registration, transaction.id(), List.of(begin(), end())));
      }
    }
    assertThat(refused).hasValue(1);
  }

  private void makeRoom() {
    try {
      queue.remove(List.of(1L));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatNobodySignedOrNobodyReportsIsCounted() throws Exception {
    bridge.accept(event("CP1", Phase.ENDED, "7"));
    bridge.accept(event("CP2", Phase.ENDED, "7", begin(), end()));
    bridge.accept(new StationEvent.Notice("CP1", NOW, "SecurityEventNotification", "Reboot"));
    assertThat(queue.size()).isZero();
    assertThat(bridge.unsigned()).isEqualTo(1);
    assertThat(bridge.unknown()).isEqualTo(1);
    assertThat(bridge.reported()).isZero();
    assertThat(collector.size()).isZero();
  }

  @Test
  void ofMoreRecordsThanAReportHoldsBeginAndEndStay() throws Exception {
    bridge.accept(event("CP1", Phase.STARTED, "7", begin()));
    for (int i = 0; i < 100; i++) {
      bridge.accept(event("CP1", Phase.UPDATED, "7", "between " + i));
    }
    bridge.accept(event("CP1", Phase.ENDED, "7", end()));
    assertThat(sessions().get(0).records())
        .hasSize(MeteringSession.MAX_RECORDS)
        .startsWith(begin(), "between 0")
        .endsWith(end());
  }

  @Test
  void whatDoesNotFitIntoAReportIsLeftOut() throws Exception {
    String most = "x".repeat(MeterFormat.MAX_RECORD);
    List<String> large =
        List.of(most, most.replace('x', 'y'), most.replace('x', 'z'), most.replace('x', 'w'));
    bridge.accept(event(
        "CP1",
        Phase.ENDED,
        "7",
        begin(),
        large.get(0),
        large.get(1),
        large.get(2),
        large.get(3),
        most + "x",
        end()));
    assertThat(sessions().get(0).records())
        .containsExactly(begin(), large.get(0), large.get(1), large.get(2), end());
    queue.remove(List.of(1L));
    bridge.accept(event("CP1", Phase.ENDED, "8", most + "x"));
    assertThat(bridge.unsigned()).isEqualTo(1);
  }

  @Test
  void aNameThatMeteringDoesNotAllowIsChanged() throws Exception {
    bridge.accept(event("CP1", Phase.ENDED, "TX*1|=+@ü", begin(), end()));
    assertThat(sessions().get(0).session()).isEqualTo("TX-1-----");
  }

  @Test
  void theFileOfTransactionsDoesNotGrowForEver() throws Exception {
    for (int i = 0; i < 200; i++) {
      CollectedTransaction ended = collector
          .collect(event("CP1", Phase.ENDED, "tx" + i, "x".repeat(8000) + i))
          .orElseThrow();
      collector.forget(ended);
    }
    collector.collect(event("CP1", Phase.STARTED, "open", begin()));
    assertThat(folder.resolve("transactions").toFile().length()).isLessThan(600_000);
    collector.close();
    openBridge();
    assertThat(collector
            .collect(event("CP1", Phase.ENDED, "open", end()))
            .orElseThrow()
            .records())
        .containsExactly(begin(), end());
  }

  private List<MeteringSession> sessions() throws Exception {
    List<MeteringSession> sessions = new ArrayList<>();
    for (SignedReport report : queue.peek(10, 1 << 20)) {
      sessions.add(new MeteringVerifier().codec().decode(report.report().evidence()));
    }
    return sessions;
  }

  private String begin() {
    return meter.reading(1, NOW, ReadingMark.BEGIN, 1_000_000, "TAG");
  }

  private String end() {
    return meter.reading(2, NOW.plusSeconds(3600), ReadingMark.END, 9_000_000, "TAG");
  }

  private static MeterSample sample(String signed) {
    return MeterSample.energy(NOW, 1000, MeterSample.PERIODIC)
        .with(new SignedValue("OCMF", signed, Optional.empty()));
  }

  private static StationEvent event(
      String station, Phase phase, String transaction, String... signed) {
    List<MeterSample> samples =
        Arrays.stream(signed).map(MeteringBridgeTest::sample).toList();
    return new StationEvent.Transaction(
        station, NOW, phase, transaction, NOW, 1, Optional.of("TAG"), false, samples, "Local");
  }

  private static InMemorySigner signer(KeyAlgorithm algorithm, int fill) throws Exception {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return InMemorySigner.ofSecret(algorithm, secret);
  }
}
