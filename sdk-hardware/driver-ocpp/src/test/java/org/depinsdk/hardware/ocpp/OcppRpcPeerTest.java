package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.CommandResult;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.metering.MeterCurve;
import org.depinsdk.metering.MeteringReasons;
import org.depinsdk.metering.OcmfSigner;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.Verdict;
import org.junit.jupiter.api.AfterEach;
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

  private Peer station(OcppVersion version, String password, String begin, String end)
      throws IOException {
    return Peer.start(
        "station.js",
        bench.endpoint().toString(),
        "CP001",
        password,
        version.subprotocol(),
        begin,
        end);
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void aWholeSession(OcppVersion version) throws Exception {
    String begin = MeterJudge.reading(meter, true);
    String end = MeterJudge.reading(meter, false);
    try (Peer peer = station(version, Bench.PASSWORD, begin, end)) {
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
        Map<String, String> sign =
            Map.of("component", "SampledDataCtrlr", "variable", "SignReadings");
        Map<String, String> signTrue = new TreeMap<>(sign);
        signTrue.put("value", "true");
        assertThat(Bench.get(station.execute(new Command("set-variable", "s", signTrue), WAIT)))
            .isEqualTo(new CommandResult(true, "Accepted"));
        assertThat(Bench.get(station.execute(new Command("get-variable", "g", sign), WAIT)))
            .isEqualTo(new CommandResult(true, "true"));
      } else {
        assertThat(updated.samples().get(1).unit()).isEqualTo("Celsius");
        Map<String, String> sign = Map.of("key", "SampledDataSignReadings", "value", "true");
        assertThat(Bench.get(station.execute(new Command("change-configuration", "s", sign), WAIT)))
            .isEqualTo(new CommandResult(true, "Accepted"));
        assertThat(Bench.get(station.execute(
                new Command("get-configuration", "g", Map.of("key", "MeterPublicKey1")), WAIT)))
            .isEqualTo(new CommandResult(true, "oca:base16:asn1:30"));
        assertThat(Bench.get(station.execute(
                new Command("get-configuration", "n", Map.of("key", "Nonsense")), WAIT)))
            .isEqualTo(new CommandResult(false, "UnknownKey"));
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
      Verdict good = MeterJudge.judge(meter, signed);
      assertThat(good.findings())
          .extracting(Finding::code)
          .containsExactly(MeteringReasons.ACCEPTED);
      assertThat(good.score().units()).isEqualTo(11_000);
      List<String> forged = List.of(begin, end.replace("\"RV\":12", "\"RV\":13"));
      assertThat(forged).isNotEqualTo(signed);
      Verdict bad = MeterJudge.judge(meter, forged);
      assertThat(bad.findings())
          .extracting(Finding::code)
          .containsExactly(MeteringReasons.SIGNATURE_INVALID);
      assertThat(bad.score().units()).isZero();

      peer.finish();
      assertThat(peer.steps()).containsKeys("boot", "ended", "data", "done");
      assertThat(peer.steps()).doesNotContainKeys("invalid", "failed");
      assertThat(peer.steps().get("authorize")).contains("Accepted");
      assertThat(peer.steps().get("refused")).contains("Invalid");
    }
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void aWrongPasswordIsRefused(OcppVersion version) throws Exception {
    try (Peer peer = station(version, "another password", "", "")) {
      peer.finish();
      assertThat(peer.steps().get("failed")).contains("401");
      assertThat(bench.central.devices()).isEmpty();
    }
  }
}
