package org.depinsdk.service.server;

import com.google.common.base.Ticker;
import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.netty.channel.Channel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.depinsdk.service.fair.NewConnections;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.metrics.ClosedConnection;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a port serves. There are only so many in all and of one host, and a host may open only so many a second. If all
 * places are taken, a new connection gets that of the host that has most, unless that is its own. Counts what is closed, and warns of
 * it once a minute at most.
 */
final class Places {
  private static final Logger LOG = System.getLogger(Places.class.getName());
  private static final long NANOS_BETWEEN_WARNINGS = TimeUnit.MINUTES.toNanos(1);

  /** So many seconds' worth of new connections may come at once. */
  private static final int SECONDS_AT_ONCE = 16;

  private final String port;
  private final Limits limits;
  private final ServiceMetrics metrics;
  private final NewConnections opened;
  private final Map<Object, Place> open = new ConcurrentHashMap<>();
  private final Multiset<Object> hosts = ConcurrentHashMultiset.create();
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

  /**
   * How many connections there may be.
   *
   * @param most in all
   * @param mostOfHost of one host
   * @param newOfHost how many a host may open in a second in the long run
   */
  record Limits(int most, int mostOfHost, int newOfHost) {}

  /** Why a connection has no place. */
  record Refusal(ClosedConnection reason, String message) {}

  private static final class Place {
    private final Object host;
    private final Channel connection;
    private volatile boolean used;

    Place(Object host, Channel connection) {
      this.host = host;
      this.connection = connection;
    }
  }

  /**
   * No connections.
   *
   * @param port {@code service} or {@code metrics}
   */
  Places(String port, Limits limits, ServiceMetrics metrics) {
    this.port = port;
    this.limits = limits;
    this.metrics = metrics;
    this.opened = new NewConnections(
        limits.newOfHost, limits.newOfHost * SECONDS_AT_ONCE, Ticker.systemTicker());
    metrics.closes(port);
  }

  /** Gives a connection that was accepted a place until it is closed; says why if there is none. */
  Optional<Refusal> take(Channel connection, InetSocketAddress remote) {
    Object host = Sender.host(remote.getAddress());
    if (!opened.allows(host)) {
      return refuse(
          remote,
          ClosedConnection.TOO_FAST,
          "an address may open " + limits.newOfHost + " connections a second");
    }
    int ofHost = hosts.add(host, 1) + 1;
    connection.closeFuture().addListener(closed -> hosts.remove(host));
    if (ofHost > limits.mostOfHost) {
      return refuse(
          remote,
          ClosedConnection.TOO_MANY_OF_HOST,
          "at most " + limits.mostOfHost + " connections of an address are served at a time");
    }
    if (open.size() >= limits.most && !takesAPlace(host)) {
      return refuse(
          remote,
          ClosedConnection.TOO_MANY,
          "at most " + limits.most + " connections are served at a time");
    }
    Place place = new Place(host, connection);
    open.put(remote, place);
    connection.closeFuture().addListener(closed -> open.remove(remote, place));
    return Optional.empty();
  }

  private Optional<Refusal> refuse(
      InetSocketAddress remote, ClosedConnection reason, String message) {
    metrics.closed(port, reason);
    long now = System.nanoTime();
    long next = nextWarning.get();
    if (now - next >= 0 && nextWarning.compareAndSet(next, now + NANOS_BETWEEN_WARNINGS)) {
      LOG.log(
          Level.WARNING,
          "a connection of {0} was refused: {1}",
          remote.getAddress().getHostAddress(),
          message);
    }
    return Optional.of(new Refusal(reason, message));
  }

  /** Closes a connection of the host that has most, an unused one first; false if no other has more than this one. */
  private boolean takesAPlace(Object host) {
    Multiset<Object> served = HashMultiset.create();
    open.values().forEach(one -> served.add(one.host));
    return served.entrySet().stream()
        .filter(each -> each.getCount() > served.count(host) + 1)
        .max(Comparator.comparing(Multiset.Entry::getCount))
        .flatMap(greediest -> open.entrySet().stream()
            .filter(one -> one.getValue().host.equals(greediest.getElement()))
            .min(Comparator.comparing(one -> one.getValue().used)))
        .map(one -> close(one.getKey(), ClosedConnection.MADE_WAY))
        .orElse(false);
  }

  /** Counts a connection that is closed after it heard why. */
  void count(ClosedConnection why) {
    metrics.closed(port, why);
  }

  /** A connection asked for something. */
  void use(@Nullable Object remote) {
    Place place = remote == null ? null : open.get(remote);
    if (place != null) {
      place.used = true;
    }
  }

  /** Whether a connection asked for something. */
  boolean isUsed(Object remote) {
    Place place = open.get(remote);
    return place != null && place.used;
  }

  /**
   * Closes a connection: at once, or after the answers that are under way where it may be an honest client's.
   *
   * @return false if it has no place
   */
  boolean close(Object remote, ClosedConnection why) {
    Place place = open.remove(remote);
    if (place == null) {
      return false;
    }
    metrics.closed(port, why);
    switch (why) {
      case MADE_WAY, FAILED_CHECKS -> {
        var unused = place.connection.close();
      }
      // past the handler of HTTP/2, which would wait for its streams
      default -> {
        var unused = place.connection.pipeline().firstContext().close();
      }
    }
    return true;
  }
}
