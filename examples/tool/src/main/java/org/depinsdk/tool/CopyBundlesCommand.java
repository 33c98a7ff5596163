package org.depinsdk.tool;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.depinsdk.epoch.store.BundleCopier;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.BundleStores;
import org.depinsdk.kit.Commands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies bundles between folders and object stores. */
@Command(
    name = "copy-bundles",
    description =
        "Copies the bundles and compensations that are not there yet, oldest first and the manifest of each last, so"
            + " that a reader never sees half of one. Each part is checked with the hash of its manifest. A copy that was"
            + " interrupted goes on where it ended; what is there is never overwritten. Exit code 0; 1 if there is nothing to"
            + " copy from; 2 if a store fails, a part is damaged, or another bundle is there.")
final class CopyBundlesCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FROM",
      converter = BundleArgument.Converter.class,
      description =
          "A folder of bundles, or s3://bucket/prefix?endpoint=URL&region=NAME&path-style=true;"
              + " what is left out comes from the environment, as credentials do.")
  private BundleArgument from = new BundleArgument("");

  @Parameters(
      index = "1",
      paramLabel = "TO",
      converter = BundleArgument.Converter.class,
      description = "The same.")
  private BundleArgument to = new BundleArgument("");

  @Override
  public Integer call() throws IOException {
    try (BundleStore source = BundleStores.open(from.location());
        BundleStore target = BundleStores.open(to.location())) {
      if (source.names().isEmpty()) {
        System.err.println("no bundle in " + source.location());
        return Commands.NO;
      }
      new BundleCopier(source, target).copyAll(name -> System.out.println("copied  " + name));
      return 0;
    }
  }
}
