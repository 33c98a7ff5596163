package org.depinsdk.hardware.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.AttestationAnswer;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.lifecycle.AttestationSink;
import org.depinsdk.core.lifecycle.HardwareAttester;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestationScheduleTest {
  private static final Duration LASTS = Duration.ofMinutes(30);
  private static final Instant NETWORK_TIME = Instant.parse("2031-01-01T00:00:00Z");
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  @TempDir
  Path folder;

  /** Time passes by waiting alone. */
  private static final class VirtualTime extends AgentLoop {
    volatile Instant clock = Fixtures.NOW;
    volatile Duration waited = Duration.ZERO;
    Optional<Duration> jump = Optional.empty();

    @Override
    void awaitDelay(Duration delay) {
      waited = waited.plus(delay);
      clock = clock.plus(jump.orElse(delay));
      jump = Optional.empty();
    }
  }

  /** A network that refuses or breaks down as it is told to, and ends the run after some attempts. */
  private final class Network implements AttestationSink, AttestationListener {
    final VirtualTime time = new VirtualTime();
    final List<Duration> attempts = new ArrayList<>();
    final List<Failure> failures = new ArrayList<>();
    final List<AttestationAnswer> answers = new ArrayList<>();
    final CountDownLatch done = new CountDownLatch(1);
    Duration lasts = LASTS;
    int most = 20;
    IntFunction<Optional<Exception>> problems = attempt -> Optional.empty();

    @Override
    public AttestationAnswer attest(DeviceId device, HardwareAttester hardware)
        throws RefusedInstructionException, SigningException, IOException {
      attempts.add(time.waited);
      if (attempts.size() >= most) {
        time.signalClosing();
        done.countDown();
      }
      Exception problem = problems.apply(attempts.size()).orElse(null);
      if (problem instanceof RefusedInstructionException refused) {
        throw refused;
      } else if (problem instanceof IOException io) {
        throw io;
      } else if (problem instanceof RuntimeException fault) {
        throw fault;
      }
      assertThat(device).isEqualTo(Fixtures.DEVICE);
      assertThat(hardware.evidence(new byte[] {1})).containsExactly(2);
      Instant at = NETWORK_TIME.plus(time.waited);
      return new AttestationAnswer("affirming", at, at.plus(lasts));
    }

    @Override
    public void attested(AttestationAnswer answer) {
      answers.add(answer);
      throw new IllegalStateException("the owner's disk is full");
    }

    @Override
    public void failed(Failure failure) {
      failures.add(failure);
      throw new IllegalStateException("the owner's disk is full");
    }

    Network run(long seed) throws Exception {
      HardwareAttester chip = new HardwareAttester() {
        @Override
        public String mediaType() {
          return "application/test";
        }

        @Override
        public byte[] evidence(byte[] challenge) {
          return new byte[] {(byte) (challenge[0] + 1)};
        }
      };
      try (DeviceAgent agent = DeviceAgent.builder(
              Fixtures.open(folder.resolve("queue-" + seed)),
              Fixtures.SIGNER,
              new Fixtures.Network())
          .clock(() -> time.clock)
          .backoff(BACKOFF)
          .attestation(this, chip, this)
          .attestationLoop(time, new Random(seed))
          .build()) {
        agent.start();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      }
      return this;
    }

    List<Duration> gaps() {
      List<Duration> gaps = new ArrayList<>();
      for (int i = 1; i < attempts.size(); i++) {
        gaps.add(attempts.get(i).minus(attempts.get(i - 1)));
      }
      return gaps;
    }
  }

  private static void assertInTime(Duration gap) {
    assertThat(gap).isBetween(LASTS.dividedBy(2), LASTS.multipliedBy(3).dividedBy(4));
  }

  @Test
  void eachResultIsRenewedWhileItCountsAndDevicesSpreadOut() throws Exception {
    Network one = new Network().run(1);
    Network two = new Network().run(2);
    assertThat(one.attempts.get(0)).as("at once").isZero();
    assertThat(one.gaps()).hasSize(19).allSatisfy(AttestationScheduleTest::assertInTime);
    assertThat(two.gaps()).allSatisfy(AttestationScheduleTest::assertInTime);
    assertThat(one.gaps()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(two.gaps());
    assertThat(one.answers).hasSize(20);
    for (int i = 1; i < one.answers.size(); i++) {
      assertThat(one.answers.get(i).at()).isBefore(one.answers.get(i - 1).notAfter());
    }
  }

  @Test
  void failuresAreToldAndTriedAgainBeforeTheResultEnds() throws Exception {
    Network network = new Network();
    network.problems = attempt -> Optional.ofNullable(
        switch (attempt) {
          case 1 -> new IOException("no route");
          case 3 ->
            new RefusedInstructionException(AttestationReasons.CONTRAINDICATED, "tpm.pcr.mismatch");
          case 4 -> new IllegalStateException("a fault of the driver");
          case 5, 6, 7, 8, 9 -> new IOException("no route");
          default -> null;
        });
    network.most = 11;
    network.run(3);
    assertThat(network.failures)
        .extracting(AttestationListener.Failure::failures)
        .containsExactly(1L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(network.failures.get(0).counted()).isEmpty();
    assertThat(network.failures.get(0).refusal()).isEmpty();
    Instant counted = network.answers.get(0).notAfter();
    assertThat(network.failures.get(1))
        .isEqualTo(new AttestationListener.Failure(
            Optional.of(AttestationReasons.CONTRAINDICATED),
            "attestation.contraindicated: tpm.pcr.mismatch",
            1,
            Optional.of(counted)));
    assertThat(network.failures.get(2).message()).isEqualTo("a fault of the driver");
    List<Duration> gaps = network.gaps();
    assertThat(gaps.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertInTime(gaps.get(1));
    assertThat(gaps.get(2)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(gaps.get(5)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    assertThat(gaps.get(8)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    assertThat(network.answers.get(1).at()).as("in spite of the failures").isBefore(counted);
    assertInTime(gaps.get(9));
  }

  @Test
  void aMachineThatWasSuspendedIsLateByNoMoreThanItSlept() throws Exception {
    Network network = new Network();
    network.time.jump = Optional.of(Duration.ofHours(10));
    network.most = 3;
    network.run(4);
    assertThat(network.gaps().get(0)).isEqualTo(AttestationSchedule.LOOK);
    assertInTime(network.gaps().get(1));
  }

  @Test
  void aClockThatIsSetBackDelaysNothing() throws Exception {
    Network network = new Network();
    network.time.jump = Optional.of(Duration.ofDays(-400));
    network.most = 3;
    network.run(5);
    assertThat(network.gaps()).allSatisfy(AttestationScheduleTest::assertInTime);
  }

  @Test
  void theShortestAndTheLongestResultAreWaitedFor() throws Exception {
    Network brief = new Network();
    brief.lasts = Duration.ofMillis(1);
    assertThat(brief.run(6).gaps()).containsOnly(Duration.ofSeconds(1));
    Network lasting = new Network();
    lasting.lasts = Duration.between(NETWORK_TIME, Instant.ofEpochMilli(Long.MAX_VALUE))
        .minus(Duration.ofDays(3650));
    lasting.most = 2;
    assertThat(lasting.run(7).gaps().get(0)).isBetween(Duration.ofDays(182), Duration.ofDays(274));
  }
}
