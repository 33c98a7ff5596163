package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.metering.MeterCurve;
import org.depinsdk.metering.MeteringReasons;
import org.depinsdk.metering.OcmfSigner;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our charge point against a foreign central system, npm's ocpp-rpc in strict mode, in both versions. */
class OcppRpcCentralTest {
  private final DriverContext context = DriverContext.builder().build();
  private final OcmfSigner meter =
      OcmfSigner.ofSecret(MeterCurve.BRAINPOOL256R1, new byte[] {8}, "M-8");

  @AfterEach
  void close() {
    context.close();
  }

  private ChargePoint.Builder point(Peer peer, OcppVersion version, String password)
      throws Exception {
    URI endpoint = URI.create("ws://127.0.0.1:" + peer.await("port") + "/ocpp");
    return ChargePoint.builder(context, endpoint, "CP001")
        .version(version)
        .password(Secret.of(password))
        .machine("Maker", "Model", "S-1")
        .reconnect(Duration.ofMillis(100));
  }

  private MeterSample sample(boolean begin) {
    return MeterSample.energy(
            MeterJudge.BEGIN, begin ? 1_000 : 12_000, begin ? MeterSample.BEGIN : MeterSample.END)
        .with(new SignedValue("OCMF", MeterJudge.reading(meter, begin), Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void aWholeSession(OcppVersion version) throws Exception {
    try (Peer peer = Peer.start("central.js", Bench.PASSWORD, version.subprotocol())) {
      Bench.Willing willing = new Bench.Willing();
      try (ChargePoint point =
          point(peer, version, Bench.PASSWORD).remote(willing).connect()) {
        aWholeSession(peer, point, willing, version);
      }
      peer.finish();
      assertThat(peer.steps()).doesNotContainKeys("invalid", "refused");
    }
  }

  private void aWholeSession(
      Peer peer, ChargePoint point, Bench.Willing willing, OcppVersion version) throws Exception {
    assertThat(peer.await("boot")).contains("Maker");
    Events states = new Events();
    point.onStatus(states::add);
    if (point.status().state() != DriverState.ONLINE) {
      states.state(DriverState.ONLINE);
    }
    assertThat(Bench.get(point.authorize("TAG1"))).isTrue();
    assertThat(Bench.get(point.authorize("nobody"))).isFalse();
    Bench.get(point.status(1, "Available"));
    if (version == OcppVersion.V2_0_1) {
      int request = willing.asked.await(Integer.class, n -> true);
      Bench.get(point.report(
          request,
          List.of(
              new StationEvent.Variable("SampledDataCtrlr", "SignReadings", Optional.of("true")))));
    }
    Bench.Willing.Start start = willing.asked.await(Bench.Willing.Start.class, s -> true);
    ChargePointTransaction session =
        point.begin(start.connector(), start.idToken(), List.of(sample(true)), start.number());
    assertThat(Bench.get(session.accepted())).isTrue();
    Bench.Willing.Stop stop = willing.asked.await(Bench.Willing.Stop.class, s -> true);
    assertThat(stop.transaction()).isEqualTo(session.id());
    session.end(MeterJudge.BEGIN.plusSeconds(3600), List.of(sample(false)), Optional.of("Remote"));
    Bench.get(session.delivered());
    assertThat(point.lost()).isZero();

    assertThat(peer.await("ended")).contains(session.id()).contains("Remote");
    peer.await("end");
    Verdict verdict = MeterJudge.judge(meter, List.of(signed(peer, "begin"), signed(peer, "end")));
    assertThat(verdict.findings())
        .extracting(Finding::code)
        .containsExactly(MeteringReasons.ACCEPTED);
    assertThat(verdict.score().units()).isEqualTo(11_000);
    assertThat(peer.steps().get("start")).contains("Accepted");
    assertThat(peer.await("stop")).contains("Accepted");
    if (version == OcppVersion.V2_0_1) {
      assertThat(peer.steps().get("inventory")).contains("SignReadings");
    }
  }

  // the peer says a list of one text
  private static String signed(Peer peer, String step) throws Exception {
    return (String) Json.parseArray(peer.await(step)).get(0);
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void aWrongPasswordIsRefused(OcppVersion version) throws Exception {
    try (Peer peer = Peer.start("central.js", Bench.PASSWORD, version.subprotocol());
        ChargePoint point = point(peer, version, "another password").connect()) {
      assertThat(peer.await("refused")).isEqualTo("\"CP001\"");
      Events states = new Events();
      point.onStatus(states::add);
      if (point.status().state() != DriverState.OFFLINE) {
        states.state(DriverState.OFFLINE);
      }
      assertThat(point.status().lastGoodAt()).isEmpty();
    }
  }
}
