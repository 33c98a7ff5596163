package org.depinsdk.epoch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Recomputes the bundles of a run one after the other, and checks that each goes on where the one before it ended: the state,
 * the registry and the sanctions. Nothing that an earlier bundle tells can be told otherwise later, and nothing can be dated
 * back into an epoch that is closed. A compensation between two epochs is recomputed too.
 *
 * <p>What the first bundle starts from is taken as recorded, unless it is that of epoch 0.
 */
public final class RunReplay {
  private final BundleReplay replay;

  /**
   * Replay on an engine.
   *
   * @param engine any engine; the result does not depend on which
   */
  public RunReplay(EpochEngine engine) {
    this.replay = new BundleReplay(engine);
  }

  /** Something that was recomputed. */
  public sealed interface Step {
    /**
     * A bundle, the same as recorded.
     *
     * @param manifest its manifest
     * @param reports how many reports were admitted or refused again
     */
    record Epoch(BundleManifest manifest, long reports) implements Step {}

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
   * Recomputes bundles.
   *
   * @param run one bundle or several
   * @param steps is told each step that came out the same
   * @return the first difference, empty if there is none
   * @throws IOException if a file cannot be read or a work file not written
   */
  public Optional<Finding> replay(RunFolder run, Consumer<Step> steps) throws IOException {
    if (!run.isOneBundle()) {
      Optional<ReplayResult.Different> beside = RunIndex.check(run.folder());
      if (beside.isPresent()) {
        return Optional.of(new Finding(run.folder(), beside.get()));
      }
    }
    Continuity continuity = new Continuity();
    SettlementState left = SettlementState.GENESIS;
    List<Path> done = new ArrayList<>();
    TreeSet<Long> epochs = new TreeSet<>();
    for (Path folder : run.bundles()) {
      Path at = folder;
      try {
        EpochBundle bundle = EpochBundle.open(folder);
        ReplayResult result = replay.replay(bundle);
        if (result instanceof ReplayResult.Different different) {
          return Optional.of(new Finding(folder, different));
        }
        EpochInput input = bundle.input();
        continuity.add(bundle.manifest(), input);
        if (!done.isEmpty() && !left.equals(input.before())) {
          throw new BundleException(
              BundleParts.BEFORE,
              RecordedRun.doesNotContinue(folder, input.epoch().index()));
        }
        left = bundle.after();
        done.add(folder);
        epochs.add(input.epoch().index());
        steps.accept(new Step.Epoch(bundle.manifest(), ((ReplayResult.Same) result).reports()));
        at = run.compensation(input.epoch().index() + 1);
        if (!run.isOneBundle() && Files.isDirectory(at)) {
          // it may correct any epoch before it, so that all their bundles are read again
          Compensation paid = RecordedRun.read(done).paid(input.epoch().index() + 1);
          left = paid.after();
          steps.accept(new Step.Compensated(
              left.nextEpoch(),
              paid.distribution().root().toString(),
              paid.changes().size()));
        }
      } catch (BundleException e) {
        return Optional.of(new Finding(at, ReplayResult.Different.of(e)));
      }
    }
    return run.isOneBundle()
        ? Optional.empty()
        : run.stray(epochs)
            .map(stray -> new Finding(
                run.folder(),
                new ReplayResult.Different(stray.getFileName().toString(), "follows no bundle")));
  }
}
