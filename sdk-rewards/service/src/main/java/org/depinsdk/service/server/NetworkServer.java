package org.depinsdk.service.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.service.Network;
import org.depinsdk.service.endpoint.NetworkEndpoint;
import org.depinsdk.service.file.DataFolder;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.settle.BundleFolder;
import org.depinsdk.service.settle.Settler;
import org.depinsdk.service.sqlite.Ledger;
import org.depinsdk.service.sqlite.LifecycleStore;
import org.depinsdk.service.sqlite.SqliteRegistry;

/** A running network: stores, ingest, settlement and socket, started and stopped in the right order. */
public final class NetworkServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(NetworkServer.class.getName());
  private static final int CALL_THREADS = 16;

  private final ResourceStack opened;
  private final ReportIngest ingest;
  private final Settler settler;
  private final GrpcListener listener;

  private NetworkServer(
      ResourceStack opened, ReportIngest ingest, Settler settler, GrpcListener listener) {
    this.opened = opened;
    this.ingest = ingest;
    this.settler = settler;
    this.listener = listener;
  }

  /**
   * Starts a network. What a process before left behind is taken up.
   *
   * @param network the network
   * @param options how it runs
   * @param clock the network's time
   * @return the running network
   * @throws IOException if the data cannot be read, is damaged or in use, or the address is taken
   * @throws IllegalStateException if the policy names a proof that nothing on the class path can judge
   */
  public static NetworkServer start(Network network, ServerOptions options, InstantSource clock)
      throws IOException {
    ResourceStack opened = new ResourceStack();
    try {
      return open(network, options, clock, opened);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Runs a network as a program until it is told to stop.
   *
   * @param network the network
   * @param args the command line, see {@code --help}
   * @return the exit code: 0 after a clean end, 1 where it could not start, 2 for a wrong command line
   */
  public static int run(Network network, String... args) {
    return NetworkProgram.run(network, args);
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
   * Changes the registry: activate, suspend, revoke, rotate, transfer, relocate.
   *
   * @param device which device
   * @param change what happened
   * @return the record, when it is durable
   */
  public CompletableFuture<RegistryRecord> change(DeviceId device, RegistryChange change) {
    return ingest.change(device, change);
  }

  /**
   * Settles every epoch that has closed. With a system clock this happens by itself.
   *
   * @throws IOException if a store failed
   * @throws InterruptedException if the thread was interrupted
   */
  public void settleDue() throws IOException, InterruptedException {
    settler.settleDue();
  }

  /**
   * Stops: health checks are told, calls under way end, what was handed in is decided and answered, files are closed.
   *
   * @throws IOException if a file could not be closed
   */
  @Override
  public void close() throws IOException {
    opened.close();
  }

  private static NetworkServer open(
      Network network, ServerOptions options, InstantSource clock, ResourceStack opened)
      throws IOException {
    AdmissionRules rules = network.policy().admission();
    DataFolder folder = opened.add(DataFolder.take(options.data(), rules.network()));
    SqliteRegistry registry = opened.add(SqliteRegistry.open(folder.resolve("registry.sqlite")));
    LifecycleStore life = opened.add(LifecycleStore.open(folder.resolve("lifecycle.sqlite")));
    Ledger ledger = opened.add(Ledger.open(folder.resolve("ledger.sqlite")));
    ExecutorService calls =
        Executors.newFixedThreadPool(CALL_THREADS, task -> new Thread(task, "call"));
    opened.onClose(calls::shutdown);

    CompletableFuture<GrpcListener> listening = new CompletableFuture<>();
    ReportIngest ingest = ReportIngest.open(
        new ReportIngest.Parts(rules, options.ingest(), registry, clock),
        folder.resolve("log"),
        ledger.state().nextEpoch(),
        () -> {
          var unused = listening.thenAccept(GrpcListener::failed);
        });
    opened.onClose(ingest::close);
    BundleFolder bundles = new BundleFolder(options.bundles());
    Settler settler = new Settler(network, new Settler.Stores(ingest, registry, bundles, ledger));

    NetworkEndpoint endpoint = new NetworkEndpoint(
        network,
        new NetworkEndpoint.Stores(registry, life, ingest, bundles, ledger),
        clock,
        options.timeout(),
        calls);
    GrpcListener listener = GrpcListener.start(options, endpoint, calls);
    opened.onClose(() -> listener.close(options.shutdownGrace()));
    listening.complete(listener);
    if (!(clock instanceof SteppedClock)) {
      settleByItself(rules.schedule(), settler, opened);
    }
    return new NetworkServer(opened, ingest, settler, listener);
  }

  private static void settleByItself(
      EpochSchedule schedule, Settler settler, ResourceStack opened) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "settler"));
    opened.onClose(() -> {
      timer.shutdown();
      timer.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    });
    long millis = Math.max(1, Math.min(1000, schedule.length().toMillis() / 4));
    var unused =
        timer.scheduleWithFixedDelay(() -> settle(settler), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void settle(Settler settler) {
    try {
      settler.settleDue();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "an epoch could not be settled; it is tried again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
