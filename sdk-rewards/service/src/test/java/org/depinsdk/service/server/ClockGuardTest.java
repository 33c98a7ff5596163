package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.service.TestService.assertStatus;

import com.google.common.base.Ticker;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that jumps; time is told by hand. */
class ClockGuardTest {
  private static final Instant NOW = TestNetwork.GENESIS.plusSeconds(60);
  private static final Duration STEP = Duration.ofHours(12);
  private static final Duration YEARS = Duration.ofDays(3650);

  private final Logger log = Logger.getLogger(ServiceHealth.class.getName());
  private final AtomicReference<String> told = new AtomicReference<>("");
  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private final ServiceHealth health = new ServiceHealth(ServiceMetrics.none());
  private long nanos;

  private final Handler handler = new Handler() {
    @Override
    public void publish(LogRecord message) {
      told.set(message.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @TempDir
  Path data;

  @BeforeEach
  void listen() {
    log.setUseParentHandlers(false);
    log.addHandler(handler);
    log.setLevel(Level.ALL);
  }

  @AfterEach
  void loud() {
    log.removeHandler(handler);
    log.setUseParentHandlers(true);
    log.setLevel(null);
  }

  private ClockGuard guard(Instant lastRecord, Instant accepted) {
    return guard(lastRecord, Instant.MIN, accepted);
  }

  private ClockGuard guard(Instant lastRecord, Instant kept, Instant accepted) {
    ClockGuard guard = new ClockGuard(
        clock::get,
        STEP,
        Optional.ofNullable(accepted),
        new Ticker() {
          @Override
          public long read() {
            return nanos;
          }
        },
        health);
    guard.begin(lastRecord, kept);
    return guard;
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void aClockThatRunsIsBelieved() {
    ClockGuard guard = guard(Instant.MIN, null);
    assertThat(guard.instant()).isEqualTo(NOW);
    for (int day = 1; day < 4; day++) {
      pass(Duration.ofDays(1));
      clock.set(NOW.plus(Duration.ofDays(day)).plusSeconds(day));
      assertThat(guard.instant()).isEqualTo(clock.get());
    }
    assertThat(told).hasValue("");
  }

  @Test
  void aJumpForwardIsNotBelievedUntilTheClockIsBack() {
    ClockGuard guard = guard(Instant.MIN, null);
    clock.set(NOW.plus(YEARS));
    pass(Duration.ofSeconds(5));
    assertThat(guard.isBelieved()).isFalse();
    assertThat(guard.instant()).isEqualTo(NOW.plusSeconds(5));
    assertThat(told.get())
        .contains("the clock shows " + clock.get())
        .contains("--accept-clock " + clock.get());
    clock.set(NOW.plusSeconds(6));
    assertThat(guard.isBelieved()).isTrue();
    assertThat(guard.instant()).isEqualTo(NOW.plusSeconds(6));
  }

  @Test
  void aJumpBackIsNotBelievedEither() {
    ClockGuard guard = guard(Instant.MIN, null);
    clock.set(NOW.minus(ClockGuard.MAX_BACK));
    assertThat(guard.isBelieved()).isTrue();
    clock.set(clock.get().minus(ClockGuard.MAX_BACK).minusMillis(1));
    assertThat(guard.isBelieved()).isFalse();
  }

  @Test
  void aStartFarFromTheLastRecordAsks() {
    assertThat(guard(NOW.minus(STEP), null).isBelieved()).isTrue();
    assertThat(guard(NOW.minus(STEP).minusMillis(1), null).isBelieved()).isFalse();
    assertThat(guard(NOW.plus(ClockGuard.MAX_BACK), null).isBelieved()).isTrue();
    assertThat(guard(NOW.plus(ClockGuard.MAX_BACK).plusMillis(1), null).isBelieved())
        .isFalse();
    Instant old = NOW.minus(YEARS);
    assertThat(guard(old, NOW.plus(ClockGuard.ACCEPTED_FOR)).isBelieved()).isTrue();
    assertThat(guard(old, NOW.plus(ClockGuard.ACCEPTED_FOR).plusMillis(1)).isBelieved())
        .as("accepted for another time")
        .isFalse();
  }

  @Test
  void aServiceWhoseClockJumpedTakesNothingAndSettlesNothing() throws Exception {
    InMemorySigner signer = TestNetwork.signer(1);
    try (TestService service = new TestService(data, clock::get)) {
      service.enrolled(1);
      clock.set(NOW.plus(YEARS));
      assertStatus(
              Code.UNAVAILABLE,
              () -> service.client.submit(TestNetwork.report(signer, 1, clock.get())))
          .contains("clock has jumped");
      clock.set(NOW.plusSeconds(1));
      assertThat(service.client.submit(TestNetwork.report(signer, 1, NOW)).getAccepted())
          .isTrue();
      assertThat(service.client.network().getNewestSettledEpoch()).isEqualTo(-1);
    }
    clock.set(NOW.plus(YEARS));
    try (TestService service = new TestService(data, clock::get)) {
      assertStatus(Code.UNAVAILABLE, () -> service.client.network());
      clock.set(NOW.plusSeconds(2));
      assertThat(service.client.submit(TestNetwork.report(signer, 2, NOW)).getAccepted())
          .isTrue();
      assertThat(service.client.network().getNewestSettledEpoch()).isEqualTo(-1);
    }
    clock.set(NOW.plus(Duration.ofHours(20)));
    try (TestService service =
        new TestService(data, clock::get, "--accept-clock", clock.get().toString())) {
      assertThat(
              service.client.submit(TestNetwork.report(signer, 1, clock.get())).getAccepted())
          .isTrue();
    }
  }

  @Test
  void aNetworkWithoutReportsIsStartedAgainWithoutAQuestion() throws Exception {
    try (TestService service = new TestService(data, clock::get)) {
      service.enrolled(1);
    }
    clock.set(NOW.plus(STEP));
    try (TestService service = new TestService(data, clock::get)) {
      assertThat(service.client.network().getNewestSettledEpoch()).isEqualTo(-1);
    }
    clock.set(NOW.plus(STEP).plusSeconds(60));
    try (TestService service = new TestService(data, clock::get)) {
      assertThat(service.client.network().getNewestSettledEpoch()).isEqualTo(-1);
    }
    assertThat(ClockGuard.kept(data.resolve("clock"))).isEqualTo(clock.get());
    Files.writeString(data.resolve("clock"), "noon");
    assertThatThrownBy(() -> new TestService(data, clock::get))
        .hasMessageContaining("clock holds no time; remove it");
  }

  @Test
  void aTimeThatWasKeptOnlyHelps() {
    Instant old = NOW.minus(YEARS);
    assertThat(guard(old, NOW.minus(STEP), null).isBelieved()).isTrue();
    assertThat(guard(old, NOW.minus(STEP).minusMillis(1), null).isBelieved()).isFalse();
    assertThat(guard(NOW.minusSeconds(1), NOW.plus(STEP), null).isBelieved())
        .as("a clock that was ahead, and is right again")
        .isTrue();
  }
}
