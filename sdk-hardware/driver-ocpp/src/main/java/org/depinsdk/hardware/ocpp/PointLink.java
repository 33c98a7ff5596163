package org.depinsdk.hardware.ocpp;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
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
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A charge point's connection to its central system: dials, boots, sends heartbeats, and dials again for ever. Safe for use by
 * several threads.
 */
final class PointLink {
  private static final System.Logger LOG = System.getLogger(PointLink.class.getName());
  private static final ReasonCode NOT_ACCEPTED = new ReasonCode("ocpp.boot-not-accepted");
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration PING = Duration.ofMinutes(1);
  private static final int MAX_CALLS = 64;

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
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Socket socket;
  private @Nullable Future<?> pause;
  private @Nullable Future<?> heartbeat;
  private @Nullable Future<?> watch;
  private boolean online;
  private boolean closed;
  private int failures;

  /**
   * A link that is not dialled yet.
   *
   * @param settings whom to dial
   * @param context clock and scheduler
   * @param dialect answers the central system's calls
   * @param boot the first message of each connection
   * @param status is told how the connection stands
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
    Socket now = socket();
    if (now == null) {
      return CompletableFuture.failedFuture(
          new DriverException.Unavailable(settings.identity() + " is not connected", null));
    }
    return now.call(message);
  }

  /** Gives the connection up; a new one is dialled. */
  void drop() {
    Socket now = socket();
    if (now != null) {
      now.closeConnection(1001, "no answer");
    }
  }

  void close() {
    Socket last;
    lock.lock();
    try {
      closed = true;
      last = socket;
      socket = null;
      cancel(pause);
      cancel(heartbeat);
      cancel(watch);
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.peer.close();
      last.close();
    }
    status.closed();
  }

  void dial() {
    Socket next;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      next = new Socket();
      socket = next;
    } finally {
      lock.unlock();
    }
    status.connecting();
    next.connect();
  }

  private @Nullable Socket socket() {
    lock.lock();
    try {
      return socket;
    } finally {
      lock.unlock();
    }
  }

  private void boot(Socket now) {
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

  private void bootAgain(Socket now, Messages16.BootResponse response) {
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

  private void accepted(Socket now, Duration interval) {
    lock.lock();
    try {
      if (socket != now || closed) {
        return;
      }
      online = true;
      failures = 0;
      now.liveness = new Liveness(PING, interval, System::nanoTime);
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

  private void watch(Socket now) {
    Liveness liveness = now.liveness;
    switch (liveness.check()) {
      case ALIVE -> {}
      case PING -> now.ping();
      case LOST -> now.lost("nothing heard for " + liveness.maxSilence().toSeconds() + " s");
    }
  }

  private void beat(Socket now) {
    var unused = now.call(new PointDialect.Outgoing("Heartbeat", new Payload()));
  }

  private void ended(Socket gone, String why) {
    gone.peer.close();
    lock.lock();
    try {
      if (socket != gone || closed) {
        return;
      }
      socket = null;
      online = false;
      cancel(heartbeat);
      cancel(watch);
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

  /** One connection. */
  private final class Socket extends WebSocketClient {
    private final RpcPeer peer;
    private volatile String endedBecause = "";
    private volatile Liveness liveness = new Liveness(PING, LONGEST_PAUSE, System::nanoTime);

    Socket() {
      super(
          settings.address(),
          new Draft_6455(
              List.of(),
              List.of(new Protocol(settings.version().subprotocol())),
              4 * Json.MAX_MESSAGE),
          settings.headers(),
          (int) settings.callTimeout().toMillis());
      peer = new RpcPeer(
          settings.identity(),
          settings.version(),
          this::sendSafely,
          dialect,
          context.scheduler(),
          MAX_CALLS);
      setDaemon(true);
      setTcpNoDelay(true);
      // the library counts pongs alone, and some central systems send none
      setConnectionLostTimeout(0);
      settings.tls().ifPresent(tls -> setSocketFactory(tls.getSocketFactory()));
    }

    CompletableFuture<Fields> call(PointDialect.Outgoing message) {
      return peer.call(message.action(), message.payload(), settings.callTimeout());
    }

    /** Ends the connection; a reason may be longer than a close frame takes. */
    void end(String why) {
      endedBecause = why;
      close(1000);
    }

    /** Gives up a connection that has gone silent: nobody would answer a close frame. */
    void lost(String why) {
      endedBecause = why;
      closeConnection(1006, why);
    }

    void ping() {
      try {
        sendPing();
      } catch (WebsocketNotConnectedException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> settings.identity() + ": no connection");
      }
    }

    @Override
    public void onWebsocketPong(WebSocket socket, Framedata frame) {
      liveness.ponged();
    }

    private void sendSafely(String text) {
      try {
        send(text);
      } catch (WebsocketNotConnectedException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> settings.identity() + ": no connection");
      }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      lock.lock();
      try {
        cancel(watch);
        long half = PING.toMillis() / 2;
        watch = context
            .scheduler()
            .scheduleWithFixedDelay(() -> watch(this), half, half, TimeUnit.MILLISECONDS);
      } finally {
        lock.unlock();
      }
      boot(this);
    }

    @Override
    public void onMessage(String message) {
      liveness.heard();
      if (peer.receive(message) != RpcPeer.Received.TAKEN) {
        LOG.log(System.Logger.Level.DEBUG, () -> settings.identity() + ": not OCPP");
      }
    }

    @Override
    public void onMessage(ByteBuffer message) {
      close(1003, "OCPP is text");
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      String closed = "closed with " + code + (reason.isEmpty() ? "" : ": " + reason);
      ended(this, endedBecause.isEmpty() ? closed : endedBecause);
    }

    @Override
    public void onError(Exception e) {
      LOG.log(System.Logger.Level.DEBUG, () -> settings.identity() + ": " + e);
    }
  }
}
