package org.depinsdk.hardware.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.Grade;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.Quantity;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.reading.ReadingReasons;
import org.depinsdk.hardware.reading.Unit;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class SupportTest {
  private static final Channel CHANNEL =
      new Channel("c", new Quantity("count"), Unit.ONE, ChannelKind.COUNTER);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static BigDecimal number(String text) {
    return new BigDecimal(new BigInteger(text));
  }

  @Test
  void countersThatGoBackHaveWrappedOrWereReset() {
    CounterWatch watch = new CounterWatch(32);
    assertThat(watch.judge("c", number("4294967290"))).isEqualTo(Quality.GOOD);
    assertThat(watch.judge("c", number("4294967290"))).isEqualTo(Quality.GOOD);
    assertThat(watch.judge("other", number("3"))).isEqualTo(Quality.GOOD);
    assertThat(watch.judge("c", number("5")).reason()).hasValue(ReadingReasons.COUNTER_WRAPPED);
    assertThat(watch.judge("c", number("9"))).isEqualTo(Quality.GOOD);
    assertThat(watch.judge("c", number("8")).reason()).hasValue(ReadingReasons.COUNTER_RESET);
    assertThat(watch.judge("c", number("4294967296")).grade()).isEqualTo(Grade.BAD);
    assertThat(watch.judge("c", number("-1")).reason()).hasValue(ReadingReasons.MALFORMED);
    assertThat(watch.judge("c", number("9"))).isEqualTo(Quality.GOOD);
  }

  @Test
  void aCounterOf64BitsIsUnsigned() {
    CounterWatch watch = new CounterWatch(64);
    assertThat(watch.judge("c", number("18446744073709551615"))).isEqualTo(Quality.GOOD);
    assertThat(watch.judge("c", number("0")).reason()).hasValue(ReadingReasons.COUNTER_WRAPPED);
    assertThat(watch.judge("c", number("18446744073709551616")).grade()).isEqualTo(Grade.BAD);
    assertThatThrownBy(() -> new CounterWatch(7)).hasMessageContaining("8 to 64 bits, not 7");
  }

  @Test
  void aCounterThatOnlyGrowsIsNeverFlagged() {
    Property.check(100, random -> {
      CounterWatch watch = new CounterWatch(64);
      BigInteger at = BigInteger.ZERO;
      for (int i = 0; i < 50; i++) {
        assertThat(watch.judge("c", new BigDecimal(at))).isEqualTo(Quality.GOOD);
        at = at.add(BigInteger.valueOf(random.nextLong(Long.MAX_VALUE)).shiftRight(7));
      }
    });
  }

  @Test
  void statusTellsWhatChangedAndSinceWhen() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    StatusTracker tracker = new StatusTracker(now::get);
    List<DriverState> told = new ArrayList<>();
    var registration = tracker.listen(s -> told.add(s.state()));
    tracker.listen(s -> {
      throw new IllegalStateException("a listener's fault");
    });
    assertThat(tracker.status().state()).isEqualTo(DriverState.NEW);
    tracker.connecting();
    tracker.online();
    now.set(Instant.EPOCH.plusSeconds(1));
    tracker.online();
    now.set(Instant.EPOCH.plusSeconds(2));
    tracker.offline(ReadingReasons.DEVICE_GONE, "gone");
    now.set(Instant.EPOCH.plusSeconds(3));
    tracker.offline(ReadingReasons.DEVICE_GONE, "still gone");
    assertThat(tracker.status())
        .isEqualTo(new DriverStatus(
            DriverState.OFFLINE,
            Optional.of(ReadingReasons.DEVICE_GONE),
            "still gone",
            Instant.EPOCH.plusSeconds(2),
            Optional.of(Instant.EPOCH.plusSeconds(1)),
            2));
    tracker.offline(ReadingReasons.NO_ANSWER, "silent");
    tracker.degraded(ReadingReasons.MALFORMED, "half");
    assertThat(tracker.status().consecutiveFailures()).isZero();
    registration.close();
    registration.close();
    tracker.closed();
    tracker.online();
    assertThat(tracker.status().state()).isEqualTo(DriverState.CLOSED);
    assertThat(told)
        .containsExactly(
            DriverState.CONNECTING,
            DriverState.ONLINE,
            DriverState.OFFLINE,
            DriverState.OFFLINE,
            DriverState.DEGRADED);
  }

  @Test
  void callsRunOneAfterTheOther() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (SerialCalls calls = new SerialCalls("device", pool)) {
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        answers.add(calls.submit(
            () -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              inside.decrementAndGet();
              return number;
            },
            LONG));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(DriverException.await(answers.get(i), LONG)).isEqualTo(i);
      }
      assertThat(most).hasValue(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aCallThatHangsTimesOutAndCloseFailsTheRest() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    CountDownLatch never = new CountDownLatch(1);
    try (SerialCalls calls = new SerialCalls("device", pool)) {
      CompletableFuture<String> stuck = calls.submit(() -> hang(never), Duration.ofMillis(20));
      assertThatThrownBy(() -> DriverException.await(stuck, LONG))
          .isInstanceOf(DriverException.Timeout.class)
          .hasMessageContaining("device: no answer within PT0.02S");
      CompletableFuture<String> behind = calls.submit(() -> "never run", LONG);
      calls.close();
      calls.close();
      assertThatThrownBy(() -> DriverException.await(behind, LONG))
          .isInstanceOf(DriverException.Closed.class);
      assertThatThrownBy(() -> DriverException.await(calls.submit(() -> "late", LONG), LONG))
          .isInstanceOf(DriverException.Closed.class);
      assertThatThrownBy(() -> calls.submit(() -> "x", Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void tooManyWaitingCallsAreBusyAndAShutDownExecutorIsClosed() throws Exception {
    List<Runnable> held = new ArrayList<>();
    try (SerialCalls calls = new SerialCalls("device", held::add)) {
      for (int i = 0; i < SerialCalls.MAX_WAITING; i++) {
        assertThat(calls.submit(() -> "waits", LONG).isDone()).isFalse();
      }
      assertThatThrownBy(() -> DriverException.await(calls.submit(() -> "one more", LONG), LONG))
          .isInstanceOf(DriverException.Busy.class);
      assertThat(held).hasSize(1);
    }
    try (SerialCalls calls = new SerialCalls("device", task -> {
      throw new RejectedExecutionException("shut down");
    })) {
      assertThatThrownBy(() -> DriverException.await(calls.submit(() -> "x", LONG), LONG))
          .isInstanceOf(DriverException.Closed.class);
    }
  }

  @Test
  void aFaultFailsItsOwnCallOnly() throws Exception {
    try (SerialCalls calls = new SerialCalls("device", Runnable::run)) {
      assertThatThrownBy(() -> DriverException.await(
              calls.submit(
                  () -> {
                    throw new IllegalStateException("a bug");
                  },
                  LONG),
              LONG))
          .isInstanceOf(DriverException.Unavailable.class)
          .hasMessageContaining("a bug");
      assertThat(DriverException.await(calls.submit(() -> "fine", LONG), LONG)).isEqualTo("fine");
    }
  }

  @Test
  void aSlowReaderLosesTheOldestAndIsTold() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    BoundedReadingStream stream = new BoundedReadingStream(2, closed::incrementAndGet);
    for (long i = 1; i <= 5; i++) {
      stream.offer(Reading.of(CHANNEL, Instant.EPOCH, i, Provenance.SIMULATED)
          .value(BigDecimal.ONE)
          .build());
    }
    assertThat(stream.dropped()).isEqualTo(3);
    assertThat(stream.next(Duration.ZERO))
        .hasValueSatisfying(r -> assertThat(r.sequence()).isEqualTo(4));
    stream.close();
    stream.close();
    assertThat(closed).hasValue(1);
    assertThat(stream.ended()).isFalse();
    assertThat(stream.next(LONG))
        .hasValueSatisfying(r -> assertThat(r.sequence()).isEqualTo(5));
    assertThat(stream.next(LONG)).isEmpty();
    assertThat(stream.ended()).isTrue();
    assertThatThrownBy(() -> new BoundedReadingStream(0, () -> {}))
        .hasMessageContaining("capacity must be 1 or more");
  }

  private static String hang(CountDownLatch latch) {
    try {
      latch.await();
      return "went on";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
