package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Checks that each bundle goes on from the one before it: the hash of its manifest, the schedule, the registry and the
 * sanctions. It keeps the registry as all the bundles together tell it, so that a later one cannot tell an earlier time
 * otherwise, however far back it reaches.
 */
final class Continuity {
  private @Nullable BundleManifest manifest;
  private @Nullable EpochInput last;
  private RegistryView registry = RegistryView.empty();

  /** From when on the registry is known with every change. */
  private Instant since = Instant.MIN;

  /** Takes the next bundle. */
  void add(BundleManifest next, EpochInput input) throws BundleException {
    if (manifest == null || last == null) {
      registry = input.registry();
      since = input.registrySince();
    } else {
      chain(manifest, next);
      EpochSchedule schedule = last.policy().admission().schedule();
      if (!schedule.equals(input.policy().admission().schedule())) {
        throw new BundleException(
            BundleParts.POLICY, "has another schedule than the bundle before");
      }
      Instant closed = schedule.closesAt(last.epoch());
      registry(last.epoch(), closed, input);
      sanctions(last, closed, input);
    }
    manifest = next;
    last = input;
  }

  private static void chain(BundleManifest before, BundleManifest next) throws BundleException {
    if (!next.network().equals(before.network())) {
      throw new BundleException(
          BundleManifest.FILE,
          "is of network " + next.network() + ", the bundle before it of " + before.network());
    }
    if (next.epoch() != before.epoch() + 1) {
      throw new BundleException(
          BundleManifest.FILE,
          "is of epoch " + next.epoch() + ", and the bundle before it of epoch " + before.epoch()
              + ": the bundle of epoch " + (before.epoch() + 1) + " is missing");
    }
    String named = next.previous().orElse("");
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
