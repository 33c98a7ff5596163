package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.RunIndex;
import org.depinsdk.hardware.driver.DriverException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the network and the fleet, then shows what came of it. */
@Command(
    name = "./run wifi",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a Wi-Fi network in a process of its own, and access points that talk to it over gRPC: honest ones,",
      "one that reads this machine's network interface, and cheats. Ends with tables, a page and replayable bundles."
    })
public final class Main implements Callable<Integer> {
  private static final int MIN_DEVICES = 2;
  private static final int MAX_DEVICES = 500;

  @Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(names = "--devices", defaultValue = "12", paramLabel = "N", description = "Access points (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(names = "--epochs", defaultValue = "3", paramLabel = "N", description = "Epochs (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = {
        "Makes the run repeatable: the same seed gives the same root. Time is stepped and this machine's",
        "interface stays out. Without it, epochs last seconds on the clock on the wall."
      })
  private @Nullable Long seed;

  @Option(names = "--out", paramLabel = "DIR", description = "Where the bundles go (default: out/wifi-1, -2, …).")
  private @Nullable Path out;

  /**
   * Runs the network and exits.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException, SigningException, DriverException, BundleException, InterruptedException {
    check("--devices", devices, MIN_DEVICES, MAX_DEVICES);
    check("--epochs", epochs, 1, 100);
    Path folder = folder();
    Seed chosen = new Seed(seed == null ? new SecureRandom().nextLong() : seed);
    Timing timing = seed == null ? Timing.onTheWall(Instant.now()) : Timing.stepping();
    HexGrid grid = HexGrid.load();
    boolean real = seed == null && RealInterface.name().isPresent();
    List<Fleet.AccessPoint> fleet = Fleet.of(chosen, devices, real, grid);
    Simulation simulation = new Simulation(timing, chosen, fleet, epochs);
    Path data = Files.createTempDirectory("depin-wifi-");
    try {
      live(simulation, data, folder);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.err.println("What the network logged lies in " + data);
      return 1;
    }
    RunSummary summary = RunSummary.of(folder, epochs);
    HtmlReport.write(folder, fleet, summary, grid);
    RunIndex.write(folder);
    System.out.println();
    new ConsoleReport(System.out).print(fleet, summary, folder);
    deleteTree(data);
    return 0;
  }

  private static void live(Simulation simulation, Path data, Path folder)
      throws IOException, SigningException, DriverException, InterruptedException {
    try (ProgressBar bar = new ProgressBarBuilder()
        .setTaskName("wifi")
        .setInitialMax(simulation.steps())
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .build()) {
      simulation.run(data, folder, what -> {
        bar.setExtraMessage(what);
        bar.step();
      });
    }
  }

  private void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + " must be " + min + " to " + max + ", not " + value);
    }
  }

  private Path folder() throws IOException {
    if (out == null) {
      int number = 1;
      while (Files.exists(Path.of("out", "wifi-" + number))) {
        number++;
      }
      return Path.of("out", "wifi-" + number);
    }
    if (Files.exists(out)) {
      try (Stream<Path> files = Files.list(out)) {
        if (files.findAny().isPresent()) {
          throw new ParameterException(
              spec.commandLine(), "--out " + out + " is not empty; bundles are never overwritten, name another folder");
        }
      }
    }
    return out;
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
