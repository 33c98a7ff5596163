package org.depinsdk.epoch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.RuledAppraiser;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.lifecycle.EvidenceAppraiser;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.RegistryAudit;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.epoch.PartComparison.DifferenceException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;

/**
 * Recomputes a bundle from nothing but itself: hashes, admission of every report with its signature, verdicts, amounts, root.
 * Every part is made again and compared byte by byte, so that nothing in a bundle escapes. What stood before the epoch (the
 * state, the registry) is taken as recorded; that it follows from the epoch before is what {@link RunReplay} checks. Epoch 0
 * has to begin with nothing.
 */
public final class BundleReplay {
  private static final String SCHEDULE = "rewards.emission.schedule";

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
   * Recomputes a bundle by itself.
   *
   * @param folder where it lies
   * @return the same, or the first difference
   * @throws CannotJudgeException if a verifier that the bundle's policy names is missing here
   * @throws IOException if a work file cannot be written
   */
  public ReplayResult replay(Path folder) throws IOException {
    Continuity alone = new Continuity(Optional.empty());
    try {
      EpochBundle bundle = EpochBundle.open(folder);
      return alone.add(bundle, replay(bundle, alone.anchors()));
    } catch (BundleException e) {
      return ReplayResult.Different.of(e);
    }
  }

  /**
   * A bundle that is what it says.
   *
   * @param input what decided it
   * @param same what a caller is told
   * @param log what its range of the log says, if it has one
   */
  record Replayed(EpochInput input, ReplayResult.Same same, Optional<LogCheck.Result> log) {}

  /** Recomputes a bundle. */
  Replayed replay(EpochBundle bundle, LogAnchors anchors) throws IOException, BundleException {
    bundle.checkParts();
    checkSchedule(bundle);
    EpochInput input = bundle.input();
    List<PolicyProblem> problems = engine.check(input.policy());
    if (!problems.isEmpty()) {
      throw new CannotJudgeException(
          BundleParts.POLICY,
          problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("; ")));
    }
    beginning(bundle, input);
    Instant since = input.closeBefore();
    gap(input, since);
    audit(input, since);
    Optional<LogRange> range = bundle.log();
    try {
      Optional<LogCheck.Result> log = range.isPresent()
          ? Optional.of(new LogCheck(bundle, input, range.get(), anchors, since).check())
          : Optional.empty();
      List<ReplayNote> notes = new ArrayList<>();
      notes.add(signature(bundle, anchors, log));
      notes.addAll(UnsignedFacts.of(input, since, log));
      notes.add(beacon(input));
      log.ifPresentOrElse(
          found -> notes.addAll(found.notes()),
          () -> notes.add(ReplayNote.unchecked(ReplayNotes.LOG_ABSENT, Map.of())));
      return new Replayed(input, recompute(bundle, input, log, notes), log);
    } catch (DifferenceException e) {
      throw new BundleException(e.difference().part(), e.difference().detail());
    }
  }

  /** A schedule that is unknown here may be one that a jar adds. */
  private static void checkSchedule(EpochBundle bundle)
      throws BundleException, CannotJudgeException {
    for (PolicyProblem problem : bundle.policyProblems()) {
      if (problem.field().equals(SCHEDULE)) {
        throw new CannotJudgeException(
            BundleParts.POLICY, problem + "; add the jar that provides the schedule");
      }
    }
  }

  /** Says where the randomness came from, which was verified when the bundle was read. */
  private static ReplayNote beacon(EpochInput input) {
    BeaconSource source = input.policy().randomness();
    if (source instanceof BeaconSource.Drand drand) {
      return ReplayNote.checked(
          ReplayNotes.BEACON_PUBLIC,
          Map.of(
              "source", source.name(),
              "chain", drand.chain().hash(),
              "round", Long.toString(input.beacon().beacon().round())));
    } else if (source instanceof BeaconSource.Vrf vrf) {
      return ReplayNote.checked(
          ReplayNotes.BEACON_OF_KEY, Map.of("key", vrf.key().didKey()));
    }
    return ReplayNote.unsigned(ReplayNotes.BEACON_CHOSEN, Map.of("source", source.name()));
  }

  /** The reports are read once: admitted again and compared while the engine reads them. */
  private ReplayResult.Same recompute(
      EpochBundle bundle, EpochInput input, Optional<LogCheck.Result> log, List<ReplayNote> notes)
      throws IOException, BundleException {
    Path folder = bundle.folder();
    AdmissionReplay admission = new AdmissionReplay(input, folder, log.isPresent());
    BundleManifest manifest;
    try (EpochOutcome outcome = engine.run(input.with(admission))) {
      manifest = BundleWriter.write(new Comparison(bundle), bundle.publication(), input, outcome);
    } catch (IllegalArgumentException e) {
      throw new BundleException(BundleParts.POLICY, e.getMessage());
    }
    long refused = admission.count() - admission.accepted();
    if (log.isPresent()
        && (log.get().closed().accepted() != admission.accepted()
            || log.get().closed().refused() != refused)) {
      throw new BundleException(
          BundleParts.LOG_RECORDS,
          "closes the epoch with " + log.get().closed().accepted() + " reports accepted and "
              + log.get().closed().refused() + " refused, the bundle has " + admission.accepted()
              + " and " + refused);
    }
    return new ReplayResult.Same(manifest, admission.count(), notes);
  }

  /** Compares each part as it is made. The reports were compared while they were admitted. */
  private record Comparison(EpochBundle bundle) implements BundleWriter.Target {
    @Override
    public OutputStream open(String part) throws IOException {
      return new PartComparison(bundle.folder(), part);
    }

    @Override
    public Optional<BundleManifest.Part> known(String part) {
      return bundle.manifest().parts().stream()
          .filter(
              recorded -> part.equals(BundleParts.REPORTS) && recorded.path().equals(part))
          .findFirst();
    }
  }

  private static ReplayNote signature(
      EpochBundle bundle, LogAnchors anchors, Optional<LogCheck.Result> log)
      throws BundleException {
    Optional<byte[]> note = bundle.note();
    if (note.isEmpty()) {
      return ReplayNote.unsigned(ReplayNotes.NOT_SIGNED, Map.of());
    }
    Optional<NoteKey> key = log.isPresent() ? log.get().key() : anchors.key();
    if (key.isEmpty()) {
      return ReplayNote.unchecked(ReplayNotes.SIGNER_UNKNOWN, Map.of());
    }
    try {
      ManifestNote.verify(note.get(), bundle.manifest(), key.get());
      return ReplayNote.checked(ReplayNotes.SIGNED, Map.of("key", key.get().toString()));
    } catch (TransparencyException e) {
      throw new BundleException(ManifestNote.FILE, e.getMessage());
    }
  }

  /** Epoch 0 follows nothing and begins with nothing; every other epoch follows a bundle. */
  private static void beginning(EpochBundle bundle, EpochInput input) throws BundleException {
    boolean first = input.epoch().index() == 0;
    if (first == bundle.manifest().previous().isPresent()) {
      throw new BundleException(
          BundleManifest.FILE,
          first ? "epoch 0 follows another bundle" : "names no bundle that it follows");
    }
    if (first && !input.before().equals(SettlementState.GENESIS)) {
      throw new BundleException(
          BundleParts.BEFORE, "epoch 0 does not begin with nothing: somebody was paid before it");
    }
  }

  /** The records since the close of the epoch before are all there: their numbers follow each other, from 0 in epoch 0. */
  private static void gap(EpochInput input, Instant since) throws BundleException {
    long next = since.equals(Instant.MIN) ? 0 : -1;
    for (RegistryRecord record : input.registry().records()) {
      if (!record.at().isBefore(since)) {
        if (next >= 0 && record.index() != next) {
          throw new BundleException(
              BundleParts.REGISTRY_CHANGES,
              "record " + next + " is missing: record " + record.index() + " stands in its place");
        }
        next = record.index() + 1;
      }
    }
  }

  /** Who may sign is asked of what was recorded since the bundle before this one. */
  private static void audit(EpochInput input, Instant since) throws BundleException {
    EvidenceAppraiser appraiser = input
        .policy()
        .attestation()
        .<EvidenceAppraiser>map(
            rules -> new RuledAppraiser(rules, EvidenceVerifiers.load(), input.kept()))
        .orElse(EvidenceAppraiser.NONE);
    InstructionRules rules =
        InstructionRules.of(input.policy().network(), input.policy().identity(), appraiser);
    Optional<RegistryAudit.Fault> fault = new RegistryAudit(rules, since).check(input.registry());
    if (fault.isPresent()) {
      RegistryRecord record = fault.get().record();
      throw new BundleException(
          BundleParts.REGISTRY_CHANGES,
          "record " + record.index() + " (" + record.device() + " at " + record.at()
              + ") does not follow from its instruction: "
              + fault.get().refusal().reason() + ", "
              + fault.get().refusal().detail());
    }
  }
}
