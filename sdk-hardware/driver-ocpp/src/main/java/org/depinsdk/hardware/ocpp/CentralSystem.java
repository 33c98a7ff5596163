package org.depinsdk.hardware.ocpp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.DeviceHub;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.driver.Registration;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.support.StatusTracker;

/**
 * A central system (1.6) or CSMS (2.0.1) that charging stations dial in to. Each station is a device; its status is that of
 * its connection. What stations report comes to {@link #onEvent} in one form for both versions.
 *
 * <pre>{@code
 * CentralSystem central = CentralSystem.builder(context)
 *     .address(new InetSocketAddress(8887))
 *     .passwords(station -> passwords.find(station))
 *     .authorizer((station, token) -> Decision.ACCEPTED)
 *     .open();
 * central.onEvent(event -> log.add(event));
 * }</pre>
 *
 * <p>A station that floods, sends garbage or does not read loses its connection; others do not notice.
 */
public final class CentralSystem implements DeviceHub {
  private final StatusTracker status;
  private final StationRegistry registry;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final StationServer server;
  private final InetSocketAddress address;

  private CentralSystem(StationServer.Settings settings, DriverContext context)
      throws DriverException {
    this.status = new StatusTracker(context.clock());
    this.registry = new StationRegistry(settings, context.clock());
    this.server = new StationServer(settings, registry, context);
    status.connecting();
    this.address = server.listen();
    status.online();
  }

  /**
   * Begins a central system for both versions, security profile 1, on a free port of this machine only, that knows no
   * station and no token.
   *
   * @param context clock, scheduler and secrets
   * @return a builder
   */
  public static Builder builder(DriverContext context) {
    return new Builder(context);
  }

  /**
   * Where it listens.
   *
   * @return the bound address
   */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Listens for what stations report. The listener is called in the driver's threads, for one station one event after the
   * other, and must return soon: the station waits for its answer meanwhile. If a listener throws, the station gets an
   * {@code InternalError} and not the acknowledgement; it sends what belongs to a transaction again, and then all listeners
   * hear it again. So a listener that returns has made the event durable, if it matters.
   *
   * @param listener is given each event
   * @return closes to stop listening
   */
  public Registration onEvent(Consumer<StationEvent> listener) {
    return registry.onEvent(listener);
  }

  @Override
  public Registration onDevice(Consumer<Device> listener) {
    return registry.onDevice(listener);
  }

  @Override
  public DriverStatus status() {
    return status.status();
  }

  @Override
  public Registration onStatus(Consumer<DriverStatus> listener) {
    return status.listen(listener);
  }

  @Override
  public List<Device> devices() {
    return registry.devices();
  }

  /**
   * A station by its identity.
   *
   * @param identity as it authenticates
   * @return empty if it never connected
   */
  public Optional<Device> station(String identity) {
    return registry.find(identity);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      registry.close();
      server.close();
      status.closed();
    }
  }

  /** Puts a central system together. Not safe for use by several threads. */
  public static final class Builder {
    private final DriverContext context;
    private InetSocketAddress address = new InetSocketAddress("127.0.0.1", 0);
    private List<OcppVersion> versions = List.of(OcppVersion.V2_0_1, OcppVersion.V1_6);
    private SecurityProfile profile = SecurityProfile.BASIC;
    private Function<String, Optional<Secret>> passwords = station -> Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private TokenAuthorizer authorizer = (station, token) -> TokenAuthorizer.Decision.INVALID;
    private Duration heartbeat = Duration.ofMinutes(5);
    private int maxStations = 10_000;
    private int maxMessagesPerSecond = 100;
    private Duration handshake = Duration.ofSeconds(10);
    private Duration ping = Duration.ofMinutes(1);
    private Provenance provenance = Provenance.HARDWARE;

    private Builder(DriverContext context) {
      this.context = context;
    }

    /**
     * Sets where to listen.
     *
     * @param address port 0 takes a free one
     * @return this
     */
    public Builder address(InetSocketAddress address) {
      this.address = address;
      return this;
    }

    /**
     * Sets which versions to offer.
     *
     * @param versions the preferred first, at least one
     * @return this
     */
    public Builder versions(List<OcppVersion> versions) {
      this.versions = List.copyOf(versions);
      return this;
    }

    /**
     * Sets how stations prove who they are.
     *
     * @param profile the profile
     * @return this
     */
    public Builder profile(SecurityProfile profile) {
      this.profile = profile;
      return this;
    }

    /**
     * Sets the stations' passwords, for profiles 1 and 2.
     *
     * @param passwords by identity; empty if the station is not known
     * @return this
     */
    public Builder passwords(Function<String, Optional<Secret>> passwords) {
      this.passwords = passwords;
      return this;
    }

    /**
     * Sets keys and trust, for profiles 2 and 3.
     *
     * @param tls with the server's key; for profile 3 also with the issuers of the stations' certificates
     * @return this
     */
    public Builder tls(SSLContext tls) {
      this.tls = Optional.of(tls);
      return this;
    }

    /**
     * Sets who may charge; nobody by default.
     *
     * @param authorizer decides
     * @return this
     */
    public Builder authorizer(TokenAuthorizer authorizer) {
      this.authorizer = authorizer;
      return this;
    }

    /**
     * Sets how often stations send a heartbeat.
     *
     * @param heartbeat 1 second to 1 day; 5 minutes by default
     * @return this
     */
    public Builder heartbeat(Duration heartbeat) {
      this.heartbeat = heartbeat;
      return this;
    }

    /**
     * Sets how many stations are known at most.
     *
     * @param maxStations 1 or more; 10,000 by default
     * @return this
     */
    public Builder maxStations(int maxStations) {
      this.maxStations = maxStations;
      return this;
    }

    /**
     * Sets how many messages one station may send in a second, over ten seconds; who sends more is disconnected.
     *
     * @param maxMessagesPerSecond 1 or more; 100 by default
     * @return this
     */
    public Builder maxMessagesPerSecond(int maxMessagesPerSecond) {
      this.maxMessagesPerSecond = maxMessagesPerSecond;
      return this;
    }

    /**
     * Sets how long a connection may take until its station has proved who it is.
     *
     * @param handshake 100 milliseconds to 1 minute; 10 seconds by default
     * @return this
     */
    public Builder handshake(Duration handshake) {
      this.handshake = handshake;
      return this;
    }

    /**
     * Sets how often each connection is tried by a WebSocket ping. A station that answers pings is offline when two and a
     * half of these periods have passed without a message or an answer; one that answers none when two heartbeats are
     * overdue.
     *
     * @param ping 100 milliseconds to 1 hour; 1 minute by default
     * @return this
     */
    public Builder ping(Duration ping) {
      this.ping = ping;
      return this;
    }

    /**
     * Sets what the readings are: a network with simulated stations says so.
     *
     * @param provenance hardware by default
     * @return this
     */
    public Builder provenance(Provenance provenance) {
      this.provenance = provenance;
      return this;
    }

    /**
     * Begins to listen.
     *
     * @return the open central system; the caller closes it
     * @throws DriverException {@link DriverException.Busy} if the port is taken
     */
    public CentralSystem open() throws DriverException {
      if (versions.isEmpty() || Set.copyOf(versions).size() != versions.size()) {
        throw new IllegalArgumentException("versions: one or more, each once, not " + versions);
      }
      if (profile.tls() != tls.isPresent()) {
        throw new IllegalArgumentException("profile " + profile
            + (profile.tls() ? " needs tls(...)" : " has no TLS, but tls(...) was given"));
      }
      if (heartbeat.toSeconds() < 1 || heartbeat.toDays() > 1) {
        throw new IllegalArgumentException("heartbeat: 1 second to 1 day, not " + heartbeat);
      }
      if (handshake.toMillis() < 100 || handshake.toMinutes() > 1) {
        throw new IllegalArgumentException(
            "handshake: 100 milliseconds to 1 minute, not " + handshake);
      }
      if (ping.toMillis() < 100 || ping.toHours() > 1) {
        throw new IllegalArgumentException("ping: 100 milliseconds to 1 hour, not " + ping);
      }
      if (maxStations < 1 || maxMessagesPerSecond < 1) {
        throw new IllegalArgumentException(
            "limits must be 1 or more, not " + maxStations + " and " + maxMessagesPerSecond);
      }
      return new CentralSystem(
          new StationServer.Settings(
              address,
              versions,
              profile,
              passwords,
              tls,
              authorizer,
              heartbeat,
              maxStations,
              maxMessagesPerSecond,
              handshake,
              ping,
              provenance),
          context);
    }
  }
}
