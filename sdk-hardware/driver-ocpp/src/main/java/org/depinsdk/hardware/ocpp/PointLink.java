package org.depinsdk.hardware.ocpp;

import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.support.StatusTracker;
import org.jspecify.annotations.Nullable;

/**
 * A charge point's connection to its central system: dials, boots, sends heartbeats, and dials again for ever. Safe for use by
 * several threads.
 */
final class PointLink implements PointSocket.Owner {
  private static final ReasonCode NOT_ACCEPTED = new ReasonCode("ocpp.boot-not-accepted");
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Whom to dial, and how. */
  record Settings(
      String identity,
      OcppVersion version,
      URI address,
      Map<String, String> headers,
      Optional<SSLContext> tls,
      Duration callTimeout,
      Duration reconnect) {}

  private final Settings settings;
  private final DriverContext context;
  private final PointDialect dialect;
  private final PointDialect.Outgoing boot;
  private final StatusTracker status;
  private final Runnable booted;
  private final EventLoopGroup loop = StationServer.group(1, "ocpp-point");
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable PointSocket socket;
  private @Nullable Future<?> pause;
  private @Nullable Future<?> heartbeat;
  private boolean online;
  private boolean closed;
  private int failures;

  /**
   * A link that was not opened yet.
   *
   * @param settings whom to dial
   * @param context clock and scheduler
   * @param dialect answers the central system's calls
   * @param boot the first message of each connection
   * @param status is notified of the state of the connection
   * @param booted is run when a boot was accepted
   */
  PointLink(
      Settings settings,
      DriverContext context,
      PointDialect dialect,
      PointDialect.Outgoing boot,
      StatusTracker status,
      Runnable booted) {
    this.settings = settings;
    this.context = context;
    this.dialect = dialect;
    this.boot = boot;
    this.status = status;
    this.booted = booted;
  }

  /** Whether the central system has accepted the boot of the connection that stands. */
  boolean online() {
    lock.lock();
    try {
      return online && !closed;
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<Fields> call(PointDialect.Outgoing message) {
    PointSocket now = socket();
    if (now == null) {
      return CompletableFuture.failedFuture(
          new DriverException.Unavailable(settings.identity() + " is not connected", null));
    }
    return now.call(message);
  }

  /** Gives the connection up; a new one is opened. */
  void drop() {
    PointSocket now = socket();
    if (now != null) {
      now.abort("no answer");
    }
  }

  void close() {
    PointSocket last;
    lock.lock();
    try {
      closed = true;
      last = socket;
      socket = null;
      cancel(pause);
      cancel(heartbeat);
    } finally {
      lock.unlock();
    }
    if (last == null) {
      stop();
    } else {
      last.close(this::stop);
    }
    status.closed();
  }

  private void stop() {
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  void dial() {
    PointSocket next;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      next = new PointSocket(settings, context, dialect, this);
      socket = next;
    } finally {
      lock.unlock();
    }
    status.connecting();
    next.connect(loop);
  }

  private @Nullable PointSocket socket() {
    lock.lock();
    try {
      return socket;
    } finally {
      lock.unlock();
    }
  }

  private void boot(PointSocket now) {
    var unused = now.call(boot).whenComplete((answer, error) -> {
      if (answer == null) {
        now.end("the boot was not answered: " + error);
        return;
      }
      try {
        Messages16.BootResponse response = Messages16.BootResponse.read(answer);
        if (response.status().equals("Accepted")) {
          accepted(now, Duration.ofSeconds(Math.max(1, response.interval())));
        } else {
          // spec| OCPP 1.6 section 4.2: the connection stays, and the next boot comes after the
          // interval
          bootAgain(now, response);
        }
      } catch (OcppException e) {
        now.end("the answer to the boot cannot be read: " + e.description());
      }
    });
  }

  private void bootAgain(PointSocket now, Messages16.BootResponse response) {
    Duration interval =
        response.interval() > 0 ? Duration.ofSeconds(response.interval()) : LONGEST_PAUSE;
    lock.lock();
    try {
      if (socket != now || closed) {
        return;
      }
      cancel(pause);
      pause =
          context.scheduler().schedule(() -> boot(now), interval.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
    status.offline(
        NOT_ACCEPTED,
        "the boot is " + response.status() + ", again in " + interval.toSeconds() + " s");
  }

  private void accepted(PointSocket now, Duration interval) {
    lock.lock();
    try {
      if (socket != now || closed) {
        return;
      }
      online = true;
      failures = 0;
      now.expectEvery(interval);
      cancel(heartbeat);
      heartbeat = context
          .scheduler()
          .scheduleWithFixedDelay(
              () -> beat(now), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
    status.online();
    booted.run();
  }

  private void beat(PointSocket now) {
    var unused = now.call(new PointDialect.Outgoing("Heartbeat", new Payload()));
  }

  @Override
  public void opened(PointSocket now) {
    boot(now);
  }

  @Override
  public void ended(PointSocket gone, String why) {
    gone.fail();
    lock.lock();
    try {
      if (socket != gone || closed) {
        return;
      }
      socket = null;
      online = false;
      cancel(heartbeat);
      cancel(pause);
      failures++;
      long millis = Math.min(
          LONGEST_PAUSE.toMillis(), settings.reconnect().toMillis() << Math.min(failures - 1, 6));
      pause = context.scheduler().schedule(this::dial, millis, TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
    status.offline(Station.DISCONNECTED, why);
  }

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }
}
