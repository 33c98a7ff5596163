package org.depinsdk.hardware.ocpp;

import java.time.Duration;
import org.depinsdk.hardware.driver.DriverContext;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;

/** One connection of a station, with its limits. */
final class StationConnection implements Station.Link {
  private static final System.Logger LOG = System.getLogger(StationConnection.class.getName());
  private static final int MAX_GARBAGE = 10;
  private static final Duration GARBAGE_PERIOD = Duration.ofMinutes(1);
  private static final int MAX_UNSENT = 256;
  private static final int MAX_CALLS = 16;

  private final WebSocket socket;
  private final Station station;
  private final RpcPeer peer;
  private final Dialect dialect;
  private final int maxMessagesPerSecond;
  private final Liveness liveness;
  private double tokens;
  private long refilled;
  private int garbage;
  private long garbageSince;
  private volatile String endedBecause = "";

  StationConnection(
      WebSocket socket,
      Station station,
      OcppVersion version,
      Dialect dialect,
      StationServer.Settings settings,
      DriverContext context) {
    this.socket = socket;
    this.station = station;
    this.dialect = dialect;
    this.maxMessagesPerSecond = settings.maxMessagesPerSecond();
    this.liveness = new Liveness(settings.ping(), settings.heartbeat(), System::nanoTime);
    this.peer = new RpcPeer(
        "station " + station.name(), version, this::send, dialect, context.scheduler(), MAX_CALLS);
    this.tokens = 10.0 * maxMessagesPerSecond;
    this.refilled = System.nanoTime();
  }

  // called by the one thread that the library gives to this connection
  void take(String message) {
    liveness.heard();
    long now = System.nanoTime();
    double rate = maxMessagesPerSecond;
    tokens = Math.min(10 * rate, tokens + (now - refilled) / 1e9 * rate);
    refilled = now;
    if (tokens < 1) {
      end("more than " + maxMessagesPerSecond + " messages in a second");
      return;
    }
    tokens--;
    switch (peer.receive(message)) {
      case TAKEN -> station.heard();
      case LATE -> {
        LOG.log(System.Logger.Level.DEBUG, () -> station + ": a late answer");
        station.heard();
      }
      case MALFORMED -> {
        garbage = now - garbageSince > GARBAGE_PERIOD.toNanos() ? 1 : garbage + 1;
        garbageSince = garbage == 1 ? now : garbageSince;
        if (garbage > MAX_GARBAGE) {
          end("more than " + MAX_GARBAGE + " messages in a minute that are not OCPP");
        }
      }
    }
  }

  void watch(WebSocketImpl impl) {
    switch (liveness.check()) {
      case ALIVE -> {}
      case PING -> {
        try {
          impl.sendPing();
        } catch (WebsocketNotConnectedException e) {
          LOG.log(System.Logger.Level.DEBUG, () -> station + " is gone");
        }
      }
      case LOST -> {
        endedBecause = "nothing heard for " + liveness.maxSilence().toSeconds() + " s";
        impl.closeConnection(CloseFrame.ABNORMAL_CLOSE, endedBecause);
      }
    }
  }

  void ponged() {
    liveness.ponged();
  }

  /** The connection has ended; the reason is our own, if we ended it. */
  void closed(String why) {
    station.disconnected(this, endedBecause.isEmpty() ? why : endedBecause);
  }

  private void send(String text) {
    if (socket instanceof WebSocketImpl impl && impl.outQueue.size() > MAX_UNSENT) {
      endedBecause = "the station does not read";
      impl.closeConnection(CloseFrame.POLICY_VALIDATION, endedBecause);
      return;
    }
    try {
      socket.send(text);
    } catch (WebsocketNotConnectedException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> station + " is gone");
    }
  }

  @Override
  public RpcPeer peer() {
    return peer;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public void end(String why) {
    endedBecause = why;
    socket.close(CloseFrame.POLICY_VALIDATION, why);
  }
}
