package org.depinsdk.service.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.depinsdk.epoch.store.BundleStores;
import org.depinsdk.service.ingest.IngestLimits;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.depinsdk.service.retention.RetentionRule;
import org.depinsdk.service.settle.BundlePublisher;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a service runs, as its command line says it. */
public final class ServerOptions {
  @Option(
      names = "--data",
      required = true,
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      paramLabel = "DIR",
      description = "Where everything is kept.")
  Path data = Path.of("data");

  @Mixin
  final DatabaseStorage database = new DatabaseStorage();

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description = "Where epoch bundles go; DATA/bundles if not given.")
  private @Nullable Path bundles;

  @Option(
      names = "--publish-bundles",
      paramLabel = "LOCATION",
      converter = OptionTypes.Location.class,
      description = "Where bundles are copied when they are whole:"
          + " s3://bucket/prefix?endpoint=URL&region=NAME&path-style=true with"
          + " depin-sdk-store-s3 on the class path, or a folder. Credentials come from the"
          + " environment.")
  private @Nullable String publishBundles;

  @Option(
      names = "--keep-log",
      paramLabel = "DURATION",
      converter = OptionTypes.TimeOrNone.class,
      description =
          "How long segments of the log are kept after their epochs, such as P7D, counted back"
              + " from the end of the newest settled epoch; for ever if not given.")
  private @Nullable Duration keepLog;

  @Option(
      names = "--keep-bundles",
      paramLabel = "DURATION",
      converter = OptionTypes.TimeOrNone.class,
      description =
          "How long bundles are kept after their epochs; for ever if not given. What is not"
              + " published yet, what a compensation needs and what an open sanction touched"
              + " stays.")
  private @Nullable Duration keepBundles;

  @Option(
      names = "--log-key",
      paramLabel = "FILE",
      description =
          "The key that signs the network's log; DATA/log.key if not given, made if absent.")
  private @Nullable Path logKey;

  @Option(
      names = "--retired-log-key",
      paramLabel = "FILE",
      description =
          "The key that --log-key replaces. It signs the log's checkpoints too as long as it is"
              + " given: leave it away when the next epoch is closed and everybody has the new"
              + " key.")
  private @Nullable Path retiredLogKey;

  @Option(
      names = "--tiles",
      paramLabel = "DIR",
      description = "Where the network's log is published; DATA/tiles if not given.")
  private @Nullable Path tiles;

  @Option(
      names = "--publish-every",
      defaultValue = "PT5S",
      converter = OptionTypes.Time.class,
      description = "How often the network's log is published, beside each epoch's end.")
  Duration publishEvery = Duration.ofSeconds(5);

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "7400",
      converter = OptionTypes.Port.class,
      description = "Port to listen on, 0 for any.")
  int port;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      converter = OptionTypes.Port.class,
      description =
          "Port of /metrics, /livez and /readyz over HTTP, 0 for any; not served if not given.")
  @Nullable
  Integer metricsPort;

  @Option(
      names = "--metrics-host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "Address of the metrics port, which has neither TLS nor passwords.")
  String metricsHost = "127.0.0.1";

  @Option(
      names = "--page",
      description =
          "Show the network's last epochs as a page at / of the metrics port, for reading alone.")
  boolean page;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      converter = OptionTypes.Port.class,
      description = "Port of the admin API over gRPC, 0 for any; not served if not given.")
  @Nullable
  Integer adminPort;

  @Option(
      names = "--admin-host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "Address of the admin API; needs TLS if others reach it.")
  String adminHost = "127.0.0.1";

  @Option(
      names = "--admin-token",
      paramLabel = "FILE",
      description =
          "The token that the admin API asks for; DATA/admin.token if not given, made if absent.")
  private @Nullable Path adminToken;

  @ArgGroup(exclusive = false)
  @Nullable
  Tls tls;

  @Option(
      names = "--plaintext",
      description =
          "Serve without TLS where others reach the address. Everybody on the way reads and"
              + " changes what is sent; only for a service behind a proxy that does TLS.")
  boolean plaintext;

  @Option(names = "--reflection", description = "Offer gRPC reflection.")
  boolean reflection;

  @Option(
      names = "--max-message",
      defaultValue = "1048576",
      paramLabel = "BYTES",
      converter = OptionTypes.MessageSize.class,
      description = "Largest message.")
  int maxMessageBytes;

  @Option(
      names = "--max-calls",
      defaultValue = "16",
      paramLabel = "N",
      converter = OptionTypes.Count.class,
      description = "Calls at a time on one connection.")
  int maxCallsPerConnection;

  @Option(
      names = "--max-connections",
      defaultValue = "1024",
      paramLabel = "N",
      converter = OptionTypes.Count.class,
      description = "Connections at a time.")
  int maxConnections = 1024;

  @Option(
      names = "--max-connections-per-address",
      defaultValue = "256",
      paramLabel = "N",
      converter = OptionTypes.Count.class,
      description = "Connections at a time from one address; more behind a proxy.")
  int maxConnectionsPerAddress = 256;

  @Option(
      names = "--max-new-connections-per-address",
      defaultValue = "16",
      paramLabel = "N",
      converter = OptionTypes.Count.class,
      description =
          "Connections that an address may open in a second in the long run, sixteen times"
              + " as many at once; more behind a proxy.")
  int maxNewConnectionsPerAddress = 16;

  @Option(
      names = "--timeout",
      defaultValue = "PT30S",
      converter = OptionTypes.Time.class,
      description = "Deadline of a call whose client sets none.")
  Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = "--max-timeout",
      defaultValue = "PT2M",
      converter = OptionTypes.Time.class,
      description = "Longest deadline of a call, whatever its client asks for.")
  Duration maxTimeout = Duration.ofMinutes(2);

  @Option(
      names = "--shutdown-grace",
      defaultValue = "PT10S",
      converter = OptionTypes.TimeOrNone.class,
      description = "Time for calls under way at shutdown.")
  Duration shutdownGrace = Duration.ofSeconds(10);

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = OptionTypes.Count.class,
      description = "Threads that check signatures; one for each processor if not given.")
  private int threads = IngestLimits.defaults().threads();

  @Option(
      names = "--max-waiting",
      paramLabel = "BYTES",
      converter = OptionTypes.Count.class,
      description = "Reports that may wait for a decision.")
  int maxWaitingBytes = IngestLimits.defaults().maxWaitingBytes();

  @Option(
      names = "--max-open-reports",
      paramLabel = "N",
      converter = OptionTypes.LargeCount.class,
      description =
          "Reports of epochs that are not settled; beyond it reports are rejected. What the"
              + " heap has room for if not given.")
  private @Nullable Long maxOpenReports;

  @Option(
      names = "--max-clock-step",
      defaultValue = "PT12H",
      converter = OptionTypes.Time.class,
      description = "How far the clock may be ahead of the last record at a start, or jump later;"
          + " beyond it the service waits for somebody to look.")
  Duration maxClockStep = Duration.ofHours(12);

  @Option(
      names = "--accept-clock",
      paramLabel = "INSTANT",
      converter = OptionTypes.AnInstant.class,
      description = "The clock is right although it jumped to about this time.")
  @Nullable
  Instant acceptClock;

  @Option(
      names = "--clock",
      paramLabel = "INSTANT",
      converter = OptionTypes.AnInstant.class,
      description = "Stand at this time until told to advance on standard input.")
  private @Nullable Instant clock;

  @Option(
      names = "--control",
      description = "Obey lines on standard input; its end stops the service.")
  boolean control;

  ServerOptions() {}

  /** Keys for TLS. */
  static final class Tls {
    @Option(
        names = "--tls-certificate",
        required = true,
        paramLabel = "PEM",
        description = "Certificate chain; without it there is no TLS.")
    Path certificate = Path.of("server.crt");

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "PEM",
        description = "Private key of the certificate.")
    Path key = Path.of("server.key");

    @Option(
        names = "--tls-client-ca",
        paramLabel = "PEM",
        description = "If given, clients must show a certificate of it.")
    @Nullable
    Path clientCa;

    private Tls() {}
  }

  /**
   * Reads a command line.
   *
   * @param args for example {@code --data DIR --port 0}
   * @return the options
   * @throws CommandLine.ParameterException if an option is unknown, missing or wrong
   */
  public static ServerOptions parse(String... args) {
    ServerOptions options = new ServerOptions();
    new CommandLine(options).parseArgs(args);
    return options;
  }

  /** Refuses what makes no sense together. */
  void check() throws IOException {
    if (page && metricsPort == null) {
      throw new IOException("--page is shown on the metrics port; give --metrics-port too");
    }
  }

  Path bundles() {
    return bundles != null ? bundles : data.resolve("bundles");
  }

  /** What publishes bundles, if they are to be. */
  Optional<BundlePublisher> publisher() throws IOException {
    return publishBundles == null
        ? Optional.empty()
        : Optional.of(new BundlePublisher(bundles(), BundleStores.open(publishBundles)));
  }

  RetentionRule retention() {
    return new RetentionRule(Optional.ofNullable(keepLog), Optional.ofNullable(keepBundles));
  }

  Path tiles() {
    return tiles != null ? tiles : data.resolve("tiles");
  }

  Path logKey() {
    return logKey != null ? logKey : data.resolve("log.key");
  }

  Path adminToken() {
    return adminToken != null ? adminToken : data.resolve("admin.token");
  }

  /** No connections yet. */
  Connections connections(ServiceMetrics metrics) throws IOException {
    int all = FileHandles.connections(maxConnections);
    return new Connections(new Places(
        "service",
        new Places.Limits(all, maxConnectionsPerAddress, maxNewConnectionsPerAddress),
        metrics));
  }

  Optional<Path> retiredLogKey() {
    return Optional.ofNullable(retiredLogKey);
  }

  /** What unanswered requests of all connections may hold; a connection has a quarter of it, at least one whole message. */
  long maxRequestBytes() {
    return Math.max(maxWaitingBytes, 4L * maxMessageBytes);
  }

  /**
   * How much the ingest holds.
   *
   * @throws IOException if the heap is too small for it
   */
  IngestLimits ingest() throws IOException {
    long fits = HeapBudget.of(this, Runtime.getRuntime().maxMemory()).openReports();
    IngestLimits defaults = IngestLimits.defaults();
    return new IngestLimits(
        threads,
        maxWaitingBytes,
        maxOpenReports == null ? fits : maxOpenReports,
        defaults.refusedOfDevice(),
        defaults.refusedOfNobody());
  }

  /** The clock that the options ask for. */
  InstantSource clock() {
    return clock != null ? new SteppedClock(clock) : InstantSource.system();
  }
}
