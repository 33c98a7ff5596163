package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.Secret;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages of any bytes, from good ones on, at both ends and in both versions. A call has one answer, which is no call; what
 * is reported of it is the same when it comes to a fresh connection once more; an answer ends what waits for it at most once.
 */
class OcppFuzzTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T02:00:00Z"));
  private static final DriverContext CONTEXT = DriverContext.builder().build();
  private static final ChargePoint.Remote REMOTE = new ChargePoint.Remote() {
    @Override
    public boolean start(String idToken, int connector, OptionalInt remoteStart) {
      return connector == 1;
    }

    @Override
    public boolean stop(String transaction) {
      return transaction.length() > 3;
    }
  };

  /** What an end said and sent for one message. */
  private record Reaction(List<String> sent, List<StationEvent> told) {}

  private static Reaction react(OcppVersion version, boolean central, List<String> messages) {
    List<String> sent = new ArrayList<>();
    TestServices services = new TestServices();
    Station station = new Station("CP001", CLOCK, Provenance.SIMULATED);
    boolean old = version == OcppVersion.V1_6;
    RpcPeer.Handler handler = central
        ? (old ? new Dialect16(station, services) : new Dialect201(station, services))
        : (old ? new PointDialect16(REMOTE) : new PointDialect201(REMOTE));
    RpcPeer peer = new RpcPeer("CP001", version, sent::add, handler, CONTEXT.scheduler(), 4);
    for (String message : messages) {
      int before = sent.size();
      peer.receive(message);
      assertThat(sent.size() - before).isLessThanOrEqualTo(1);
    }
    peer.close();
    for (String answer : sent) {
      try {
        assertThat(Frame.parse(answer)).isNotInstanceOf(Frame.Call.class);
      } catch (Frame.MalformedException e) {
        throw new AssertionError("an answer that is none: " + answer, e);
      }
    }
    return new Reaction(sent, services.events);
  }

  private static void check(boolean central, byte[] data) {
    List<String> messages =
        new String(data, StandardCharsets.UTF_8).lines().limit(8).toList();
    for (OcppVersion version : OcppVersion.values()) {
      Reaction first = react(version, central, messages);
      Reaction second = react(version, central, messages);
      if (messages.stream().noneMatch(m -> m.contains("currentTime"))) {
        assertThat(second).isEqualTo(first);
      }
    }
  }

  static Stream<byte[]> stationMessages() {
    return Stream.concat(
            HostileMessagesTest.MESSAGES.stream(),
            Stream.of(String.join("\n", HostileMessagesTest.MESSAGES)))
        .map(m -> m.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("stationMessages")
  @FuzzTest
  void stationMessages(byte[] data) {
    check(true, data);
  }

  static Stream<byte[]> centralMessages() {
    return Stream.of(
            "[2,\"1\",\"RemoteStartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\"}]",
            "[2,\"1\",\"RemoteStopTransaction\",{\"transactionId\":1}]",
            "[2,\"1\",\"RequestStartTransaction\",{\"remoteStartId\":1,\"evseId\":1,\"idToken\":"
                + "{\"idToken\":\"TAG\",\"type\":\"Central\"}}]",
            "[2,\"1\",\"RequestStopTransaction\",{\"transactionId\":\"t-1\"}]",
            "[2,\"1\",\"GetBaseReport\",{\"requestId\":1,\"reportBase\":\"SummaryInventory\"}]",
            "[4,\"1\",\"GenericError\",\"\",{}]")
        .map(m -> m.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("centralMessages")
  @FuzzTest
  void centralMessages(byte[] data) {
    check(false, data);
  }

  static Stream<byte[]> answers() {
    return Stream.of(
            "{\"status\":\"Accepted\"}",
            "{\"status\":\"Accepted\",\"currentTime\":\"2026-01-01T00:00:00Z\",\"interval\":300}",
            "{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":7}",
            "{\"idTokenInfo\":{\"status\":\"Accepted\"}}")
        .map(m -> m.getBytes(StandardCharsets.UTF_8));
  }

  /** The payloads that answer our own calls, at both ends. */
  @MethodSource("answers")
  @FuzzTest
  void answers(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    TestServices services = new TestServices();
    Station station = new Station("CP001", CLOCK, Provenance.SIMULATED);
    answerTo(OcppVersion.V1_6, new Dialect16(station, services), text, "remote-start", "connector");
    answerTo(OcppVersion.V2_0_1, new Dialect201(station, services), text, "remote-start", "evse");
    for (PointDialect dialect : List.of(new PointDialect16(REMOTE), new PointDialect201(REMOTE))) {
      try {
        Frame frame = Frame.parse("[3,\"1\"," + text + "]");
        if (frame instanceof Frame.Result result) {
          dialect.authorized(new Fields("Authorize", result.payload(), fault -> {}));
        }
      } catch (OcppException | Frame.MalformedException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static void answerTo(
      OcppVersion version, Dialect dialect, String answer, String command, String place) {
    List<String> sent = new ArrayList<>();
    RpcPeer peer = new RpcPeer("CP001", version, sent::add, dialect, CONTEXT.scheduler(), 4);
    CompletableFuture<?> result = dialect.execute(
        peer,
        new Command(command, "k", java.util.Map.of("id-token", "TAG", place, "1")),
        Duration.ofMinutes(1));
    try {
      String id = Frame.parse(sent.get(0)).id();
      RpcPeer.Received received = peer.receive("[3,\"" + id + "\"," + answer + "]");
      assertThat(peer.receive("[3,\"" + id + "\"," + answer + "]"))
          .as("answered twice")
          .isNotEqualTo(RpcPeer.Received.TAKEN);
      peer.close();
      assertThat(result).isDone();
      assertThat(received == RpcPeer.Received.TAKEN || result.isCompletedExceptionally())
          .isTrue();
    } catch (Frame.MalformedException e) {
      throw new AssertionError("our own call", e);
    }
  }

  static Stream<byte[]> signedValues() {
    return Stream.of(
            "OCMF|{}|{}",
            "T0NNRnw=",
            "{\"signedMeterData\":\"T0NNRnw=\",\"encodingMethod\":\"OCMF\",\"publicKey\":\"AA\"}")
        .map(m -> m.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("signedValues")
  @FuzzTest
  void signedValues(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Optional<SignedValue> value = SignedValue.of16(text);
    assertThat(SignedValue.of16(text)).isEqualTo(value);
    assertThat(SignedValue.of201(text, "", "").publicKey()).isEmpty();
  }

  private static final Secret PASSWORD =
      Secret.of("a password of CP001".getBytes(StandardCharsets.UTF_8));

  static Stream<byte[]> identities() {
    return Stream.of(
            "/ocpp/CP001",
            "/ocpp/CP%30%301?x=/y",
            Identity.basic("CP001", PASSWORD),
            Identity.basic("CP002", PASSWORD))
        .map(m -> m.getBytes(StandardCharsets.UTF_8));
  }

  /** What a station says of itself before its first message: the path that it dials, its password, its certificate. */
  @MethodSource("identities")
  @FuzzTest
  void identities(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    assertThat(Identity.ofPath(text).map(Identity::isIdentity)).isNotEqualTo(Optional.of(false));
    if (Identity.passwordMatches("CP001", Optional.of(PASSWORD), text)) {
      byte[] said = Base64.getDecoder().decode(text.substring(6).strip());
      byte[] right =
          Base64.getDecoder().decode(Identity.basic("CP001", PASSWORD).substring(6));
      assertThat(said).isEqualTo(right);
    }
    assertThat(Identity.passwordMatches("CP001", Optional.empty(), text)).isFalse();
    X500Principal subject;
    try {
      subject = new X500Principal(data);
    } catch (IllegalArgumentException e) {
      return; // no certificate has such a subject
    }
    Identity.isCommonName("CP001", subject);
  }
}
