package org.depinsdk.driver.ocpp;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.driver.Registration;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.support.StatusTracker;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A charge point (1.6) or charging station (2.0.1) that dials a central system: for simulated stations, for tests of central
 * systems, and for controllers that run Java. It reconnects for ever; messages of transactions wait in a queue and are
 * delivered in order, each until it is answered.
 *
 * <pre>{@code
 * ChargePoint point = ChargePoint.builder(context, URI.create("ws://127.0.0.1:8887/ocpp"), "CP001")
 *     .version(OcppVersion.V1_6)
 *     .password(Secret.of("a password of 16+"))
 *     .connect();
 * ChargeSession session = point.begin(1, "TAG1", List.of(MeterSample.energy(now, 1000, MeterSample.BEGIN)));
 * }</pre>
 */
public final class ChargePoint implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChargePoint.class.getName());
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Builder settings;
  private final DriverContext context;
  private final PointDialect dialect;
  private final StatusTracker status;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<PointDialect.Queued> queue = new ArrayDeque<>();
  private @Nullable Socket socket;
  private @Nullable Future<?> pause;
  private @Nullable Future<?> heartbeat;
  private boolean booted;
  private boolean sending;
  private boolean closed;
  private int failures;
  private long lost;

  /** What a central system may ask for. Called in the driver's thread; must return soon. */
  public interface Remote {
    /**
     * Asks to begin a transaction.
     *
     * @param idToken for whom
     * @param connector where
     * @param remoteStart the request's number in 2.0.1, to be given back with {@link ChargePoint#begin}
     * @return whether it will
     */
    boolean start(String idToken, int connector, OptionalInt remoteStart);

    /**
     * Asks to end a transaction.
     *
     * @param transaction its name, {@link ChargeSession#transaction}
     * @return whether it will
     */
    boolean stop(String transaction);

    /**
     * Asks for the inventory (2.0.1), to be given with {@link ChargePoint#report}.
     *
     * @param request the request's number
     */
    default void report(int request) {}
  }

  private ChargePoint(Builder settings) {
    this.settings = settings;
    this.context = settings.context;
    this.dialect = settings.version == OcppVersion.V1_6
        ? new PointDialect16(settings.remote)
        : new PointDialect201(settings.remote);
    this.status = new StatusTracker(context.clock());
  }

  /**
   * Begins a charge point for OCPP 1.6 without a password that refuses remote requests.
   *
   * @param context clock and scheduler
   * @param endpoint the central system, {@code ws://} or {@code wss://}, without the identity
   * @param identity who it is, 1 to 48 of {@code A-Z a-z 0-9 * - _ = + | @ .}
   * @return a builder
   */
  public static Builder builder(DriverContext context, URI endpoint, String identity) {
    if (!Identity.isIdentity(identity)) {
      throw new IllegalArgumentException(
          "an identity is 1 to 48 of A-Z a-z 0-9 * - _ = + | @ ., not "
              + org.depinsdk.core.encoding.EncodingException.shown(identity));
    }
    return new Builder(context, endpoint, identity);
  }

  OcppVersion version() {
    return settings.version;
  }

  /**
   * How the connection stands: online when the central system has accepted the boot.
   *
   * @return a value of this moment
   */
  public DriverStatus status() {
    return status.status();
  }

  /**
   * Listens for changes of the status.
   *
   * @param listener must return soon
   * @return closes to stop listening
   */
  public Registration onStatus(Consumer<DriverStatus> listener) {
    return status.listen(listener);
  }

  /**
   * How many messages of transactions wait.
   *
   * @return 0 or more
   */
  public int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many messages of transactions were given up, because the queue was full or the central system refused them.
   *
   * @return since the charge point was made
   */
  public long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks whether a token may charge.
   *
   * @param idToken the token
   * @return the answer; fails where there is no connection
   */
  public CompletableFuture<Boolean> authorize(String idToken) {
    return call(dialect.authorize(idToken)).thenCompose(answer -> {
      try {
        return CompletableFuture.completedFuture(dialect.authorized(answer));
      } catch (OcppException e) {
        return CompletableFuture.failedFuture(violation(e));
      }
    });
  }

  /**
   * Tells how a connector stands.
   *
   * @param connector its number; 0 is the station
   * @param word in the words of the version, for example {@code Available}
   * @return completes with the answer; fails where there is no connection
   */
  public CompletableFuture<Void> status(int connector, String word) {
    return call(dialect.status(connector, word, context.clock().instant()))
        .thenAccept(answer -> {});
  }

  /**
   * Gives the inventory that a 2.0.1 central system asked for.
   *
   * @param request its number
   * @param variables the inventory
   * @return completes with the answer; fails where there is no connection
   */
  public CompletableFuture<Void> report(int request, List<StationEvent.Variable> variables) {
    Payload payload = new Messages201.NotifyReport(request, false, variables)
        .write(context.clock().instant(), 0);
    return call(new PointDialect.Outgoing("NotifyReport", payload)).thenAccept(answer -> {});
  }

  /**
   * Begins a transaction now.
   *
   * @param connector where, 1 or more
   * @param idToken for whom
   * @param samples the register at the begin
   * @return the transaction
   */
  public ChargeSession begin(int connector, String idToken, List<MeterSample> samples) {
    return begin(connector, idToken, samples, OptionalInt.empty());
  }

  /**
   * Begins a transaction that the central system asked for.
   *
   * @param connector where, 1 or more
   * @param idToken for whom
   * @param samples the register at the begin
   * @param remoteStart the number of {@link Remote#start}
   * @return the transaction
   */
  public ChargeSession begin(
      int connector, String idToken, List<MeterSample> samples, OptionalInt remoteStart) {
    ChargeSession session = new ChargeSession(this, connector, idToken, remoteStart);
    enqueue(dialect.begin(session, context.clock().instant(), samples, offline()));
    return session;
  }

  void queueMeter(ChargeSession session, List<MeterSample> samples) {
    enqueue(dialect.meter(session, samples, offline()));
  }

  void queueEnd(
      ChargeSession session, Instant at, List<MeterSample> samples, Optional<String> reason) {
    enqueue(dialect.end(session, at, samples, reason, offline()));
  }

  /** Ends the connection and fails what waits for an answer. What is queued is given up. Idempotent. */
  @Override
  public void close() {
    Socket last;
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
    if (last != null) {
      last.peer.close();
      last.close();
    }
    status.closed();
  }

  private boolean offline() {
    lock.lock();
    try {
      return !booted;
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<Fields> call(PointDialect.Outgoing message) {
    Socket now;
    lock.lock();
    try {
      now = socket;
    } finally {
      lock.unlock();
    }
    if (now == null) {
      return CompletableFuture.failedFuture(
          new DriverException.Unavailable(settings.identity + " is not connected", null));
    }
    return now.peer.call(message.action(), message.payload(), settings.callTimeout);
  }

  private void enqueue(List<PointDialect.Queued> messages) {
    lock.lock();
    try {
      for (PointDialect.Queued message : messages) {
        if (queue.size() >= settings.maxQueue) {
          lost++;
        } else {
          queue.add(message);
        }
      }
    } finally {
      lock.unlock();
    }
    sendNext();
  }

  private void sendNext() {
    PointDialect.Queued next;
    lock.lock();
    try {
      next = queue.peek();
      if (next == null || sending || !booted || closed) {
        return;
      }
      sending = true;
    } finally {
      lock.unlock();
    }
    var unused = call(next.build()).whenComplete((answer, error) -> answered(next, answer, error));
  }

  private void answered(
      PointDialect.Queued message, @Nullable Fields answer, @Nullable Throwable error) {
    boolean refused = error instanceof DriverException.Rejected;
    boolean retry = answer == null && !refused;
    lock.lock();
    try {
      if (!retry) {
        queue.remove(message);
        lost += refused ? 1 : 0;
      }
    } finally {
      lock.unlock();
    }
    // before the next message is made: a 1.6 message needs the number of this answer
    if (answer != null) {
      try {
        message.answered(answer);
      } catch (OcppException e) {
        LOG.log(System.Logger.Level.WARNING, () -> settings.identity + ": " + e.getMessage());
      }
    }
    lock.lock();
    try {
      sending = false;
    } finally {
      lock.unlock();
    }
    if (retry) {
      // after a time-out the connection is no good; a new one sends the message again
      drop();
    } else {
      sendNext();
    }
  }

  private void drop() {
    Socket now;
    lock.lock();
    try {
      now = socket;
    } finally {
      lock.unlock();
    }
    if (now != null) {
      now.closeConnection(1001, "no answer");
    }
  }

  private void dial() {
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

  private void opened(Socket now) {
    var unused = now.peer
        .call(
            "BootNotification",
            dialect.boot(settings.vendor, settings.model, settings.serial).payload(),
            settings.callTimeout)
        .whenComplete((answer, error) -> {
          Optional<Duration> interval = accepted(answer);
          if (interval.isPresent()) {
            booted(now, interval.get());
          } else {
            now.close(1000, "the boot was not accepted");
          }
        });
  }

  private Optional<Duration> accepted(@Nullable Fields answer) {
    if (answer == null) {
      return Optional.empty();
    }
    try {
      Messages16.BootResponse response =
          Messages16.BootResponse.read(answer.skip("statusInfo", "customData"));
      return response.status().equals("Accepted")
          ? Optional.of(Duration.ofSeconds(Math.max(1, response.interval())))
          : Optional.empty();
    } catch (OcppException e) {
      LOG.log(System.Logger.Level.WARNING, () -> settings.identity + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void booted(Socket now, Duration interval) {
    lock.lock();
    try {
      if (socket != now || closed) {
        return;
      }
      booted = true;
      failures = 0;
      cancel(heartbeat);
      heartbeat = context
          .scheduler()
          .scheduleWithFixedDelay(
              () -> beat(now), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
    status.online();
    sendNext();
  }

  private void beat(Socket now) {
    var unused = now.peer.call("Heartbeat", new Payload(), settings.callTimeout);
  }

  private void ended(Socket gone, String why) {
    gone.peer.close();
    lock.lock();
    try {
      if (socket != gone || closed) {
        return;
      }
      socket = null;
      booted = false;
      sending = false;
      cancel(heartbeat);
      failures++;
      long millis = Math.min(
          LONGEST_PAUSE.toMillis(), settings.reconnect.toMillis() << Math.min(failures - 1, 6));
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

  private static DriverException violation(OcppException e) {
    return new DriverException.ProtocolViolation(
        e.description(), org.depinsdk.hardware.reading.RawBytes.of(new byte[0]));
  }

  /** One connection. */
  private final class Socket extends WebSocketClient {
    private final RpcPeer peer;

    Socket() {
      super(
          settings.address(),
          new Draft_6455(
              List.of(),
              List.of(new Protocol(settings.version.subprotocol())),
              4 * Json.MAX_MESSAGE),
          settings.headers(),
          (int) settings.callTimeout.toMillis());
      peer = new RpcPeer(
          settings.identity, settings.version, this::sendSafely, dialect, context.scheduler(), 64);
      setDaemon(true);
      setTcpNoDelay(true);
      setConnectionLostTimeout(60);
      settings.tls.ifPresent(tls -> setSocketFactory(tls.getSocketFactory()));
    }

    private void sendSafely(String text) {
      try {
        send(text);
      } catch (WebsocketNotConnectedException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> settings.identity + ": no connection");
      }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      opened(this);
    }

    @Override
    public void onMessage(String message) {
      if (!peer.receive(message)) {
        LOG.log(System.Logger.Level.DEBUG, () -> settings.identity + ": not OCPP");
      }
    }

    @Override
    public void onMessage(ByteBuffer message) {
      close(1003, "OCPP is text");
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      ended(this, "closed with " + code + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public void onError(Exception e) {
      LOG.log(System.Logger.Level.DEBUG, () -> settings.identity + ": " + e);
    }
  }

  /** Puts a charge point together. Not safe for use by several threads. */
  public static final class Builder {
    private final DriverContext context;
    private final URI endpoint;
    private final String identity;
    private OcppVersion version = OcppVersion.V1_6;
    private Optional<Secret> password = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private String vendor = "depin-sdk";
    private String model = "charge-point";
    private String serial = "";
    private Duration callTimeout = Duration.ofSeconds(30);
    private Duration reconnect = Duration.ofSeconds(1);
    private int maxQueue = 1000;
    private Remote remote = new Remote() {
      @Override
      public boolean start(String idToken, int connector, OptionalInt remoteStart) {
        return false;
      }

      @Override
      public boolean stop(String transaction) {
        return false;
      }
    };

    private Builder(DriverContext context, URI endpoint, String identity) {
      this.context = context;
      this.endpoint = endpoint;
      this.identity = identity;
    }

    /**
     * Sets the version.
     *
     * @param version the only one that is offered
     * @return this
     */
    public Builder version(OcppVersion version) {
      this.version = version;
      return this;
    }

    /**
     * Sets the password of profiles 1 and 2.
     *
     * @param password OCPP asks for 16 to 40 characters
     * @return this
     */
    public Builder password(Secret password) {
      this.password = Optional.of(password);
      return this;
    }

    /**
     * Sets trust, and for profile 3 the station's key, for a {@code wss} endpoint.
     *
     * @param tls the server's name is always checked
     * @return this
     */
    public Builder tls(SSLContext tls) {
      this.tls = Optional.of(tls);
      return this;
    }

    /**
     * Sets what the station says it is.
     *
     * @param vendor 1 to 20 characters
     * @param model 1 to 20 characters
     * @param serial at most 25 characters; may be empty
     * @return this
     */
    public Builder machine(String vendor, String model, String serial) {
      if (vendor.isEmpty()
          || vendor.length() > 20
          || model.isEmpty()
          || model.length() > 20
          || serial.length() > 25) {
        throw new IllegalArgumentException(
            "vendor and model have 1 to 20 characters and a serial at" + " most 25, not " + vendor
                + ", " + model + ", " + serial);
      }
      this.vendor = vendor;
      this.model = model;
      this.serial = serial;
      return this;
    }

    /**
     * Sets how long to wait for an answer.
     *
     * @param callTimeout 30 seconds by default
     * @return this
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = callTimeout;
      return this;
    }

    /**
     * Sets the first pause before a new connection; it doubles up to a minute.
     *
     * @param reconnect 1 second by default
     * @return this
     */
    public Builder reconnect(Duration reconnect) {
      this.reconnect = reconnect;
      return this;
    }

    /**
     * Sets how many messages of transactions may wait.
     *
     * @param maxQueue 1,000 by default
     * @return this
     */
    public Builder maxQueue(int maxQueue) {
      this.maxQueue = maxQueue;
      return this;
    }

    /**
     * Sets what to do when the central system asks.
     *
     * @param remote answers
     * @return this
     */
    public Builder remote(Remote remote) {
      this.remote = remote;
      return this;
    }

    /**
     * Begins to dial; returns at once.
     *
     * @return the charge point; the caller closes it
     */
    public ChargePoint connect() {
      ChargePoint point = new ChargePoint(this);
      point.dial();
      return point;
    }

    private URI address() {
      String base = endpoint.toString();
      String path = java.net.URLEncoder.encode(identity, java.nio.charset.StandardCharsets.UTF_8);
      return URI.create(base + (base.endsWith("/") ? "" : "/") + path);
    }

    private Map<String, String> headers() {
      Map<String, String> headers = new TreeMap<>();
      password.ifPresent(p -> headers.put("Authorization", Identity.basic(identity, p)));
      return headers;
    }
  }
}
