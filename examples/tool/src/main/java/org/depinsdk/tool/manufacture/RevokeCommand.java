package org.depinsdk.tool.manufacture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Revokes a batch or a device. */
@Command(
    name = "revoke",
    description = "Revokes a batch, or one device of it, and writes the lists that say so.")
final class RevokeCommand extends FolderCommand {
  @Option(
      names = "--batch",
      required = true,
      paramLabel = "NAME",
      description = "The batch's number.")
  private String batch = "";

  @Option(
      names = "--serial",
      paramLabel = "NUMBER",
      description = "One device; without it, the whole batch.")
  private @Nullable String serial;

  @Option(names = DAYS, paramLabel = "N", defaultValue = "30", description = HOW_LONG)
  private int days;

  @Override
  void work(ManufacturerFolder folder) throws IOException {
    Duration good = good(days);
    Revocations revocations = new Revocations(folder);
    boolean fresh = revocations.revoke(batch, Optional.ofNullable(serial), now());
    Path lists = revocations.writeLists(now(), good);
    System.out.println((fresh ? "Revoked." : "That was revoked before.") + " The lists are in "
        + lists + "; networks that read them refuse it from then on.");
  }
}
