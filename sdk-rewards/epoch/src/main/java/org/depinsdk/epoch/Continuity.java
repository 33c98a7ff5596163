package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Checks that each bundle goes on from the one before it: the hash of its manifest, the schedule, the registry and the
 * sanctions. It keeps the registry as all the bundles together have it, so that a later one cannot tell an earlier time
 * otherwise, however far back it reaches.
 */
final class Continuity {
  private final Map<Long, BundleManifest> manifests = new HashMap<>();
  private @Nullable BundleManifest manifest;
  private @Nullable EpochInput last;
  private RegistryView registry = RegistryView.empty();

  /** From when on the registry is known with every change. */
  private Instant since = Instant.MIN;

  private @Nullable Compensation compensation;
  private LogAnchors anchors;
  private Set<Bytes32> stepsToCome = Set.of();

  Continuity(Optional<WitnessPolicy> witnesses) {
    this.anchors = LogAnchors.of(witnesses);
  }

  /** What the log of the next bundle is checked against. */
  LogAnchors anchors() {
    return anchors;
  }

  /** Checks that a bundle names the one before it, before anything of it is recomputed. */
  void checkFollows(BundleManifest next) throws BundleException {
    if (manifest != null) {
      chain(manifest, next);
    }
  }

  /** Takes the compensation that the next bundle goes on from, which was recomputed. */
  void add(Compensation paid) {
    compensation = paid;
  }

  /** Takes the next bundle, which was recomputed, and says what is known of it. */
  ReplayResult.Same add(EpochBundle bundle, BundleReplay.Replayed replayed) throws BundleException {
    BundleManifest next = bundle.manifest();
    EpochInput input = replayed.input();
    List<ReplayNote> notes = new ArrayList<>();
    if (manifest == null || last == null) {
      registry = input.registry();
      since = input.registrySince();
      notes.add(
          next.previous().isEmpty()
              ? ReplayNote.checked(ReplayNotes.GENESIS, Map.of())
              : ReplayNote.unchecked(
                  ReplayNotes.NOT_FOLLOWED, Map.of("previous", next.previous().get())));
    } else {
      EpochSchedule schedule = last.policy().admission().schedule();
      if (!schedule.equals(input.policy().admission().schedule())) {
        throw new BundleException(
            BundleParts.POLICY, "has another schedule than the bundle before");
      }
      Instant closed = schedule.closesAt(last.epoch());
      registry(last.epoch(), closed, input);
      sanctions(last, closed, input);
      notes.add(ReplayNote.checked(ReplayNotes.FOLLOWS, Map.of()));
    }
    notes.add(policy(input, replayed.log()));
    manifests.put(next.epoch(), next);
    log(replayed);
    compensation(next.epoch(), replayed.log(), notes);
    notes.addAll(replayed.same().notes());
    manifest = next;
    last = input;
    return new ReplayResult.Same(next, replayed.same().reports(), notes);
  }

  private ReplayNote policy(EpochInput input, Optional<LogCheck.Result> log) {
    Map<String, String> facts = new TreeMap<>(Map.of("policy", input.policy().id()));
    if (last == null) {
      // the log of epoch 0 begins with it
      return log.isPresent() && input.epoch().index() == 0
          ? ReplayNote.checked(ReplayNotes.POLICY_SAME, facts)
          : ReplayNote.unsigned(ReplayNotes.POLICY_FIRST, facts);
    }
    List<String> changes =
        PolicyChanges.between(last.policy().toJson(), input.policy().toJson()).stream()
            .map(PolicyChange::toString)
            .toList();
    if (changes.isEmpty()) {
      return ReplayNote.checked(ReplayNotes.POLICY_SAME, facts);
    }
    facts.put("changes", String.join("; ", changes));
    return log.filter(LogCheck.Result::policyAnnounced).isPresent()
        ? ReplayNote.checked(ReplayNotes.POLICY_CHANGED, facts)
        : ReplayNote.unsigned(ReplayNotes.POLICY_CHANGED, facts);
  }

  /** What the log says of the bundles before, and what it promised of this one. */
  private void log(BundleReplay.Replayed replayed) throws BundleException {
    if (replayed.log().isEmpty()) {
      if (anchors.before().isPresent()) {
        throw new BundleException(
            BundleManifest.FILE, "holds no range of the log, which the bundle before has");
      }
      return;
    }
    LogCheck.Result log = replayed.log().get();
    for (LogRecord.Settled settled : log.settled().values()) {
      BundleManifest named = manifests.get(settled.epoch());
      if (named != null
          && (!Hex.encode(settled.bundle().bytes()).equals(named.hash())
              || !settled.root().toString().equals(named.root()))) {
        throw new BundleException(
            BundleParts.LOG_RECORDS,
            "says that epoch " + settled.epoch() + " was settled by the bundle "
                + Hex.encode(settled.bundle().bytes()) + " with root " + settled.root()
                + ", not by " + named.hash());
      }
    }
    for (Bytes32 step : stepsToCome) {
      if (!log.heldSteps().contains(step)) {
        throw new BundleException(
            BundleParts.SANCTIONS, "leaves out a step that the log has, with hash " + step);
      }
    }
    stepsToCome = log.stepsToCome();
    anchors = new LogAnchors(anchors.policy(), log.key(), Optional.of(log.end()));
  }

  /** A compensation is in the log when it is paid, and the log names none that is not there. */
  private void compensation(long epoch, Optional<LogCheck.Result> log, List<ReplayNote> notes)
      throws BundleException {
    Optional<Bytes32> paid =
        Optional.ofNullable(compensation).map(one -> InputRecords.of(epoch, one).content());
    Optional<Bytes32> logged = log.flatMap(LogCheck.Result::compensation);
    if (last != null && logged.isPresent() && !logged.equals(paid)) {
      throw new BundleException(
          BundleParts.LOG_RECORDS,
          "says that epoch " + epoch + " goes on from the compensation " + logged.get()
              + ", not from " + paid.map(Bytes32::toString).orElse("the bundle before"));
    }
    if (paid.isPresent()) {
      notes.add(
          logged.isPresent()
              ? ReplayNote.checked(ReplayNotes.COMPENSATION_LOGGED, Map.of())
              : ReplayNote.unsigned(ReplayNotes.COMPENSATION_NOT_LOGGED, Map.of()));
    }
    compensation = null;
  }

  private static void chain(BundleManifest before, BundleManifest next) throws BundleException {
    if (!next.network().equals(before.network())) {
      throw new BundleException(
          BundleManifest.FILE,
          "is of network " + next.network() + ", the bundle before it of " + before.network());
    }
    if (next.epoch() == before.epoch()) {
      throw new BundleException(
          BundleManifest.FILE,
          "is a second bundle of epoch " + next.epoch() + "; name one of them");
    }
    if (next.epoch() != before.epoch() + 1) {
      throw new BundleException(
          BundleManifest.FILE,
          "is of epoch " + next.epoch() + ", and the bundle before it of epoch " + before.epoch()
              + ": the bundle of epoch " + (before.epoch() + 1) + " is missing");
    }
    String named = next.previous()
        .orElseThrow(
            () -> new BundleException(BundleManifest.FILE, "names no bundle that it follows"));
    if (!named.equals(before.hash())) {
      throw new BundleException(
          BundleManifest.FILE,
          "follows the bundle " + named + ", but that of epoch " + before.epoch() + " is "
              + before.hash());
    }
  }

  /** What the bundles tell of the time before the last one was closed is the same, and new records follow the last one. */
  private void registry(Epoch before, Instant closed, EpochInput input) throws BundleException {
    Instant from = since.isAfter(input.registrySince()) ? since : input.registrySince();
    List<RegistryRecord> expected = registry.between(from, closed).records();
    List<RegistryRecord> told = input.registry().between(from, closed).records();
    RegistryRecord other = firstDifference(expected, told);
    if (other != null) {
      throw new BundleException(
          other.at().isBefore(input.registrySince())
              ? BundleParts.REGISTRY
              : BundleParts.REGISTRY_CHANGES,
          "record " + other.index() + " of " + other.device() + " at " + other.at()
              + ", before epoch " + before.index()
              + " was closed, is not told alike by the bundles of both epochs");
    }
    List<RegistryRecord> all = new ArrayList<>(registry.records());
    for (RegistryRecord record : input.registry().records()) {
      if (!record.at().isBefore(closed)) {
        long next = all.isEmpty() ? 0 : all.get(all.size() - 1).index() + 1;
        if (record.index() != next) {
          throw new BundleException(
              BundleParts.REGISTRY_CHANGES,
              "record " + next + " is missing: record " + record.index() + " stands in its place");
        }
        all.add(record);
      }
    }
    try {
      registry = RegistryView.of(all);
    } catch (RegistryConflictException e) {
      throw new BundleException(BundleParts.REGISTRY_CHANGES, e.getMessage());
    }
  }

  private static void sanctions(EpochInput before, Instant closed, EpochInput next)
      throws BundleException {
    List<SanctionEvent> earlier = before.sanctions().events();
    List<SanctionEvent> events = next.sanctions().events();
    boolean kept =
        events.size() >= earlier.size() && events.subList(0, earlier.size()).equals(earlier);
    if (!kept
        || events.subList(earlier.size(), events.size()).stream()
            .anyMatch(event -> event.at().isBefore(closed))) {
      throw new BundleException(
          BundleParts.SANCTIONS,
          "does not tell of the time before epoch " + before.epoch().index()
              + " was closed what that epoch's bundle tells");
    }
  }

  private static @Nullable RegistryRecord firstDifference(
      List<RegistryRecord> expected, List<RegistryRecord> told) {
    for (int i = 0; i < Math.max(expected.size(), told.size()); i++) {
      RegistryRecord one = i < expected.size() ? expected.get(i) : null;
      RegistryRecord other = i < told.size() ? told.get(i) : null;
      if (one == null || !one.equals(other)) {
        return one != null && (other == null || one.index() <= other.index()) ? one : other;
      }
    }
    return null;
  }
}
