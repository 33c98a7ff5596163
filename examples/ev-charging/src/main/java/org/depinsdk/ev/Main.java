package org.depinsdk.ev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

/** Runs the network and its stations, then shows what came of it. */
@Command(
    name = "./run ev-charging",
    mixinStandardHelpOptions = true,
    description = {
      "Runs an EV charging network: stations charge cars over real OCPP 1.6 and 2.0.1, their meters sign, and the",
      "network pays by the signed watt-hour. Some stations cheat. Ends with tables, a page and replayable bundles."
    })
public final class Main implements Callable<Integer> {
  @Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--devices",
      defaultValue = "12",
      paramLabel = "N",
      description = "Stations (default: ${DEFAULT-VALUE}).")
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
      description = "Makes the run repeatable: the same seed gives the same root.")
  private @Nullable Long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the bundles go (default: out/ev-charging-1, -2, …).")
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
    check("--devices", devices, 2, 200);
    check("--epochs", epochs, 1, 100);
    Path folder = folder();
    Run run = new Run(seed == null ? new SecureRandom().nextLong() : seed, devices, epochs);
    Path data = Files.createTempDirectory("depin-ev-");
    run.live(data, folder);
    Outcome outcome = Outcome.of(folder, epochs, run.chargers());
    Page.write(folder, outcome);
    RunIndex.write(folder);
    new Tables(outcome).print(System.out);
    System.out.println("Root      " + outcome.root());
    System.out.println("Bundles   " + folder);
    System.out.println("Page      " + folder.resolve(Page.FILE));
    System.out.println();
    System.out.println("Next:  ./run replay " + folder);
    List<Charger> chargers = run.chargers();
    System.out.println("       ./run explain " + folder + " "
        + chargers.get(chargers.size() - 1).id());
    deleteTree(data);
    return 0;
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
      while (Files.exists(Path.of("out", "ev-charging-" + number))) {
        number++;
      }
      return Path.of("out", "ev-charging-" + number);
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
