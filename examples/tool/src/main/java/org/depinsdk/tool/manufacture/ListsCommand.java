package org.depinsdk.tool.manufacture;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Renews the lists of what was revoked. */
@Command(
    name = "lists",
    description = "Writes the lists of what was revoked anew, before the old ones end.")
final class ListsCommand extends FolderCommand {
  @Option(names = DAYS, paramLabel = "N", defaultValue = "30", description = HOW_LONG)
  private int days;

  @Override
  void work(ManufacturerFolder folder) throws IOException {
    System.out.println("The lists are in " + new Revocations(folder).writeLists(now(), good(days)));
  }
}
