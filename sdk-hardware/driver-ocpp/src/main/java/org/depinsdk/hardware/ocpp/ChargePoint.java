package org.depinsdk.hardware.ocpp;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.driver.Registration;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.support.StatusTracker;

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
 * ChargePointTransaction transaction = point.begin(1, "TAG1", List.of(MeterSample.energy(now, 1000, MeterSample.BEGIN)));
 * }</pre>
 */
public final class ChargePoint implements AutoCloseable {
  private final Builder settings;
  private final DriverContext context;
  private final PointDialect dialect;
  private final StatusTracker status;
  private final PointLink link;
  private final Outbox outbox;

  /** What a central system may ask for. Called in the driver's thread; must return soon. */
  public interface Remote {
    /**
     * Asks to begin a transaction.
     *
     * @param idToken for whom
     * @param connector the connector, 1 or more
     * @param remoteStart the request's number in 2.0.1, to be given back with {@link ChargePoint#begin}
     * @return whether it will
     */
    boolean start(String idToken, int connector, OptionalInt remoteStart);

    /**
     * Asks to end a transaction.
     *
     * @param transaction its id, {@link ChargePointTransaction#id}
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
    this.link = new PointLink(
        settings.link(),
        context,
        dialect,
        dialect.boot(settings.vendor, settings.model, settings.serial),
        status,
        this::sendWaiting);
    this.outbox = new Outbox(
        settings.identity,
        settings.maxQueue,
        link::online,
        link::call,
        link::drop,
        settings.retry,
        context.scheduler());
  }

  private void sendWaiting() {
    outbox.sendNext();
  }

  /**
   * Begins a charge point for OCPP 1.6 without a password that refuses remote requests.
   *
   * @param context clock and scheduler
   * @param endpoint the central system, {@code ws://} or {@code wss://}, without the identity
   * @param identity who it is, 1 to 128 printable characters, none of them {@code /}
   * @return a builder
   */
  public static Builder builder(DriverContext context, URI endpoint, String identity) {
    if (!Identity.isIdentity(identity)) {
      throw new IllegalArgumentException(
          "an identity is " + Identity.EXPECTED + ", not " + EncodingException.shown(identity));
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
    return outbox.size();
  }

  /**
   * How many messages of transactions were given up, because the queue was full or the central system refused them again and
   * again.
   *
   * @return since the charge point was made
   */
  public long lost() {
    return outbox.lost();
  }

  /**
   * Asks whether a token may charge.
   *
   * @param idToken the token
   * @return the answer; fails if there is no connection
   */
  public CompletableFuture<Boolean> authorize(String idToken) {
    return link.call(dialect.authorize(idToken)).thenCompose(answer -> {
      try {
        return CompletableFuture.completedFuture(dialect.authorized(answer));
      } catch (OcppException e) {
        return CompletableFuture.failedFuture(RpcPeer.violation("Authorize", e));
      }
    });
  }

  /**
   * Reports the status of a connector.
   *
   * @param connector its number; 0 is the station
   * @param word in the words of the version, for example {@code Available}
   * @return completes with the answer; fails if there is no connection
   */
  public CompletableFuture<Void> status(int connector, String word) {
    return link.call(dialect.status(connector, word, context.clock().instant()))
        .thenAccept(answer -> {});
  }

  /**
   * Gives the inventory that a 2.0.1 central system asked for.
   *
   * @param request its number
   * @param variables the inventory
   * @return completes with the answer; fails if there is no connection
   */
  public CompletableFuture<Void> report(int request, List<StationEvent.Variable> variables) {
    Payload payload = new Messages201.NotifyReport(request, false, variables)
        .write(context.clock().instant(), 0);
    return link.call(new PointDialect.Outgoing("NotifyReport", payload)).thenAccept(answer -> {});
  }

  /**
   * Begins a transaction now.
   *
   * @param connector the connector, 1 or more
   * @param idToken for whom
   * @param samples the register at the begin
   * @return the transaction
   */
  public ChargePointTransaction begin(int connector, String idToken, List<MeterSample> samples) {
    return begin(connector, idToken, samples, OptionalInt.empty());
  }

  /**
   * Begins a transaction that the central system asked for.
   *
   * @param connector the connector, 1 or more
   * @param idToken for whom
   * @param samples the register at the begin
   * @param remoteStart the number of {@link Remote#start}
   * @return the transaction
   */
  public ChargePointTransaction begin(
      int connector, String idToken, List<MeterSample> samples, OptionalInt remoteStart) {
    ChargePointTransaction transaction = new ChargePointTransaction(
        this, settings.transactionIds.get(), connector, idToken, remoteStart);
    outbox.add(dialect.begin(transaction, context.clock().instant(), samples, !link.online()));
    return transaction;
  }

  void queueMeter(ChargePointTransaction transaction, List<MeterSample> samples) {
    outbox.add(dialect.meter(transaction, samples, !link.online()));
  }

  void queueEnd(
      ChargePointTransaction transaction,
      Instant at,
      List<MeterSample> samples,
      Optional<String> reason) {
    outbox.add(dialect.end(transaction, at, samples, reason, !link.online()));
  }

  /** Ends the connection and fails what waits for an answer. What is queued is given up. Idempotent. */
  @Override
  public void close() {
    link.close();
    outbox.close();
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
    private Outbox.Retry retry = new Outbox.Retry(5, Duration.ofMinutes(1));
    private Supplier<String> transactionIds = () -> UUID.randomUUID().toString();
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
     * Sets what to do with a message of a transaction that the central system answers with an error; five attempts, one
     * minute by default (1.6: {@code TransactionMessageAttempts}, {@code TransactionMessageRetryInterval}).
     *
     * @param attempts how often it is sent before it is given up, 1 or more
     * @param interval the first pause; the second is twice as long, and so on
     * @return this
     */
    public Builder retry(int attempts, Duration interval) {
      if (attempts < 1 || interval.isNegative()) {
        throw new IllegalArgumentException("expected 1 or more attempts and an interval of zero or"
            + " more, not " + attempts + " and " + interval);
      }
      this.retry = new Outbox.Retry(attempts, interval);
      return this;
    }

    /**
     * Sets how 2.0.1 transactions are named; random UUIDs by default.
     *
     * @param transactionIds gives a new id of 1 to 36 characters each time
     * @return this
     */
    public Builder transactionIds(Supplier<String> transactionIds) {
      this.transactionIds = transactionIds;
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
      point.link.dial();
      return point;
    }

    private PointLink.Settings link() {
      String base = endpoint.toString();
      String path = URLEncoder.encode(identity, StandardCharsets.UTF_8).replace("+", "%20");
      Map<String, String> headers = new TreeMap<>();
      password.ifPresent(p -> headers.put("Authorization", Identity.basic(identity, p)));
      return new PointLink.Settings(
          identity,
          version,
          URI.create(base + (base.endsWith("/") ? "" : "/") + path),
          headers,
          tls,
          callTimeout,
          reconnect);
    }
  }
}
