package org.depinsdk.ev;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.ServerProcess;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.kit.TemporaryFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures one central system under many stations, each in its own rhythm. */
@Command(
    name = "./run ev-load",
    description = "Puts many stations on one central system, which runs in a process of its own: "
        + "each sends a signed meter value at its own interval. Ends with a table: time to the "
        + "answer, and the central system's memory and CPU.")
public final class StationLoad implements Callable<Integer> {
  @Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--stations",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Stations (default: ${DEFAULT-VALUE}).")
  private int stations;

  @Option(
      names = "--every",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description = "How often each sends (default: ${DEFAULT-VALUE}).")
  private int every;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      paramLabel = "SECONDS",
      description = "How long to measure, after one round to warm up (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Mixin
  private TableFormat tables = new TableFormat();

  /**
   * Measures and exits.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    Commands.main(new StationLoad(), args);
  }

  @Override
  public Integer call()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Commands.range(spec, "--stations", stations, 1, 10_000);
    Commands.range(spec, "--every", every, 1, 3600);
    Commands.range(spec, "--seconds", seconds, every, 86_400);
    try (TemporaryFolder data = TemporaryFolder.create("depin-ev-load");
        ServerProcess server = ServerProcess.start(
            LoadServer.class, List.of("-Xmx512m"), List.of(), data.path().resolve("server.log"))) {
      LoadServer.Figures empty = LoadServer.figures(server);
      long start = System.nanoTime();
      List<LoadStation> all = connect(server.port());
      double connected = (System.nanoTime() - start) / 1e9;
      ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
      try {
        for (int i = 0; i < stations; i++) {
          LoadStation station = all.get(i);
          var unused = timer.scheduleAtFixedRate(
              station::send,
              (long) i * every * 1_000_000L / stations,
              every * 1_000_000L,
              TimeUnit.MICROSECONDS);
        }
        TimeUnit.SECONDS.sleep(every);
        all.forEach(LoadStation::begin);
        LoadServer.Figures before = LoadServer.figures(server);
        TimeUnit.SECONDS.sleep(seconds);
        all.forEach(LoadStation::end);
        LoadServer.Figures after = LoadServer.figures(server);
        report(all, connected, empty, before, after);
      } finally {
        timer.shutdownNow();
      }
    }
    return 0;
  }

  // a hundred at a time: they share one queue of pending connections with the rest of the world
  private List<LoadStation> connect(int port)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpClient client = HttpClient.newHttpClient();
    List<LoadStation> all = new ArrayList<>();
    while (all.size() < stations) {
      List<LoadStation> some = new ArrayList<>();
      for (int i = 0; i < 100 && all.size() + some.size() < stations; i++) {
        some.add(new LoadStation(client, port, "CP" + (all.size() + some.size())));
      }
      for (LoadStation station : some) {
        station.awaitOpen();
      }
      all.addAll(some);
    }
    return all;
  }

  private void report(
      List<LoadStation> all,
      double connected,
      LoadServer.Figures empty,
      LoadServer.Figures before,
      LoadServer.Figures after) {
    long[] nanos = all.stream().flatMapToLong(LoadStation::nanos).sorted().toArray();
    long unanswered = all.stream().mapToLong(LoadStation::unanswered).sum();
    if (nanos.length == 0) {
      throw new IllegalStateException("no station was answered");
    }
    Table table = new Table("One central system under " + stations + " stations")
        .note(format(
            "Each sends a signed meter value of %d characters every %d s; %d processors, Java %s, load average %.1f.",
            LoadStation.SIGNED.length(),
            every,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()))
        .columns(Table.Kind.TEXT, "what", "figure")
        .row("messages answered", nanos.length + " in " + seconds + " s")
        .row("messages not answered", String.valueOf(unanswered))
        .row("time to the answer, median", millis(nanos, 500))
        .row("time to the answer, 99 %", millis(nanos, 990))
        .row("time to the answer, 99.9 %", millis(nanos, 999))
        .row("time to the answer, longest", millis(nanos, 1000))
        .row("heap of the server after collection, without stations", mebibytes(empty.heapBytes()))
        .row("heap of the server after collection, with them", mebibytes(after.heapBytes()))
        .row(
            "heap for a station",
            format("%.1f KiB", (after.heapBytes() - empty.heapBytes()) / 1024.0 / stations))
        .row("resident memory of the server", mebibytes(after.residentBytes()))
        .row(
            "CPU of the server",
            format(
                "%.1f %% of one processor",
                (after.cpuMillis() - before.cpuMillis()) / 10.0 / seconds))
        .row("all handshakes, a hundred at a time", format("%.1f s", connected));
    spec.commandLine().getOut().print(tables.format(List.of(table)));
    spec.commandLine().getOut().flush();
  }

  private static String millis(long[] sorted, int permille) {
    int at = Math.min(sorted.length - 1, (int) ((long) sorted.length * permille / 1000));
    return format("%.2f ms", sorted[at] / 1e6);
  }

  private static String mebibytes(long bytes) {
    return format("%.1f MiB", bytes / 1048576.0);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
