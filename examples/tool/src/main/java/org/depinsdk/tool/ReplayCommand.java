package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.RunIndex;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.kit.Commands;
import org.depinsdk.proofs.ProofVerifiers;
import org.jspecify.annotations.Nullable;
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
    List<Path> bundles = Bundles.in(path);
    if (!bundles.get(0).equals(path) && !indexHolds(path)) {
      return Commands.NO;
    }
    BundleReplay replay = new BundleReplay(new LocalEpochEngine(ProofVerifiers.load()));
    PaidCompensations compensations = new PaidCompensations(path);
    SettlementState previous = null;
    for (int i = 0; i < bundles.size(); i++) {
      Path bundle = bundles.get(i);
      ReplayResult result = replay.replay(bundle);
      if (result instanceof ReplayResult.Different different) {
        return differs(bundle, different.part(), different.detail());
      }
      ReplayResult.Same same = (ReplayResult.Same) result;
      try {
        EpochBundle opened = EpochBundle.open(bundle);
        if (previous != null && !previous.equals(opened.input().before())) {
          return differs(
              bundle,
              "before.json",
              "does not continue what lies in front of it; where a compensation was paid in between,"
                  + " its folder is expected as "
                  + compensations.folder(same.manifest().epoch()));
        }
        previous = opened.after();
      } catch (BundleException e) {
        return differs(bundle, e.part(), e.getMessage());
      }
      System.out.println("same  epoch " + same.manifest().epoch() + "  root "
          + same.manifest().root() + "  " + same.reports() + " reports recomputed");
      long next = same.manifest().epoch() + 1;
      PaidCompensations.Outcome paid =
          compensations.before(next, bundles.subList(0, i + 1)).orElse(null);
      if (paid instanceof PaidCompensations.Outcome.Different different) {
        return differs(compensations.folder(next), different.part(), different.detail());
      } else if (paid instanceof PaidCompensations.Outcome.Same compensated) {
        previous = compensated.after();
        System.out.println("same  compensation before epoch " + next + "  root "
            + compensated.root() + "  corrections recomputed: " + compensated.corrections());
      }
    }
    Path stray =
        bundles.get(0).equals(path) ? null : compensations.stray(bundles).orElse(null);
    return stray == null ? 0 : differs(path, stray.getFileName().toString(), "follows no bundle");
  }

  private static boolean indexHolds(Path folder) throws IOException {
    ReplayResult.@Nullable Different difference = RunIndex.check(folder).orElse(null);
    if (difference != null) {
      differs(folder, difference.part(), difference.detail());
    }
    return difference == null;
  }

  private static int differs(Path bundle, String part, @Nullable String detail) {
    System.out.println("DIFFERENT  " + bundle.resolve(part) + ": " + detail);
    return Commands.NO;
  }
}
