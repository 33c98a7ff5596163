package org.depinsdk.service.server;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.service.ingest.IngestLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a service runs, as its command line says it. */
public final class ServerOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Where everything is kept.")
  private Path data = Path.of("data");

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description = "Where epoch bundles go; DATA/bundles if not given.")
  private @Nullable Path bundles;

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
  private String host = "127.0.0.1";

  @Option(names = "--port", defaultValue = "7400", description = "Port to listen on, 0 for any.")
  private int port;

  @ArgGroup(exclusive = false)
  private @Nullable Tls tls;

  @Option(names = "--reflection", description = "Offer gRPC reflection.")
  private boolean reflection;

  @Option(
      names = "--max-message",
      defaultValue = "1048576",
      paramLabel = "BYTES",
      description = "Largest message.")
  private int maxMessageBytes;

  @Option(
      names = "--max-calls",
      defaultValue = "100",
      paramLabel = "N",
      description = "Calls at a time on one connection.")
  private int maxCallsPerConnection;

  @Option(
      names = "--timeout",
      defaultValue = "PT30S",
      description = "Deadline of a call whose client sets none.")
  private Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = "--shutdown-grace",
      defaultValue = "PT10S",
      description = "Time for calls under way at shutdown.")
  private Duration shutdownGrace = Duration.ofSeconds(10);

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that check signatures; one for each processor if not given.")
  private int threads = IngestLimits.defaults().threads();

  @Option(
      names = "--max-waiting",
      paramLabel = "BYTES",
      description = "Reports that may wait for a decision.")
  private int maxWaitingBytes = IngestLimits.defaults().maxWaitingBytes();

  @Option(
      names = "--clock",
      paramLabel = "INSTANT",
      description = "Stand at this time until told to advance on standard input.")
  private @Nullable Instant clock;

  @Option(
      names = "--control",
      description = "Obey lines on standard input; its end stops the service.")
  private boolean control;

  ServerOptions() {}

  /** Keys for TLS. */
  public static final class Tls {
    @Option(
        names = "--tls-certificate",
        required = true,
        paramLabel = "PEM",
        description = "Certificate chain; without it there is no TLS.")
    private Path certificate = Path.of("server.crt");

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "PEM",
        description = "Private key of the certificate.")
    private Path key = Path.of("server.key");

    @Option(
        names = "--tls-client-ca",
        paramLabel = "PEM",
        description = "If given, clients must show a certificate of it.")
    private @Nullable Path clientCa;

    private Tls() {}

    /**
     * The server's certificate chain.
     *
     * @return a PEM file
     */
    public Path certificate() {
      return certificate;
    }

    /**
     * The private key of the certificate.
     *
     * @return a PEM file
     */
    public Path key() {
      return key;
    }

    /**
     * Who signs the certificates of clients.
     *
     * @return a PEM file, empty where clients need none
     */
    public Optional<Path> clientCa() {
      return Optional.ofNullable(clientCa);
    }
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

  /**
   * Where everything is kept.
   *
   * @return a folder
   */
  public Path data() {
    return data;
  }

  /**
   * Where epoch bundles go.
   *
   * @return a folder
   */
  public Path bundles() {
    return bundles != null ? bundles : data.resolve("bundles");
  }

  /**
   * The address to listen on.
   *
   * @return a host name or address
   */
  public String host() {
    return host;
  }

  /**
   * The port to listen on.
   *
   * @return 0 for any
   */
  public int port() {
    return port;
  }

  /**
   * Keys for TLS.
   *
   * @return empty for plain text
   */
  public Optional<Tls> tls() {
    return Optional.ofNullable(tls);
  }

  /**
   * Whether gRPC reflection is offered.
   *
   * @return false unless asked for
   */
  public boolean reflection() {
    return reflection;
  }

  /**
   * The largest message.
   *
   * @return bytes
   */
  public int maxMessageBytes() {
    return maxMessageBytes;
  }

  /**
   * How many calls one connection may have under way.
   *
   * @return 1 or more
   */
  public int maxCallsPerConnection() {
    return maxCallsPerConnection;
  }

  /**
   * The deadline of a call whose client sets none.
   *
   * @return a time
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * How long calls under way may take at shutdown.
   *
   * @return a time
   */
  public Duration shutdownGrace() {
    return shutdownGrace;
  }

  /**
   * How much the ingest holds.
   *
   * @return the limits
   */
  public IngestLimits ingest() {
    IngestLimits defaults = IngestLimits.defaults();
    return new IngestLimits(
        threads, maxWaitingBytes, defaults.refusalsPerDevice(), defaults.refusalsPerEpoch());
  }

  /**
   * Where a stepped clock starts.
   *
   * @return empty for the system's clock
   */
  public Optional<Instant> clock() {
    return Optional.ofNullable(clock);
  }

  /**
   * Whether lines on standard input are obeyed.
   *
   * @return false unless asked for
   */
  public boolean control() {
    return control;
  }
}
