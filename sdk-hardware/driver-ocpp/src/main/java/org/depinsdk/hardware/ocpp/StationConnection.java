package org.depinsdk.hardware.ocpp;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.depinsdk.hardware.driver.DriverContext;

/** One connection of a station, with its limits. */
final class StationConnection implements Station.Link, OcppSocket.User {
  private static final System.Logger LOG = System.getLogger(StationConnection.class.getName());
  private static final int MAX_GARBAGE = 10;
  private static final Duration GARBAGE_PERIOD = Duration.ofMinutes(1);
  private static final int MAX_CALLS = 16;

  private final OcppSocket socket;
  private final Station station;
  private final RpcPeer peer;
  private final Dialect dialect;
  private final int maxMessagesPerSecond;
  private final Liveness liveness;
  private double tokens;
  private long refilled;
  private int garbage;
  private long garbageSince;

  StationConnection(
      Channel channel,
      Station station,
      OcppVersion version,
      Dialect dialect,
      StationServer.Settings settings,
      DriverContext context,
      Executor executor) {
    this.socket = new OcppSocket(channel, this, executor, settings.ping().dividedBy(2));
    this.station = station;
    this.dialect = dialect;
    this.maxMessagesPerSecond = settings.maxMessagesPerSecond();
    this.liveness = new Liveness(settings.ping(), settings.heartbeat(), System::nanoTime);
    this.peer = new RpcPeer(
        "station " + station.name(),
        version,
        socket::send,
        dialect,
        context.scheduler(),
        MAX_CALLS);
    this.tokens = 10.0 * maxMessagesPerSecond;
    this.refilled = System.nanoTime();
  }

  OcppSocket socket() {
    return socket;
  }

  @Override
  public void take(String message) {
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

  @Override
  public Liveness liveness() {
    return liveness;
  }

  @Override
  public void ended(String why) {
    station.disconnected(this, why);
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
    socket.end(WebSocketCloseStatus.POLICY_VIOLATION, why);
  }
}
