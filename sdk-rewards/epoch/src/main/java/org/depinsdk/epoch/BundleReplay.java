package org.depinsdk.epoch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.lifecycle.RegistryAudit;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.epoch.PartComparison.DifferenceException;

/**
 * Recomputes a bundle from nothing but itself: hashes, admission of every report with its signature, verdicts, amounts, root.
 * Every part is made again and compared byte by byte, so that nothing in a bundle escapes. What stood before the epoch (the
 * state, the registry) is taken as recorded; that it follows from the epoch before is what {@link RunReplay} checks. Epoch 0
 * has to begin with nothing.
 */
public final class BundleReplay {
  private final EpochEngine engine;

  /**
   * Replay on an engine.
   *
   * @param engine any engine; the result does not depend on which
   */
  public BundleReplay(EpochEngine engine) {
    this.engine = engine;
  }

  /**
   * Recomputes a bundle.
   *
   * @param folder where it lies
   * @return the same, or the first difference
   * @throws IOException if a work file cannot be written
   */
  public ReplayResult replay(Path folder) throws IOException {
    try {
      return replay(EpochBundle.open(folder));
    } catch (BundleException e) {
      return ReplayResult.Different.of(e);
    }
  }

  ReplayResult replay(EpochBundle bundle) throws IOException, BundleException {
    Optional<ReplayResult.Different> damage = bundle.damage();
    if (damage.isPresent()) {
      return damage.get();
    }
    EpochInput input = bundle.input();
    Optional<ReplayResult.Different> fault = Stream.<Supplier<Optional<ReplayResult.Different>>>of(
            () -> beginning(bundle, input), () -> gap(input), () -> unsigned(input))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
    if (fault.isPresent()) {
      return fault.get();
    }
    try {
      return recompute(bundle, input);
    } catch (DifferenceException e) {
      return e.difference();
    }
  }

  /** The log is read once: admitted again and compared while the engine reads it. */
  private ReplayResult recompute(EpochBundle bundle, EpochInput input)
      throws IOException, BundleException {
    Path folder = bundle.folder();
    AdmissionReplay admission = new AdmissionReplay(input, folder);
    BundleManifest manifest;
    try (EpochOutcome outcome = engine.run(input.with(admission))) {
      manifest = BundleWriter.write(
          part -> part.equals(BundleParts.REPORTS)
              ? OutputStream.nullOutputStream()
              : new PartComparison(folder, part),
          bundle.publication(),
          input,
          outcome);
    } catch (IllegalArgumentException e) {
      // a policy from outside may name a proof that is not on the path, or give it settings that it
      // refuses
      throw new BundleException(BundleParts.POLICY, e.getMessage());
    }
    return new ReplayResult.Same(manifest, admission.count());
  }

  /** Epoch 0 follows nothing and begins with nothing; every other epoch follows a bundle. */
  private static Optional<ReplayResult.Different> beginning(EpochBundle bundle, EpochInput input) {
    boolean first = input.epoch().index() == 0;
    if (first == bundle.manifest().previous().isPresent()) {
      return different(
          BundleManifest.FILE,
          first ? "epoch 0 follows another bundle" : "names no bundle that it follows");
    }
    return first && !input.before().equals(SettlementState.GENESIS)
        ? different(
            BundleParts.BEFORE, "epoch 0 does not begin with nothing: somebody was paid before it")
        : Optional.empty();
  }

  /** The records since the close of the epoch before are all there: their numbers follow each other, from 0 in epoch 0. */
  private static Optional<ReplayResult.Different> gap(EpochInput input) {
    Instant from = closeBefore(input);
    long next = from.equals(Instant.MIN) ? 0 : -1;
    for (RegistryRecord record : input.registry().records()) {
      if (!record.at().isBefore(from)) {
        if (next >= 0 && record.index() != next) {
          return different(
              BundleParts.REGISTRY_CHANGES,
              "record " + next + " is missing: record " + record.index() + " stands in its place");
        }
        next = record.index() + 1;
      }
    }
    return Optional.empty();
  }

  private static Optional<ReplayResult.Different> different(String part, String detail) {
    return Optional.of(new ReplayResult.Different(part, detail));
  }

  /** When the epoch before was closed: later records are new in this bundle. */
  private static Instant closeBefore(EpochInput input) {
    EpochSchedule schedule = input.policy().admission().schedule();
    long index = input.epoch().index();
    return index == 0 ? Instant.MIN : schedule.closesAt(schedule.at(index - 1));
  }

  /** Who may sign is asked of what was recorded since the bundle before this one. */
  private static Optional<ReplayResult.Different> unsigned(EpochInput input) {
    return new RegistryAudit(
            input.policy().network(), input.policy().identity(), closeBefore(input))
        .check(input.registry())
        .map(fault -> new ReplayResult.Different(
            BundleParts.REGISTRY_CHANGES,
            "record " + fault.record().index() + " ("
                + fault.record().device() + " at " + fault.record().at()
                + ") does not follow from its instruction: " + fault.refusal().reason() + ", "
                + fault.refusal().detail()));
  }
}
