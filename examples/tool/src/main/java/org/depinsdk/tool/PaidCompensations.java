package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.BundleCompensation;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.RecordedEpoch;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.RunIndex;
import org.depinsdk.epoch.SettlementState;

/**
 * The compensations that lie beside bundles, each in a folder {@code compensation-<n>}: it was paid after the epochs before n,
 * and epoch n goes on from its state. Each is recomputed from the bundles before it.
 */
final class PaidCompensations {
  private static final Set<String> FILES = Set.of(
      BundleCompensation.CORRECTION,
      BundleCompensation.RECORD,
      BundleCompensation.AFTER,
      BundleCompensation.DISTRIBUTION);

  private final Path folder;

  PaidCompensations(Path folder) {
    this.folder = folder;
  }

  /** What one came to. */
  sealed interface Outcome {
    /** It is what was recomputed. */
    record Same(SettlementState after, String root, int corrections) implements Outcome {}

    /** It differs, or does not fit the bundles. */
    record Different(String part, String detail) implements Outcome {}
  }

  /** Where the compensation before an epoch lies, if there is one. */
  Path folder(long epoch) {
    return folder.resolve(RunIndex.COMPENSATION + epoch);
  }

  /** Recomputes the compensation before an epoch; empty where none lies there. */
  Optional<Outcome> before(long epoch, List<Path> bundles) throws IOException {
    Path paid = folder(epoch);
    if (!Files.isDirectory(paid)) {
      return Optional.empty();
    }
    return Optional.of(recompute(paid, epoch, bundles));
  }

  /** The first folder that is named as a compensation and follows none of these bundles, so that nothing recomputes it. */
  Optional<Path> stray(List<Path> bundles) throws IOException {
    Set<Path> expected = new TreeSet<>();
    for (Path bundle : bundles) {
      expected.add(folder(Bundles.index(bundle) + 1));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(RunIndex.COMPENSATION))
          .filter(f -> !expected.contains(f))
          .sorted()
          .findFirst();
    }
  }

  private Outcome recompute(Path paid, long epoch, List<Path> bundles) throws IOException {
    Set<String> others = new TreeSet<>();
    try (Stream<Path> files = Files.list(paid)) {
      files.map(f -> f.getFileName().toString()).forEach(others::add);
    }
    others.removeAll(FILES);
    if (!others.isEmpty()) {
      return new Outcome.Different(
          others.iterator().next(), "is none of the files of a compensation");
    }
    Path file = paid.resolve(BundleCompensation.CORRECTION);
    if (!Files.isRegularFile(file)) {
      return new Outcome.Different(BundleCompensation.CORRECTION, "the file is missing");
    }
    try {
      Correction correction = Correction.parse(Files.readAllBytes(file));
      BundleCompensation fresh = BundleCompensation.of(RecordedEpoch.readAll(bundles), correction);
      ReplayResult.Different difference = fresh.check(paid).orElse(null);
      if (difference != null) {
        return new Outcome.Different(difference.part(), difference.detail());
      }
      if (fresh.after().nextEpoch() != epoch) {
        return new Outcome.Different(
            BundleCompensation.AFTER,
            "goes on with epoch " + fresh.after().nextEpoch() + ", not " + epoch);
      }
      return new Outcome.Same(
          fresh.after(),
          fresh.result().distribution().root().toString(),
          fresh.changes().size());
    } catch (EncodingException e) {
      return new Outcome.Different(BundleCompensation.CORRECTION, String.valueOf(e.getMessage()));
    } catch (BundleException e) {
      return new Outcome.Different(e.part(), String.valueOf(e.getMessage()));
    }
  }
}
