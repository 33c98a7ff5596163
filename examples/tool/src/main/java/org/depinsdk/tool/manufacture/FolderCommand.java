package org.depinsdk.tool.manufacture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.kit.Commands;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that works in the folder of an authority, in one process at a time. */
abstract class FolderCommand implements Callable<Integer> {
  static final String DAYS = "--days";
  static final String HOW_LONG = "How long the lists are good (default: ${DEFAULT-VALUE}).";

  private static final int MAX_DAYS = 3_650;

  @ParentCommand
  private ManufactureCommand parent = new ManufactureCommand();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--ca",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the authority.")
  private Path ca = Path.of("");

  Path ca() {
    return ca;
  }

  CommandSpec spec() {
    return spec;
  }

  Instant now() {
    return parent.clock().instant();
  }

  Duration good(int days) {
    Commands.range(spec, DAYS, days, 1, MAX_DAYS);
    return Duration.ofDays(days);
  }

  abstract void work(ManufacturerFolder folder) throws IOException, SigningException;

  @Override
  public Integer call() throws IOException, SigningException {
    ManufacturerFolder folder = ManufacturerFolder.open(ca);
    Optional<Closeable> lock = DurableFiles.tryLock(ca.resolve("ca.lock"));
    if (lock.isEmpty()) {
      throw new IOException("another process works in " + ca + "; wait until it has ended");
    }
    try (Closeable held = lock.get()) {
      work(folder);
    }
    return 0;
  }
}
