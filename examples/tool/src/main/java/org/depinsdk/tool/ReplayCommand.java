package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.kit.Commands;
import org.depinsdk.proofs.ProofVerifiers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Recomputes bundles from nothing but themselves. */
@Command(
    name = "replay",
    description =
        "Recomputes one bundle, or all the bundles of a folder in order, from nothing but "
            + "themselves: hashes, signatures, verdicts, amounts and the root. A compensation that lies "
            + "beside the bundles as compensation-<n> is recomputed too: epoch n goes on from it. Exit "
            + "code 0 if everything is the same; 1 with the first difference by name if it is not; 2 if "
            + "there is nothing to replay.")
final class ReplayCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "BUNDLE",
      description = "A bundle such as out/epoch-0, or the folder that holds several.")
  private Path path = Path.of("");

  @Override
  public Integer call() throws IOException {
    RunReplay replay = new RunReplay(new LocalEpochEngine(ProofVerifiers.load()));
    Optional<RunReplay.Finding> finding =
        replay.replay(RunFolder.open(path), step -> System.out.println(text(step)));
    finding.ifPresent(found -> System.out.println(
        "DIFFERENT  " + found.folder().resolve(found.different().part()) + ": "
            + found.different().detail()));
    return finding.isPresent() ? Commands.NO : 0;
  }

  private static String text(RunReplay.Step step) {
    if (step instanceof RunReplay.Step.Compensated paid) {
      return "same  compensation before epoch " + paid.next() + "  root " + paid.root()
          + "  corrections recomputed: " + paid.corrections();
    }
    RunReplay.Step.Epoch epoch = (RunReplay.Step.Epoch) step;
    return "same  epoch " + epoch.manifest().epoch() + "  root "
        + epoch.manifest().root() + "  " + epoch.reports() + " reports recomputed";
  }
}
