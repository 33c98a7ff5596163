package org.depinsdk.client.drand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandRound;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrandClientTest {
  private static final DrandChain QUICKNET = DrandChain.QUICKNET;
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration HASTY = Duration.ofMillis(300);

  @TempDir
  Path cache;

  private final List<LyingRelay> relays = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private String quicknet123 = "";
  private String default72785 = "";
  private String default1 = "";

  @BeforeEach
  void start() throws Exception {
    quicknet123 = recorded(QUICKNET, 123);
    default72785 = recorded(DrandChain.DEFAULT, 72785);
    default1 = recorded(DrandChain.DEFAULT, 1);
    relays.add(new LyingRelay());
    relays.add(new LyingRelay());
  }

  @AfterEach
  void stop() {
    relays.forEach(LyingRelay::close);
  }

  private static String recorded(DrandChain chain, long round) {
    ConformanceRow recorded = Conformance.table("beacon/drand-rounds").rows().stream()
        .filter(row -> row.text("key").equals(chain.publicKey())
            && row.number("round") == round
            && row.flag("valid"))
        .findFirst()
        .orElseThrow();
    return answer(round, recorded.text("signature"), recorded.text("previous"));
  }

  /** As version 1 of drand's API answers. */
  private static String answer(long round, String signature, String previous) {
    JsonObject.Builder json = JsonObject.builder()
        .put("round", round)
        .put("randomness", "00".repeat(32))
        .put("signature", signature);
    return Json.line(
        (previous.isEmpty() ? json : json.put("previous_signature", previous)).build());
  }

  private DrandClient client(DrandChain chain, Duration timeout) {
    return new DrandClient(
        chain, relays.stream().map(LyingRelay::uri).toList(), cache, timeout, () -> now);
  }

  private void firstAnswers(LyingRelay.Answer answer) {
    relays.get(0).answer = answer;
  }

  /** The first relay lies, the second one is honest. */
  private void assertSecondIsAsked(LyingRelay.Answer lie, Duration timeout) throws IOException {
    int asked = relays.get(1).paths.size();
    firstAnswers(lie);
    relays.get(1).answer = LyingRelay.body(quicknet123);
    assertThat(client(QUICKNET, timeout).round(123).round()).isEqualTo(123);
    assertThat(relays.get(1).paths).hasSize(asked + 1);
    try (Stream<Path> files = Files.list(cache.resolve(QUICKNET.hash()))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("123.json");
    }
    Files.delete(cache.resolve(QUICKNET.hash()).resolve("123.json"));
  }

  /** Both relays lie alike. */
  private void assertNotFound(LyingRelay.Answer lie, Duration timeout, String said) {
    relays.forEach(relay -> relay.answer = lie);
    assertThatThrownBy(() -> client(QUICKNET, timeout).round(123))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "round 123 of drand-quicknet, due at 2023-08-23T15:15:33Z, was not found")
        .hasMessageContaining(relays.get(0).uri() + ": " + said)
        .hasMessageContaining(relays.get(1).uri() + ": " + said);
    assertThat(cache.resolve(QUICKNET.hash()).resolve("123.json")).doesNotExist();
  }

  private static String with(String answer, String part, String other) {
    assertThat(answer).contains(part);
    return answer.replace(part, other);
  }

  @Test
  void asksByNumberOfThePinnedChain() throws Exception {
    firstAnswers(LyingRelay.body(quicknet123));
    DrandRound round = client(QUICKNET, PATIENT).round(123);
    assertThat(Hex.encode(round.signature())).startsWith("b75c69d0");
    assertThat(round.previousSignature()).isEmpty();
    assertThat(relays.get(0).paths).containsExactly("/" + QUICKNET.hash() + "/public/123");
    assertThat(relays.get(1).paths).isEmpty();

    firstAnswers(LyingRelay.body(default72785));
    assertThat(client(DrandChain.DEFAULT, PATIENT).round(72785).previousSignature())
        .hasSize(96);
    firstAnswers(LyingRelay.body(default1));
    assertThat(client(DrandChain.DEFAULT, PATIENT).round(1).previousSignature()).hasSize(32);
    assertThatThrownBy(() -> client(QUICKNET, PATIENT).round(0)).hasMessageContaining("not 0");
  }

  @Test
  void aLyingRelayIsPassedOver() throws Exception {
    assertSecondIsAsked(LyingRelay.status(500), PATIENT);
    assertSecondIsAsked(LyingRelay.status(404), PATIENT);
    assertSecondIsAsked(LyingRelay.body(default72785), PATIENT);
    assertSecondIsAsked(LyingRelay.redirect(relays.get(1).uri()), PATIENT);
    assertSecondIsAsked(LyingRelay.endless(), PATIENT);
    assertSecondIsAsked(relays.get(0).silence(), HASTY);
    assertSecondIsAsked(relays.get(0).halfBody(), HASTY);
    relays.get(0).close();
    assertSecondIsAsked(LyingRelay.status(500), PATIENT);
  }

  @Test
  void everyLieIsNamed() {
    assertNotFound(LyingRelay.status(404), PATIENT, "status 404");
    assertNotFound(LyingRelay.status(425), PATIENT, "status 425");
    assertNotFound(LyingRelay.status(503), PATIENT, "status 503");
    assertNotFound(LyingRelay.redirect(URI.create("http://127.0.0.1:1/")), PATIENT, "status 302");
    assertNotFound(
        LyingRelay.endless(), PATIENT, "java.io.IOException: the body has more than 4096");
    assertNotFound(LyingRelay.body(""), PATIENT, "");
    assertNotFound(LyingRelay.body("no json"), PATIENT, "");
    assertNotFound(LyingRelay.body("{\"round\": 123}"), PATIENT, "signature is missing");
    assertNotFound(
        LyingRelay.body(with(quicknet123, "\"round\":123", "\"round\":123,\"round\":123")),
        PATIENT,
        "round occurs twice");
    assertNotFound(
        LyingRelay.body(with(quicknet123, "\"round\":123", "\"round\":0")),
        PATIENT,
        "a round is 1");
    assertNotFound(
        LyingRelay.body(with(quicknet123, "\"round\":123", "\"round\":124")),
        PATIENT,
        "another round");
    assertNotFound(
        LyingRelay.body(with(quicknet123, "b75c69d0", "b75c69d1")),
        PATIENT,
        "not signed by the chain");
    assertNotFound(
        LyingRelay.body(with(quicknet123, "b75c69d0", "")), PATIENT, "not signed by the chain");
    assertNotFound(
        LyingRelay.body(with(quicknet123, "b75c69d0", "00".repeat(97))),
        PATIENT,
        "a signature has");
    assertNotFound(
        LyingRelay.body(answer(123, "00".repeat(96), "")), PATIENT, "not signed by the chain");
  }

  /** thibmeu/drand-rs#13: a relay answered with another round, validly signed. */
  @Test
  void anotherRoundThatTheChainSignedIsRefused() {
    relays.forEach(relay -> relay.answer = LyingRelay.body(default72785));
    assertThatThrownBy(() -> client(DrandChain.DEFAULT, PATIENT).round(1))
        .hasMessageContaining("another round");
  }

  @Test
  void aRelayThatHangsCostsItsTimeoutAndNoMore() {
    assertNotFound(relays.get(0).silence(), HASTY, "no whole answer within PT0.3S");
    assertNotFound(relays.get(0).halfBody(), HASTY, "no whole answer within PT0.3S");
  }

  @Test
  void aRoundThatIsLateIsWaitedForAndNeverReplaced() throws Exception {
    Instant due = QUICKNET.timeOf(123);
    Epoch epoch = new Epoch(4, due.minusSeconds(2), due.plusSeconds(60));
    BeaconSource.Drand source = new BeaconSource.Drand(QUICKNET, Duration.ofSeconds(1));
    DrandClient client = client(QUICKNET, PATIENT);
    DrandBeacons beacons = new DrandBeacons(source, client);
    relays.forEach(relay -> relay.answer = LyingRelay.body(quicknet123));
    now = due.minusMillis(1);
    assertThatThrownBy(() -> beacons.find(epoch))
        .hasMessage("round 123 of drand-quicknet is due at 2023-08-23T15:15:33Z");
    assertThat(relays.get(0).paths).isEmpty();
    now = due;
    relays.forEach(relay -> relay.answer = LyingRelay.status(404));
    assertThatThrownBy(() -> beacons.find(epoch)).hasMessageContaining("was not found");
    relays.get(1).answer = LyingRelay.body(quicknet123);
    assertThat(beacons.find(epoch))
        .isEqualTo(new BeaconProof.Drand(QUICKNET.hash(), client.round(123)));
    assertThatThrownBy(() -> new DrandBeacons(source, client(DrandChain.DEFAULT, PATIENT)))
        .hasMessageContaining("the client asks for default");
  }

  @Test
  void aKeptRoundIsVerifiedAgain() throws Exception {
    firstAnswers(LyingRelay.body(quicknet123));
    DrandRound round = client(QUICKNET, PATIENT).round(123);
    firstAnswers(LyingRelay.status(500));
    assertThat(client(QUICKNET, PATIENT).round(123)).isEqualTo(round);
    Path file = cache.resolve(QUICKNET.hash()).resolve("123.json");
    String good = Files.readString(file);
    String[] damaged = {
      "",
      good.replace("b75c69d0", "b75c69d1"),
      good.replace("\"round\": 123", "\"round\": 122"),
      "{\"source\": \"demo\", \"randomness\": \"" + "00".repeat(32) + "\"}",
      " ".repeat(5000)
    };
    for (String bad : damaged) {
      Files.writeString(file, bad);
      firstAnswers(LyingRelay.status(500));
      assertThatThrownBy(() -> client(QUICKNET, PATIENT).round(123))
          .hasMessageContaining("was not found");
      firstAnswers(LyingRelay.body(quicknet123));
      assertThat(client(QUICKNET, PATIENT).round(123)).isEqualTo(round);
      assertThat(file).hasContent(good);
    }
    // a folder that cannot be written costs the cache alone
    Files.delete(file);
    Files.delete(file.getParent());
    Files.writeString(cache.resolve(QUICKNET.hash()), "no folder");
    assertThat(client(QUICKNET, PATIENT).round(123)).isEqualTo(round);
  }

  @Test
  void anInterruptEndsTheWait() {
    relays.forEach(relay -> relay.answer = relay.silence());
    DrandClient client = client(QUICKNET, PATIENT);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> client.round(123)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
