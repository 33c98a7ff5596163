package org.depinsdk.proofs.location;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/** Judges the fixes of one device together with what landmarks and witnesses say about it. */
final class LocationJudge implements Judge<LocationReport> {
  private static final String HEARD = "heard";

  private final HexGrid grid;
  private final ProofContext context;
  private final LocationRules rules;
  private final Optional<CellOccupants> occupants;

  LocationJudge(HexGrid grid, ProofContext context) {
    this.grid = grid;
    this.context = context;
    this.rules = new LocationRules(context.config());
    this.occupants = rules.capacity() == 0
        ? Optional.empty()
        : Optional.of(new CellOccupants(
            context.registry(),
            context.epoch().end(),
            rules.capacityResolution(),
            device -> isHeardLately(
                heard(context.state().of(GroupKey.device(device))),
                context.epoch().start())));
  }

  private boolean isHeardLately(Optional<Instant> heard, Instant now) {
    return heard.filter(h -> !h.isBefore(now.minus(rules.heardLately()))).isPresent();
  }

  private static Optional<Instant> heard(GroupState state) {
    try {
      return Optional.ofNullable(state.values().get(HEARD)).map(Instant::parse);
    } catch (DateTimeParseException e) {
      // a state that nobody wrote remembers nothing
      return Optional.empty();
    }
  }

  // what is asked of a device in the epochs to come; only where cells have a capacity
  private Judgement remembering(
      GroupKey group,
      GroupState before,
      List<Attributed<LocationReport>> good,
      List<Verdict> verdicts) {
    if (occupants.isEmpty()) {
      return Judgement.of(verdicts);
    }
    Optional<Instant> latest =
        good.stream().map(Attributed::receivedAt).max(Comparator.naturalOrder());
    Optional<Instant> heard = latest
        .or(() -> heard(before))
        .filter(h -> isHeardLately(Optional.of(h), context.epoch().end()));
    GroupState after =
        heard.map(h -> GroupState.of(Map.of(HEARD, h.toString()))).orElse(GroupState.EMPTY);
    return Judgement.of(verdicts).with(Map.of(group, after));
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<LocationReport>> evidence, GroupState before) {
    SortedMap<DeviceId, FindingLog> logs = new TreeMap<>();
    List<Attributed<LocationReport>> fixes = new ArrayList<>();
    Sightings sightings = new Sightings(rules, context, grid);
    boolean believed = true;
    for (Attributed<LocationReport> report : evidence) {
      FindingLog log = logs.computeIfAbsent(report.device(), d -> new FindingLog());
      if (report.evidence() instanceof LocationReport.RoundTrip trip) {
        believed &= compare(trip, report, logs, log);
      } else if (report.evidence() instanceof LocationReport.Sighting sighting) {
        sightings.add(sighting, report, log);
      } else {
        fixes.add(report);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    List<Attributed<LocationReport>> good = new ArrayList<>();
    Optional<DeviceId> subject = fixes.stream().map(Attributed::device).findFirst();
    if (subject.isPresent()) {
      FindingLog log = logs.computeIfAbsent(subject.get(), d -> new FindingLog());
      believed &= place(subject.get(), fixes, good, log);
      if (rules.assertedRequired()) {
        believed &= sightings.believe(log);
      }
    }
    boolean placed = believed && subject.isPresent();
    logs.forEach((device, log) -> {
      long score = placed && device.equals(subject.orElseThrow()) ? 1 : 0;
      verdicts.add(new Verdict(
          device, LocationVerifier.KIND, group, LocationVerifier.SCORE.of(score), log.findings()));
    });
    return remembering(group, before, good, verdicts);
  }

  // false where light says that the target is not at its place; both the landmark and the target
  // are told
  private boolean compare(
      LocationReport.RoundTrip trip,
      Attributed<LocationReport> report,
      SortedMap<DeviceId, FindingLog> logs,
      FindingLog log) {
    Optional<DeviceState> landmark =
        context.registry().stateAt(report.device(), report.receivedAt());
    Optional<DeviceState> target = context.registry().stateAt(trip.target(), report.receivedAt());
    if (landmark.isEmpty()
        || landmark.get().cell().isEmpty()
        || !landmark.get().deviceClass().equals(rules.landmarkClass())
        || target.isEmpty()
        || target.get().cell().isEmpty()
        || target.get().operator().equals(landmark.get().operator())) {
      log.note(LocationReasons.NOT_A_LANDMARK, Severity.ERROR, report.report());
      return true;
    }
    log.note(LocationReasons.ROUND_TRIP, Severity.INFO, report.report());
    long metres = grid.distanceMeters(
        grid.center(landmark.get().cell().get()),
        grid.center(target.get().cell().get()));
    long reach = trip.micros() * LocationVerifier.LIGHT_METERS_PER_MICRO / 2;
    if (metres <= reach + rules.maxDistanceMeters()) {
      return true;
    }
    logs.computeIfAbsent(trip.target(), d -> new FindingLog())
        .note(
            LocationReasons.FASTER_THAN_LIGHT,
            Severity.ERROR,
            Map.of("landmark", report.device().text(), "meters", "" + metres, "reach", "" + reach),
            report.report());
    return false;
  }

  private boolean place(
      DeviceId device,
      List<Attributed<LocationReport>> fixes,
      List<Attributed<LocationReport>> good,
      FindingLog log) {
    boolean ok = true;
    Attributed<LocationReport> last = null;
    for (Attributed<LocationReport> report : fixes) {
      Optional<ReasonCode> problem = problemOf(report);
      problem.ifPresent(code -> log.note(code, Severity.ERROR, report.report()));
      if (problem.isEmpty()) {
        good.add(report);
      }
      // a fix at the wrong place says as much about the way as one at the right place
      if (problem.isEmpty() || problem.get().equals(LocationReasons.ELSEWHERE)) {
        if (last != null && isTeleport(last, report)) {
          log.note(LocationReasons.TELEPORT, Severity.ERROR, report.report());
          ok = false;
        }
        last = report;
      }
    }
    log.add(Finding.of(
        LocationReasons.FIXES,
        Severity.INFO,
        Map.of("good", "" + good.size(), "all", "" + fixes.size())));
    if (good.size() < rules.minFixes()) {
      log.add(Finding.of(
          LocationReasons.TOO_FEW_FIXES,
          Severity.WARNING,
          Map.of("good", "" + good.size(), "asked", "" + rules.minFixes())));
      ok = false;
    }
    if (rules.assertedRequired()) {
      ok &= isSettled(device, log) && hasRoom(device, log);
    }
    return ok && (!rules.movementRequired() || hasMoved(good, log));
  }

  private Optional<ReasonCode> problemOf(Attributed<LocationReport> report) {
    LocationReport.Fix fix = fix(report);
    if (!context.epoch().contains(report.deviceTime())) {
      return Optional.of(LocationReasons.OUTSIDE_EPOCH);
    }
    if (fix.accuracyMeters() > rules.maxAccuracyMeters()) {
      return Optional.of(LocationReasons.INACCURATE);
    }
    if (rules.assertedRequired()) {
      Optional<H3Cell> place = context
          .registry()
          .stateAt(report.device(), report.deviceTime())
          .flatMap(DeviceState::cell);
      if (place.isEmpty()) {
        return Optional.of(LocationReasons.NOT_ASSERTED);
      }
      GeoPoint asserted = grid.center(place.get());
      if (grid.distanceMeters(asserted, fix.point())
          > rules.maxDistanceMeters() + fix.accuracyMeters()) {
        return Optional.of(LocationReasons.ELSEWHERE);
      }
    }
    return Optional.empty();
  }

  private boolean isTeleport(Attributed<LocationReport> from, Attributed<LocationReport> to) {
    // the longer of what the device's clock and the network's say; a clock that was set back says
    // nothing
    long byDevice = Duration.between(from.deviceTime(), to.deviceTime()).toMillis();
    long byNetwork = Duration.between(from.receivedAt(), to.receivedAt()).toMillis();
    long millis = byDevice >= 0
        ? Math.max(byDevice, byNetwork)
        : Math.max(0, byNetwork) + rules.clockTolerance().toMillis();
    long sure = sureMeters(from, to);
    return sure > 0 && sure * 1_000 > millis * rules.maxSpeedMetersPerSecond();
  }

  // how far apart two fixes are at least
  private long sureMeters(Attributed<LocationReport> from, Attributed<LocationReport> to) {
    return grid.distanceMeters(fix(from).point(), fix(to).point())
        - fix(from).accuracyMeters()
        - fix(to).accuracyMeters();
  }

  private boolean isSettled(DeviceId device, FindingLog log) {
    Instant end = context.epoch().end();
    Optional<Instant> since = context.registry().placedSince(device, end);
    // a device that never stood anywhere else is not one that moved
    boolean moved = since.isPresent()
        && context.registry().history(device).stream()
            .anyMatch(s -> s.since().isBefore(since.get()) && s.cell().isPresent());
    if (rules.coolDown().isEmpty()
        || !moved
        || !since.get().plus(rules.coolDown().get()).isAfter(end)) {
      return true;
    }
    log.add(Finding.of(
        LocationReasons.COOL_DOWN,
        Severity.WARNING,
        Map.of(
            "moved", since.get().toString(),
            "until", since.get().plus(rules.coolDown().get()).toString())));
    return false;
  }

  private boolean hasRoom(DeviceId device, FindingLog log) {
    Instant end = context.epoch().end();
    Optional<H3Cell> place = context.registry().stateAt(device, end).flatMap(DeviceState::cell);
    if (occupants.isEmpty()
        || place.isEmpty()
        || place.get().resolution() < rules.capacityResolution()) {
      return true;
    }
    H3Cell cell = place.get().parent(rules.capacityResolution());
    int rank = occupants.get().rank(cell, device);
    if (rank <= rules.capacity()) {
      return true;
    }
    log.add(Finding.of(
        LocationReasons.CROWDED,
        Severity.WARNING,
        Map.of("cell", cell.toString(), "rank", "" + rank, "capacity", "" + rules.capacity())));
    return false;
  }

  // both cells are computed here, from the fixes, and both are in the finding
  private boolean hasMoved(List<Attributed<LocationReport>> fixes, FindingLog log) {
    for (Attributed<LocationReport> later : fixes) {
      Attributed<LocationReport> first = fixes.get(0);
      H3Cell from = grid.cellAt(fix(first).point(), rules.movementResolution());
      H3Cell to = grid.cellAt(fix(later).point(), rules.movementResolution());
      // a car that is parked at an edge shows up on both sides of it
      if (!from.equals(to) && sureMeters(first, later) > 0) {
        Map<String, String> facts = Map.of(
            "from", from.toString(),
            "left", first.deviceTime().toString(),
            "to", to.toString(),
            "reached", later.deviceTime().toString());
        log.add(new Finding(
            LocationReasons.MOVED, Severity.INFO, facts, List.of(first.report(), later.report())));
        return true;
      }
    }
    log.add(Finding.of(LocationReasons.NOT_MOVED, Severity.WARNING, Map.of()));
    return false;
  }

  private static LocationReport.Fix fix(Attributed<LocationReport> report) {
    if (report.evidence() instanceof LocationReport.Fix fix) {
      return fix;
    }
    throw new IllegalStateException("only fixes are placed: " + report.report());
  }
}
