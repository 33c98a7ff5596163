package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.RunIndex;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
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
  private static final int MAX_ATTEMPTS = 4;

  @Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--devices",
      defaultValue = "18",
      paramLabel = "N",
      description = "Access points (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--epochs",
      defaultValue = "3",
      paramLabel = "N",
      description = "Epochs (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = {
        "Makes the run repeatable: the same seed gives the same root. Time is stepped and this machine's",
        "interface stays out. Without it, epochs last seconds on the clock on the wall."
      })
  private @Nullable Long seed;

  @Option(
      names = "--with-verifier",
      paramLabel = "KIND",
      description = {
        "Judges and pays pings by a verifier of your own, such as ping/1; put its jar into plugins/",
        "(docs/proofs.md says how to write one)."
      })
  private @Nullable String withVerifier;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the bundles go (default: out/wifi-1, -2, …).")
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
  public Integer call()
      throws IOException, SigningException, DriverException, BundleException, InterruptedException {
    check("--devices", devices, MIN_DEVICES, MAX_DEVICES);
    check("--epochs", epochs, 1, 100);
    Optional<ProofKind> extra = extra();
    Path folder = folder();
    Seed chosen = new Seed(seed == null ? new SecureRandom().nextLong() : seed);
    HexGrid grid = HexGrid.load();
    boolean real = seed == null && RealInterface.name().isPresent();
    List<Fleet.AccessPoint> fleet = Fleet.of(chosen, devices, real, grid);
    Path data = Files.createTempDirectory("depin-wifi-");
    try {
      live(chosen, fleet, extra, grid, data, folder);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.err.println("What the network logged lies in " + data);
      return 1;
    }
    RunSummary summary = RunSummary.of(folder, epochs, grid);
    HtmlReport.write(folder, fleet, summary, grid);
    RunIndex.write(folder);
    System.out.println();
    new ConsoleReport(System.out).print(fleet, summary, folder);
    deleteTree(data);
    return 0;
  }

  // on a busy machine the first epoch may begin before the network is there: once more, with more
  // time
  private void live(
      Seed chosen,
      List<Fleet.AccessPoint> fleet,
      Optional<ProofKind> extra,
      HexGrid grid,
      Path data,
      Path folder)
      throws IOException, SigningException, DriverException, InterruptedException {
    Duration lead = Duration.ofSeconds(8);
    for (int attempt = 1; ; attempt++) {
      Timing timing =
          seed == null ? Timing.onTheWall(Instant.now(), lead, devices) : Timing.stepping();
      Simulation simulation = new Simulation(timing, chosen, fleet, epochs, extra, grid);
      try (ProgressBar bar = new ProgressBarBuilder()
          .setTaskName("wifi")
          .setInitialMax(simulation.steps())
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(500)
          .build()) {
        Path own = Files.createDirectory(data.resolve("attempt-" + attempt));
        simulation.run(own, folder, what -> {
          bar.setExtraMessage(what);
          bar.step();
        });
        return;
      } catch (Simulation.LateException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        lead = lead.multipliedBy(2);
        if (Files.exists(folder)) {
          deleteTree(folder);
        }
      }
    }
  }

  private void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + " must be " + min + " to " + max + ", not " + value);
    }
  }

  // a policy must not name a proof that nothing can judge, or that cannot read what is reported
  private Optional<ProofKind> extra() {
    if (withVerifier == null) {
      return Optional.empty();
    }
    try {
      ProofKind kind = ProofKind.parse(withVerifier);
      ProofVerifier<?> verifier = ProofVerifiers.load()
          .find(kind)
          .orElseThrow(
              () -> refused(
                  "no verifier for " + kind
                      + " on the path, which the policy would name; put the jar that provides it into plugins/"));
      if (verifier.getClass().getPackageName().startsWith("org.depinsdk.proofs.")) {
        throw refused(kind + " comes with the SDK; name a verifier of your own");
      }
      verifier.codec().decode(EvidenceCodec.number(0, 60_000).encode(20L));
      return Optional.of(kind);
    } catch (EncodingException e) {
      throw refused(String.valueOf(e.getMessage()));
    } catch (MalformedEvidenceException e) {
      throw refused(
          withVerifier + " does not read pings, one number of milliseconds: " + e.getMessage());
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), "--with-verifier: " + why);
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
              spec.commandLine(),
              "--out " + out + " is not empty; bundles are never overwritten, name another folder");
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
