package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.depinsdk.transparency.proof.WitnessPolicy;

/**
 * Recomputes the bundles of a run one after the other, and checks that each goes on where the one before it ended: the state,
 * the registry and the sanctions. Nothing that an earlier bundle tells can be told otherwise later, and nothing can be dated
 * back into an epoch that is closed. A compensation between two epochs is recomputed too.
 *
 * <p>What the first bundle starts from is taken as recorded, unless it is that of epoch 0.
 */
public final class RunReplay {
  private final BundleReplay replay;
  private final Optional<WitnessPolicy> witnesses;

  /**
   * Replay on an engine, by somebody who leaves it to the network's policy which witnesses count.
   *
   * @param engine any engine; the result does not depend on which
   */
  public RunReplay(EpochEngine engine) {
    this(engine, Optional.empty());
  }

  /**
   * Replay on an engine.
   *
   * @param engine any engine; the result does not depend on which
   * @param witnesses which log and which witnesses count, and how many of them; if it names no witnesses, those of the network's
   *     policy count
   */
  public RunReplay(EpochEngine engine, Optional<WitnessPolicy> witnesses) {
    this.replay = new BundleReplay(engine);
    this.witnesses = witnesses;
  }

  /** Something that was recomputed. */
  public sealed interface Step {
    /**
     * A bundle, the same as recorded.
     *
     * @param same what the replay knows of it
     */
    record Epoch(ReplayResult.Same same) implements Step {}

    /**
     * A compensation, the same as recorded.
     *
     * @param next the epoch that goes on from it
     * @param root the root of its totals
     * @param corrections how many corrections it makes
     */
    record Compensated(long next, String root, int corrections) implements Step {}
  }

  /**
   * A difference, and where.
   *
   * @param folder the bundle, the compensation or the folder that holds them
   * @param different the file and what is different
   */
  public record Finding(Path folder, ReplayResult.Different different) {}

  /**
   * Recomputes bundles that follow each other.
   *
   * @param runs bundles, and folders of them; all together are one run, in the order of their epochs
   * @param steps is called with each step that came out the same
   * @return the first difference, empty if there is none
   * @throws CannotJudgeException if a verifier that a bundle's policy names is missing here
   * @throws IOException if a file cannot be read or a work file not written
   */
  public Optional<Finding> replay(List<RunFolder> runs, Consumer<Step> steps) throws IOException {
    for (RunFolder run : runs) {
      Optional<ReplayResult.Different> beside =
          run.isOneBundle() ? Optional.empty() : RunIndex.check(run.folder());
      if (beside.isPresent()) {
        return Optional.of(new Finding(run.folder(), beside.get()));
      }
    }
    List<EpochBundle> bundles = new ArrayList<>();
    for (RunFolder run : runs) {
      for (Path folder : run.bundles()) {
        try {
          bundles.add(EpochBundle.open(folder));
        } catch (BundleException e) {
          return Optional.of(new Finding(folder, ReplayResult.Different.of(e)));
        }
      }
    }
    bundles.sort(Comparator.comparingLong(bundle -> bundle.manifest().epoch()));
    Optional<Finding> finding = replayAll(bundles, steps);
    return finding.isPresent() ? finding : stray(runs);
  }

  private Optional<Finding> replayAll(List<EpochBundle> bundles, Consumer<Step> steps)
      throws IOException {
    Continuity continuity = new Continuity(witnesses);
    SettlementState left = SettlementState.GENESIS;
    List<Path> done = new ArrayList<>();
    for (EpochBundle bundle : bundles) {
      Path at = bundle.folder();
      long epoch = bundle.manifest().epoch();
      try {
        continuity.checkFollows(bundle.manifest());
        BundleReplay.Replayed replayed = replay.replay(bundle, continuity.anchors());
        ReplayResult.Same same = continuity.add(bundle, replayed);
        if (!done.isEmpty() && !left.equals(replayed.input().before())) {
          throw new BundleException(
              BundleParts.BEFORE, RecordedRun.doesNotContinue(bundle.folder(), epoch));
        }
        left = bundle.after();
        done.add(bundle.folder());
        steps.accept(new Step.Epoch(same));
        at = RunFolder.compensation(bundle.folder(), epoch + 1);
        if (bundles.size() > 1 && Files.isDirectory(at)) {
          // it may correct any epoch before it, so that all their bundles are read again
          Compensation paid = RecordedRun.read(done).paid(epoch + 1);
          left = paid.after();
          continuity.add(paid);
          steps.accept(new Step.Compensated(
              left.nextEpoch(),
              paid.distribution().root().toString(),
              paid.changes().size()));
        }
      } catch (BundleException e) {
        return Optional.of(new Finding(at, ReplayResult.Different.of(e)));
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> stray(List<RunFolder> runs) throws IOException {
    for (RunFolder run : runs) {
      Optional<Path> stray = run.isOneBundle() ? Optional.empty() : run.stray();
      if (stray.isPresent()) {
        String name = stray.get().getFileName().toString();
        return Optional.of(
            new Finding(run.folder(), new ReplayResult.Different(name, "follows no bundle")));
      }
    }
    return Optional.empty();
  }
}
