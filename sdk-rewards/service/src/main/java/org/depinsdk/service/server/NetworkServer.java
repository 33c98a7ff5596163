package org.depinsdk.service.server;

import com.google.common.base.Ticker;
import com.google.common.io.Closer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.NetworkWitnesses;
import org.depinsdk.service.EpochBeacons;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.admin.AdminEndpoint;
import org.depinsdk.service.admin.NetworkAdmin;
import org.depinsdk.service.endpoint.NetworkEndpoint;
import org.depinsdk.service.endpoint.StoredEvidence;
import org.depinsdk.service.endpoint.Timeouts;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.log.LogKeys;
import org.depinsdk.service.log.LogPublisher;
import org.depinsdk.service.log.LogWitnesses;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.metrics.ClosedConnection;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.depinsdk.service.retention.Retention;
import org.depinsdk.service.retention.RetentionRule;
import org.depinsdk.service.settle.BundleFolder;
import org.depinsdk.service.settle.BundlePublisher;
import org.depinsdk.service.settle.Settler;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.depinsdk.service.store.StoredSanctions;
import org.depinsdk.service.trace.WorkListener;
import org.depinsdk.transparency.note.NoteSigner;
import org.jspecify.annotations.Nullable;

/** A running network: storage, ingest, settlement and socket, started and stopped in the right order. */
public final class NetworkServer implements AutoCloseable {
  // beside those that read requests, those that begin calls and send answers
  private static final String PUBLICATION = "publication of the log";
  private static final int CALL_THREADS = GrpcListener.CALLS_AT_A_TIME + 8;

  private final Closer closer = Closer.create();
  private final ReportIngest ingest;
  private final Settler settler;
  private final Retention retention;
  private final RetentionRule rule;
  private final NetworkEndpoint endpoint;
  private final GrpcListener listener;
  private final Optional<Integer> metricsPort;
  private final Optional<Integer> adminPort;
  private final NetworkAdmin admin;
  private final CountDownLatch drained = new CountDownLatch(1);

  private NetworkServer(Builder settings, Storage storage) throws IOException {
    ServerOptions options = settings.options;
    AdmissionRules rules = settings.policies.policy().admission();
    closer.register(storage);
    try {
      MetricsListener listened = closer.register(new MetricsListener(options, settings.meters));
      ServiceMetrics metrics = listened.metrics();
      ServiceHealth health = new ServiceHealth(metrics);
      storage.onLoss(loss -> health.failed("leadership", new IOError(loss)));
      // a stepped clock is moved on purpose
      boolean stepped = settings.clock instanceof SteppedClock;
      ClockGuard clock = new ClockGuard(
          settings.clock,
          options.maxClockStep,
          Optional.ofNullable(options.acceptClock),
          Ticker.systemTicker(),
          health);
      Files.createDirectories(options.data);
      if (storage.isShared()
          && storage.log().signed().isPresent()
          && !Files.exists(options.logKey())) {
        throw new IOException(options.logKey() + " is missing, and the log is signed already;"
            + " all processes of a network have the same --log-key, --tiles and --bundles");
      }
      NoteSigner key = LogKeyFile.open(options.logKey(), rules.network());
      LogKeys keys = LogKeys.of(key);
      if (options.retiredLogKey().isPresent()) {
        keys = new LogKeys(
            key, Optional.of(LogKeyFile.read(options.retiredLogKey().get(), rules.network())));
      }
      LogKeys signing = keys;
      LogPublisher.Witnesses witnesses = LogPublisher.Witnesses.NONE;
      List<SequencedLog.KnownHead> known = new ArrayList<>();
      Optional<NetworkWitnesses> named = settings.policies.policy().witnesses();
      if (named.isPresent()) {
        LogWitnesses asked =
            closer.register(new LogWitnesses(named.get().toWitnessPolicy(), options.tiles()));
        known.addAll(asked.known(key.key()));
        witnesses = asked;
      }
      LogPublisher publisher = closer.register(
          storage.isShared()
              ? LogPublisher.openShared(options.tiles(), witnesses)
              : LogPublisher.open(options.tiles(), witnesses));
      known.addAll(publisher.known());
      Optional<String> rotatedTo =
          publisher.changesKey(signing) ? Optional.of(key.key().toString()) : Optional.empty();
      StoredRegistry registry = new StoredRegistry(storage.registry());
      Connections connections = options.connections(metrics);
      closer.register(connections);
      StoredSanctions sanctions = new StoredSanctions(storage.sanctions());
      ExecutorService calls =
          Executors.newFixedThreadPool(CALL_THREADS, task -> new Thread(task, "call"));
      closer.register(calls::shutdown);
      this.ingest = ReportIngest.open(
          new ReportIngest.Parts(
              rules,
              options.ingest(),
              registry,
              sanctions,
              (firstOpen, visitor) ->
                  SequencedLog.open(storage.log(), signing, publisher, known, firstOpen, visitor),
              genesis(settings.policies.policy(rules.schedule().at(0)), key),
              rotatedTo,
              new PolicyOpening(settings.policies),
              newestRecord -> {
                if (!stepped) {
                  clock.begin(newestRecord);
                }
                return clock;
              },
              health,
              sender -> connections.cutOff(sender, ClosedConnection.FAILED_CHECKS),
              metrics),
          storage.ledger().state().nextEpoch());
      closer.register(ingest);
      Optional<BundlePublisher> copies = options.publisher();
      copies.ifPresent(closer::register);
      BackgroundTasks tasks = closer.register(new BackgroundTasks(health));
      BackgroundTasks.Work publication =
          () -> metrics.published(publisher.publish(ingest.log()), clock.instant());
      // from the first start on, the tiles know what the log has
      tasks.runNow(PUBLICATION, publication);
      BundleFolder bundles = new BundleFolder(options.bundles(), key);
      NetworkPolicy policy = settings.policies.policy();
      EpochBeacons beacons =
          new EpochBeacons(policy, settings.network.beacons(policy, options.data));
      this.settler = new Settler(
          settings.network,
          settings.policies,
          new Settler.Stores(
              ingest,
              registry,
              ingest.log(),
              storage.log(),
              publisher,
              bundles,
              storage.ledger(),
              beacons,
              new StoredEvidence(storage.evidence())),
          metrics,
          settings.traces);
      this.retention = new Retention(
          new Retention.Stores(storage.log(), bundles, storage.ledger(), ingest::sanctions, copies),
          rules.schedule());
      this.rule = options.retention();
      MemoryBudget answers = new MemoryBudget(options.ingest().maxWaitingBytes());
      this.endpoint = new NetworkEndpoint(
          new NetworkEndpoint.Parts(
              settings.network,
              policy,
              registry,
              storage.lifecycle(),
              storage.evidence(),
              ingest,
              bundles,
              storage.ledger(),
              beacons,
              clock),
          new Timeouts(options.timeout, options.maxTimeout),
          answers,
          calls,
          health);
      this.listener = GrpcListener.start(
          new TracedCalls(settings.traces),
          options,
          endpoint,
          clock,
          connections,
          answers,
          calls,
          health);
      closer.register(() -> closeListener(listener, options.shutdownGrace));
      if (!stepped) {
        settleByItself(tasks, clock, rules.schedule(), beacons);
      }
      tasks.repeat("publisher", options.publishEvery, PUBLICATION, publication);
      if (!rule.equals(RetentionRule.ALL)) {
        tasks.repeat("retention", options.publishEvery, ServiceHealth.RETENTION, this::removeOld);
      }
      if (copies.isPresent()) {
        tasks.repeat("bundles", options.publishEvery, ServiceHealth.BUNDLES, copies.get()::publish);
      }
      if (policy.attestation().isPresent()) {
        tasks.repeat(
            "revocations",
            options.publishEvery,
            "revocation of attestations",
            endpoint::withdrawRevoked);
        tasks.repeat(
            "evidence", options.publishEvery, "removal of old evidence", endpoint::pruneEvidence);
      }
      this.admin = new ServerAdmin(
          settings.policies, storage, ingest, settler, retention, clock, health, drained);
      Optional<AdminListener> administered = AdminListener.start(options, new AdminEndpoint(admin));
      administered.ifPresent(closer::register);
      this.adminPort = administered.map(AdminListener::port);
      new WatchedValues(metrics).watch(options, ingest.log());
      Optional<PageHandler> page = options.page
          ? Optional.of(
              new PageHandler(new NetworkPage(rules.network(), bundles, storage.ledger())))
          : Optional.empty();
      page.ifPresent(closer::register);
      listened.start(health, page);
      this.metricsPort = listened.port();
    } catch (IOException | RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static LogRecord.Genesis genesis(NetworkPolicy policy, NoteSigner key) {
    return new LogRecord.Genesis(
        policy.network(),
        key.key().toString(),
        NetworkWitnesses.hash(policy.witnesses()),
        policy.randomness() instanceof BeaconSource.Drand drand
            ? Bytes32.of(HexFormat.of().parseHex(drand.chain().hash()))
            : Bytes32.ZERO,
        Bytes32.sha256(policy.toJson()));
  }

  /**
   * Prepares a network.
   *
   * @param network the network
   * @param policies its rules
   * @return what starts it
   */
  public static Builder builder(Network network, PolicySource policies) {
    return new Builder(network, policies);
  }

  /** How a network is started. */
  public static final class Builder {
    private final Network network;
    private final PolicySource policies;
    private ServerOptions options = new ServerOptions();
    private InstantSource clock = InstantSource.system();
    private @Nullable Storage storage;
    private Optional<MeterRegistry> meters = Optional.empty();
    private WorkListener traces = WorkListener.NONE;

    private Builder(Network network, PolicySource policies) {
      this.network = network;
      this.policies = policies;
    }

    /**
     * Sets how it runs.
     *
     * @param value options of a command line
     * @return this
     */
    public Builder options(ServerOptions value) {
      options = value;
      return this;
    }

    /**
     * Sets the network's time.
     *
     * @param value the system's clock if not set. With a {@link SteppedClock} epochs are settled by
     *     {@link NetworkServer#settleDue} alone.
     * @return this
     */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /**
     * Sets where everything but the bundles is kept.
     *
     * @param value opened for this network, closed with the server; what {@code --database} names if not set, and without that
     *     a {@link LocalStorage} in the folder {@code --data}
     * @return this
     */
    public Builder storage(Storage value) {
      storage = value;
      return this;
    }

    /**
     * Sets where the service counts, beside its own metrics port.
     *
     * @param value a registry of the program that runs the service; it is not closed with the server
     * @return this
     */
    public Builder meters(MeterRegistry value) {
      meters = Optional.of(value);
      return this;
    }

    /**
     * Sets what learns of each call and of each settlement, for example to trace them.
     *
     * @param value {@link WorkListener#NONE} if not set
     * @return this
     */
    public Builder traces(WorkListener value) {
      traces = value;
      return this;
    }

    /**
     * Starts the network. What a process before left behind is taken up.
     *
     * @return the running network
     * @throws IOException if the storage cannot be read, is damaged or in use, the policy cannot be settled, or the address is
     *     taken; the message says in one line what to do
     */
    public NetworkServer start() throws IOException {
      return new NetworkServer(this, storage != null ? storage : open());
    }

    private Storage open() throws IOException {
      String name = policies.policy().network();
      return options.database.isNamed()
          ? options.database.open(options, name)
          : LocalStorage.open(options.data, name);
    }
  }

  /**
   * Runs a network as a program until it is told to stop.
   *
   * @param network the network
   * @param args the policy file, then options; {@code --help} lists them
   * @return the exit code: 0 after a clean end, 1 after a failure, 2 if it could not start
   */
  public static int run(Network network, String... args) {
    return NetworkProgram.runWithPolicyFile(network, args);
  }

  /**
   * Runs a network whose policy is not a file.
   *
   * @param network the network
   * @param policies its rules
   * @param args options; {@code --help} lists them
   * @return the exit code: 0 after a clean end, 1 after a failure, 2 if it could not start
   */
  public static int run(Network network, PolicySource policies, String... args) {
    return NetworkProgram.run(network, policies, args);
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return listener.port();
  }

  /**
   * Where metrics are served.
   *
   * @return the port, if {@code --metrics-port} was given
   */
  public Optional<Integer> metricsPort() {
    return metricsPort;
  }

  /**
   * Where the admin API is served.
   *
   * @return the port, if {@code --admin-port} was given
   */
  public Optional<Integer> adminPort() {
    return adminPort;
  }

  /**
   * What those who run the network can do to this service. The admin API offers the same.
   *
   * @return always the same object
   */
  public NetworkAdmin admin() {
    return admin;
  }

  /**
   * Waits until somebody asked for the end of the service, by {@link NetworkAdmin#drain}. The service still runs then.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public void awaitDrain() throws InterruptedException {
    drained.await();
  }

  /**
   * Withdraws the results of attestations whose certificates the network's revocation lists name. This happens by itself every few
   * seconds.
   *
   * @throws IOException if a store failed
   * @throws InterruptedException if the thread was interrupted
   */
  public void withdrawRevoked() throws IOException, InterruptedException {
    endpoint.withdrawRevoked();
  }

  private void removeOld() throws IOException {
    var unused = settler.between(() -> retention.remove(rule));
  }

  /**
   * Settles every epoch that has closed, and removes what nothing needs any more or the retention rule says. With a system clock this happens by itself.
   *
   * @throws IOException if a store failed
   * @throws InterruptedException if the thread was interrupted
   */
  public void settleDue() throws IOException, InterruptedException {
    settler.settleDue();
    endpoint.pruneEvidence();
    removeOld();
  }

  /**
   * Stops: health checks are notified, calls under way end, what was sent is decided and answered, files are closed.
   *
   * @throws IOException if a file could not be closed
   */
  @Override
  public synchronized void close() throws IOException {
    closer.close();
  }

  private void settleByItself(
      BackgroundTasks tasks, ClockGuard clock, EpochSchedule schedule, EpochBeacons beacons) {
    Duration every =
        Duration.ofMillis(Math.max(1, Math.min(1000, schedule.length().toMillis() / 4)));
    tasks.repeat("settler", every, "settlement", () -> {
      if (clock.isBelieved()) {
        settler.settleDue();
      }
    });
    tasks.repeat("randomness", every, "randomness", () -> {
      if (clock.isBelieved()) {
        findRandomness(clock.instant(), schedule, beacons);
      }
    });
  }

  /** The running epoch waits for its randomness; no other takes its place. */
  private static void findRandomness(Instant now, EpochSchedule schedule, EpochBeacons beacons)
      throws IOException {
    if (now.isBefore(schedule.genesis())) {
      return;
    }
    Epoch epoch = schedule.containing(now);
    try {
      var unused = beacons.of(epoch);
    } catch (IOException e) {
      if (beacons.isOverdue(epoch, now)) {
        throw e;
      }
    }
  }

  private static void closeListener(GrpcListener listener, Duration grace) throws IOException {
    try {
      listener.close(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while closing", e);
    }
  }
}
