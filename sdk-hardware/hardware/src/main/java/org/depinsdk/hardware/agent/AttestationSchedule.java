package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.AttestationAnswer;
import org.depinsdk.core.lifecycle.AttestationSink;
import org.depinsdk.core.lifecycle.HardwareAttester;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.hardware.agent.AttestationListener.Failure;

/**
 * Shows the network what a device is when it starts, and again while the result still counts, in a thread of its own. The time of a
 * result is measured from its arrival, so a device whose clock is wrong is in time too.
 */
final class AttestationSchedule {
  /** How often the clock is looked at: a machine that was suspended does not count that time as waited. */
  static final Duration LOOK = Duration.ofMinutes(1);

  private static final System.Logger LOG = System.getLogger(AttestationSchedule.class.getName());
  private static final Duration LONGEST = Duration.ofDays(365);

  /** Where to, what with, and who is notified. */
  record Settings(AttestationSink sink, HardwareAttester hardware, AttestationListener listener) {}

  private final Settings settings;
  private final DeviceId device;
  private final InstantSource clock;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final AgentLoop loop;
  private final AgentThread thread;
  private Duration left = Duration.ZERO;
  private Instant due = Instant.MIN;
  private Optional<Instant> counted = Optional.empty();
  private long failures;

  AttestationSchedule(
      Settings settings,
      DeviceId device,
      InstantSource clock,
      Backoff backoff,
      RandomGenerator random,
      AgentLoop loop) {
    this.settings = settings;
    this.device = device;
    this.clock = clock;
    this.backoff = backoff;
    this.random = random;
    this.loop = loop;
    this.thread = new AgentThread("depin-attestation-" + device, loop, this::pass);
  }

  void start() {
    thread.start();
  }

  void signalClosing() {
    loop.signalClosing();
  }

  void stop(long end) {
    thread.stop(end);
  }

  private void pass() throws InterruptedException {
    if (left.isZero() || !clock.instant().isBefore(due)) {
      left = attest();
      due = clock.instant().plus(left);
    } else {
      Duration wait = left.compareTo(LOOK) < 0 ? left : LOOK;
      loop.awaitDelay(wait);
      left = left.minus(wait);
    }
  }

  /** One attempt; returns how long to wait for the next. */
  private Duration attest() {
    try {
      AttestationAnswer answer = settings.sink().attest(device, settings.hardware());
      failures = 0;
      counted = Optional.of(answer.notAfter());
      tell(() -> settings.listener().attested(answer));
      return renewAfter(answer.lasts());
    } catch (RefusedInstructionException e) {
      return failed(Optional.of(e.refusal().reason()), e);
    } catch (SigningException | IOException | RuntimeException e) {
      // a driver or a sink that breaks its contract must not end the attempts for good
      return failed(Optional.empty(), e);
    }
  }

  /** Between half and three quarters of its time, so that devices that started together do not come back together. */
  private Duration renewAfter(Duration lasts) {
    long millis = (lasts.compareTo(LONGEST) < 0 ? lasts : LONGEST).toMillis();
    return Duration.ofMillis(Math.max(1000, millis / 2 + random.nextLong(millis / 4 + 1)));
  }

  private Duration failed(Optional<ReasonCode> refusal, Exception cause) {
    failures++;
    if (!loop.isClosing()) {
      // only the first failure of a row is worth a line of the log
      LOG.log(failures == 1 ? Level.INFO : Level.DEBUG, "{0} failed: {1}", thread.name(), cause);
      Failure failure = new Failure(refusal, String.valueOf(cause.getMessage()), failures, counted);
      tell(() -> settings.listener().failed(failure));
    }
    return backoff.delay(failures, random);
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      // the listener is somebody else's code: its faults must not stop the attempts
      LOG.log(Level.WARNING, "the listener of " + thread.name() + " failed", e);
    }
  }
}
