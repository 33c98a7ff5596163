package org.depinsdk.kit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.depinsdk.epoch.RunIndex;
import org.depinsdk.page.Page;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that runs an example network for some epochs, then shows the results: tables, a page, bundles. */
public abstract class NetworkCommand implements Callable<Integer> {
  private static final int MAX_EPOCHS = 100;

  private final String name;

  @Spec
  private CommandSpec spec = CommandSpec.create();

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
      description =
          "Where the bundles go; nothing in it is overwritten (default: the next free folder under out/).")
  private @Nullable Path out;

  @Mixin
  private TableFormat format = new TableFormat();

  /** A command for a network; its name is that of its folder under {@code out}. */
  protected NetworkCommand(String name) {
    this.name = name;
  }

  /** What a run is given. It is repeatable if its seed was an option; its data folder is deleted afterwards. */
  public record RunOptions(
      long seed, boolean repeatable, int epochs, Path data, Path bundles, Progress progress) {}

  /** What a run came to: tables for a terminal, a page, the last root, names of devices, one of which is worth a look. */
  public record Result(
      Iterable<Table> tables, Page page, String root, DeviceNames names, String example) {}

  /** Refuses options that do not fit, before anything is written. */
  protected abstract void check() throws IOException;

  protected abstract Result run(RunOptions run) throws Exception;

  protected final CommandSpec spec() {
    return spec;
  }

  @Override
  public final Integer call() throws Exception {
    Commands.range(spec, "--epochs", epochs, 1, MAX_EPOCHS);
    check();
    Path folder = Files.createDirectories(folder());
    Result result;
    try (TemporaryFolder data = TemporaryFolder.create("depin-" + name);
        Progress progress = Progress.of(name)) {
      long chosen = seed == null ? new SecureRandom().nextLong() : seed;
      try {
        result = run(new RunOptions(chosen, seed != null, epochs, data.path(), folder, progress));
      } catch (IOException e) {
        if (!Commands.isInterrupted(e)) {
          data.keep();
        }
        throw e;
      }
    }
    Files.writeString(folder.resolve(Page.FILE), result.page().html());
    result.names().write(folder);
    RunIndex.write(folder);
    spec.commandLine().getOut().print(format.format(result.tables()));
    spec.commandLine().getOut().flush();
    PrintWriter screen =
        format.forPeople() ? spec.commandLine().getOut() : spec.commandLine().getErr();
    screen.println("Merkle root  " + result.root());
    screen.println("Bundles      " + folder);
    screen.println("Page         " + folder.resolve(Page.FILE));
    screen.println();
    screen.println("Next:  ./run replay " + folder);
    screen.println("       ./run explain " + folder + " " + result.example());
    return 0;
  }

  private Path folder() throws IOException {
    if (out == null) {
      int number = 1;
      while (Files.exists(Path.of("out", name + "-" + number))) {
        number++;
      }
      return Path.of("out", name + "-" + number);
    }
    if (Files.isDirectory(out)) {
      try (Stream<Path> files = Files.list(out)) {
        if (files.findAny().isEmpty()) {
          return out;
        }
      }
    }
    if (Files.exists(out)) {
      throw new ParameterException(
          spec.commandLine(),
          "--out " + out + (Files.isDirectory(out) ? " is not empty" : " is a file")
              + "; nothing is overwritten, name another folder");
    }
    return out;
  }
}
