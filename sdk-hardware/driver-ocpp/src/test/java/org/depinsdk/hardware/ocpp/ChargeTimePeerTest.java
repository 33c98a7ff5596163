package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import eu.chargetime.ocpp.AuthenticationException;
import eu.chargetime.ocpp.JSONServer;
import eu.chargetime.ocpp.ServerEvents;
import eu.chargetime.ocpp.feature.profile.ServerCoreEventHandler;
import eu.chargetime.ocpp.feature.profile.ServerCoreProfile;
import eu.chargetime.ocpp.model.Confirmation;
import eu.chargetime.ocpp.model.SessionInformation;
import eu.chargetime.ocpp.model.core.AuthorizationStatus;
import eu.chargetime.ocpp.model.core.AuthorizeConfirmation;
import eu.chargetime.ocpp.model.core.AuthorizeRequest;
import eu.chargetime.ocpp.model.core.BootNotificationConfirmation;
import eu.chargetime.ocpp.model.core.BootNotificationRequest;
import eu.chargetime.ocpp.model.core.DataTransferConfirmation;
import eu.chargetime.ocpp.model.core.DataTransferRequest;
import eu.chargetime.ocpp.model.core.DataTransferStatus;
import eu.chargetime.ocpp.model.core.HeartbeatConfirmation;
import eu.chargetime.ocpp.model.core.HeartbeatRequest;
import eu.chargetime.ocpp.model.core.IdTagInfo;
import eu.chargetime.ocpp.model.core.MeterValue;
import eu.chargetime.ocpp.model.core.MeterValuesConfirmation;
import eu.chargetime.ocpp.model.core.MeterValuesRequest;
import eu.chargetime.ocpp.model.core.RegistrationStatus;
import eu.chargetime.ocpp.model.core.RemoteStartTransactionRequest;
import eu.chargetime.ocpp.model.core.RemoteStopTransactionRequest;
import eu.chargetime.ocpp.model.core.StartTransactionConfirmation;
import eu.chargetime.ocpp.model.core.StartTransactionRequest;
import eu.chargetime.ocpp.model.core.StatusNotificationConfirmation;
import eu.chargetime.ocpp.model.core.StatusNotificationRequest;
import eu.chargetime.ocpp.model.core.StopTransactionConfirmation;
import eu.chargetime.ocpp.model.core.StopTransactionRequest;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.metering.MeterCurve;
import org.depinsdk.metering.MeteringReasons;
import org.depinsdk.metering.OcmfSigner;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our charge point against a foreign central system, the ChargeTime library. */
class ChargeTimePeerTest {
  private final OcmfSigner meter = OcmfSigner.ofSecret(MeterCurve.SECP192R1, new byte[] {9}, "M-9");
  private final DriverContext context = DriverContext.builder().build();
  private final Events seen = new Events();
  private final JSONServer server = new JSONServer(new ServerCoreProfile(new Core()));
  private final int port;

  ChargeTimePeerTest() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server.open("127.0.0.1", port, new Sessions());
  }

  @AfterEach
  void close() {
    server.close();
    context.close();
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  private ChargePoint.Builder point(String password) {
    return ChargePoint.builder(context, URI.create("ws://127.0.0.1:" + port), "CP001")
        .password(Secret.of(password))
        .reconnect(Duration.ofMillis(100));
  }

  @Test
  void aWholeSession() throws Exception {
    Bench.Willing willing = new Bench.Willing();
    try (ChargePoint point = point(Bench.PASSWORD).remote(willing).connect()) {
      UUID session = seen.await(UUID.class, u -> true);
      assertThat(seen.await(BootNotificationRequest.class, b -> true).getChargePointVendor())
          .isEqualTo("depin-sdk");
      Events states = new Events();
      point.onStatus(states::add);
      if (point.status().state() != DriverState.ONLINE) {
        states.state(DriverState.ONLINE);
      }
      assertThat(Bench.get(point.authorize("TAG1"))).isTrue();
      Bench.get(point.status(1, "Available"));
      seen.await(StatusNotificationRequest.class, s -> true);

      Confirmation asked = Bench.get(
          server.send(session, new RemoteStartTransactionRequest("TAG1")).toCompletableFuture());
      assertThat(asked.toString()).contains("Accepted");
      Bench.Willing.Start start = willing.asked.await(Bench.Willing.Start.class, s -> true);
      Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      String begin = MeterJudge.reading(meter, true);
      String end = MeterJudge.reading(meter, false);
      ChargePointTransaction charging = point.begin(
          start.connector(),
          start.idToken(),
          List.of(MeterSample.energy(at, 1000, MeterSample.BEGIN).with(signed(begin))));
      assertThat(Bench.get(charging.accepted())).isTrue();
      assertThat(seen.await(StartTransactionRequest.class, s -> true).getMeterStart())
          .isEqualTo(1000);
      assertThat(charging.id()).isEqualTo("4711");
      MeterValuesRequest values = seen.await(MeterValuesRequest.class, m -> true);
      assertThat(values.getTransactionId()).isEqualTo(4711);
      assertThat(signedIn(values.getMeterValue())).containsExactly(begin);

      Confirmation stop = Bench.get(
          server.send(session, new RemoteStopTransactionRequest(4711)).toCompletableFuture());
      assertThat(stop.toString()).contains("Accepted");
      willing.asked.await(Bench.Willing.Stop.class, s -> s.transaction().equals("4711"));
      charging.end(
          at,
          List.of(MeterSample.energy(at, 5000, MeterSample.END).with(signed(end))),
          Optional.of("Remote"));
      Bench.get(charging.delivered());
      StopTransactionRequest stopped = seen.await(StopTransactionRequest.class, s -> true);
      assertThat(stopped.getMeterStop()).isEqualTo(5000);
      assertThat(stopped.getTransactionId()).isEqualTo(4711);
      assertThat(signedIn(stopped.getTransactionData())).containsExactly(end);
      List<String> records = new ArrayList<>(signedIn(values.getMeterValue()));
      records.addAll(signedIn(stopped.getTransactionData()));
      Verdict verdict = MeterJudge.judge(meter, records);
      assertThat(verdict.findings())
          .extracting(Finding::code)
          .containsExactly(MeteringReasons.ACCEPTED);
      assertThat(verdict.score().units()).isEqualTo(11_000);
      assertThat(point.queued()).isZero();
      assertThat(point.lost()).isZero();
    }
  }

  private static SignedValue signed(String text) {
    return new SignedValue("OCMF", text, Optional.empty());
  }

  private static List<String> signedIn(MeterValue[] values) {
    return Arrays.stream(values)
        .flatMap(v -> Arrays.stream(v.getSampledValue()))
        .filter(s -> String.valueOf(s.getFormat()).equals("SignedData"))
        .map(s -> s.getValue())
        .toList();
  }

  @Test
  void aWrongPasswordKeepsUsOffline() throws Exception {
    Events states = new Events();
    try (ChargePoint point = point("another password").connect()) {
      point.onStatus(states::add);
      if (point.status().state() != DriverState.OFFLINE) {
        states.state(DriverState.OFFLINE);
      }
      assertThat(point.status().lastGoodAt()).isEmpty();
    }
  }

  private final class Sessions implements ServerEvents {
    @Override
    public void authenticateSession(SessionInformation info, String user, byte[] password)
        throws AuthenticationException {
      String given = password == null ? "" : new String(password, StandardCharsets.UTF_8);
      if (!"CP001".equals(user) || !given.equals(Bench.PASSWORD)) {
        throw new AuthenticationException(401, "wrong password");
      }
    }

    @Override
    public void newSession(UUID session, SessionInformation info) {
      seen.add(session);
    }

    @Override
    public void lostSession(UUID session) {}
  }

  private final class Core implements ServerCoreEventHandler {
    @Override
    public AuthorizeConfirmation handleAuthorizeRequest(UUID session, AuthorizeRequest request) {
      return new AuthorizeConfirmation(new IdTagInfo(AuthorizationStatus.Accepted));
    }

    @Override
    public BootNotificationConfirmation handleBootNotificationRequest(
        UUID session, BootNotificationRequest request) {
      seen.add(request);
      return new BootNotificationConfirmation(now(), 300, RegistrationStatus.Accepted);
    }

    @Override
    public DataTransferConfirmation handleDataTransferRequest(
        UUID session, DataTransferRequest request) {
      return new DataTransferConfirmation(DataTransferStatus.Accepted);
    }

    @Override
    public HeartbeatConfirmation handleHeartbeatRequest(UUID session, HeartbeatRequest request) {
      return new HeartbeatConfirmation(now());
    }

    @Override
    public MeterValuesConfirmation handleMeterValuesRequest(
        UUID session, MeterValuesRequest request) {
      seen.add(request);
      return new MeterValuesConfirmation();
    }

    @Override
    public StartTransactionConfirmation handleStartTransactionRequest(
        UUID session, StartTransactionRequest request) {
      seen.add(request);
      return new StartTransactionConfirmation(new IdTagInfo(AuthorizationStatus.Accepted), 4711);
    }

    @Override
    public StatusNotificationConfirmation handleStatusNotificationRequest(
        UUID session, StatusNotificationRequest request) {
      seen.add(request);
      return new StatusNotificationConfirmation();
    }

    @Override
    public StopTransactionConfirmation handleStopTransactionRequest(
        UUID session, StopTransactionRequest request) {
      seen.add(request);
      return new StopTransactionConfirmation();
    }
  }
}
