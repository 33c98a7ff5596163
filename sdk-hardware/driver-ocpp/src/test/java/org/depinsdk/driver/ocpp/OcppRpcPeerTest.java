package org.depinsdk.driver.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.proofs.metering.MeterCurve;
import org.depinsdk.proofs.metering.MeterFormat;
import org.depinsdk.proofs.metering.MeterRules;
import org.depinsdk.proofs.metering.OcmfSigner;
import org.depinsdk.proofs.metering.ReadingMark;
import org.depinsdk.proofs.metering.SignedMeterRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A foreign station, npm's ocpp-rpc in strict mode, against our central system. */
class OcppRpcPeerTest {
  private static final Duration WAIT = Duration.ofSeconds(15);

  private final Bench bench;
  private final OcmfSigner meter = OcmfSigner.ofSecret(MeterCurve.SECP256K1, new byte[] {7}, "M-7");

  OcppRpcPeerTest() throws DriverException {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Where the npm packages are: the environment says, or a folder above the checkout. */
  private static Path nodeModules() {
    String named = System.getenv("DEPIN_NODE_MODULES");
    Path found = named == null ? null : Path.of(named);
    for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("node_modules/ocpp-rpc"))) {
        found = at.resolve("node_modules");
      }
    }
    Assumptions.assumeTrue(
        found != null && Files.isDirectory(found.resolve("ocpp-rpc")) && hasNode(),
        "skipped: no node with ocpp-rpc; npm install ocpp-rpc, then set DEPIN_NODE_MODULES");
    return found;
  }

  private static boolean hasNode() {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The running station, and what it said so far. */
  private record Peer(Process process, Map<String, String> steps) {
    void finish() throws Exception {
      try (BufferedReader out = new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          int space = line.indexOf(' ');
          steps.put(space < 0 ? line : line.substring(0, space), line.substring(space + 1));
        }
      }
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Peer station(OcppVersion version, String password, String begin, String end)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(
        "node",
        Path.of("src/test/resources/peer/station.js").toAbsolutePath().toString(),
        bench.endpoint().toString(),
        "CP001",
        password,
        version.subprotocol(),
        begin,
        end);
    builder.environment().put("NODE_PATH", nodeModules().toString());
    builder.redirectErrorStream(true);
    return new Peer(builder.start(), new TreeMap<>());
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void aWholeSession(OcppVersion version) throws Exception {
    String begin = meter.reading(
        1, Instant.parse("2026-01-01T00:00:00Z"), ReadingMark.BEGIN, 1_000_000, "TAG1");
    String end = meter.reading(
        2, Instant.parse("2026-01-01T01:00:00Z"), ReadingMark.END, 12_000_000, "TAG1");
    Peer peer = station(version, Bench.PASSWORD, begin, end);
    try {
      bench.events.await(StationEvent.StatusChanged.class, s -> true);
      Commandable station = bench
          .central
          .station("CP001")
          .orElseThrow()
          .capability(Commandable.class)
          .orElseThrow();
      assertThat(Bench.get(station.execute(
                  new Command("remote-start", "start", Map.of("id-token", "TAG1")), WAIT))
              .accepted())
          .isTrue();
      StationEvent.Transaction started = bench.events.transaction(StationEvent.Phase.STARTED);
      StationEvent.Transaction updated = bench.events.transaction(StationEvent.Phase.UPDATED);
      if (version == OcppVersion.V2_0_1) {
        assertThat(updated.samples().get(0).value())
            .hasValueSatisfying(v -> assertThat(v).isEqualByComparingTo("6500"));
        assertThat(Bench.get(station.execute(new Command("report", "r", Map.of()), WAIT))
                .accepted())
            .isTrue();
        assertThat(bench.events.await(StationEvent.Reported.class, r -> true).variables())
            .containsExactly(new StationEvent.Variable(
                "OCPPCommCtrlr", "HeartbeatInterval", Optional.of("300")));
      } else {
        assertThat(updated.samples().get(1).unit()).isEqualTo("Celsius");
      }
      assertThat(Bench.get(station.execute(
                  new Command("remote-stop", "stop", Map.of("transaction", started.transaction())),
                  WAIT))
              .accepted())
          .isTrue();
      StationEvent.Transaction ended = bench.events.transaction(StationEvent.Phase.ENDED);
      assertThat(ended.transaction()).isEqualTo(started.transaction());

      List<String> signed = java.util.stream.Stream.of(started, updated, ended)
          .flatMap(t -> t.samples().stream())
          .flatMap(s -> s.signed().stream())
          .map(SignedValue::data)
          .toList();
      assertThat(signed).containsExactly(begin, end);
      for (String text : signed) {
        SignedMeterRecord record = MeterFormat.parse(text, MeterRules.STRICT);
        assertThat(record.verify(meter.publicKey())).isTrue();
      }
      peer.finish();
      assertThat(peer.steps()).containsKeys("boot", "ended", "data", "done");
      assertThat(peer.steps()).doesNotContainKeys("invalid", "failed");
      assertThat(peer.steps().get("authorize")).contains("Accepted");
      assertThat(peer.steps().get("refused")).contains("Invalid");
    } finally {
      peer.process().destroy();
    }
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    Peer peer = station(OcppVersion.V1_6, "another password", "", "");
    peer.finish();
    assertThat(peer.steps().get("failed")).contains("401");
    assertThat(bench.central.devices()).isEmpty();
  }
}
