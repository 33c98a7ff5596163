package org.depinsdk.proofs.location;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.LazyGrid;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/**
 * {@code location/1}: whether a device is where it says. Its fixes, the round trips that landmarks measured to it and the
 * sightings of those who heard it are judged together. The score is 1 {@code place} or 0, to gate other proofs with.
 *
 * <p>A round trip is evidence against a place only: light in a vacuum is the fastest, so that an answer which comes sooner
 * than light would take did not come from there.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code asserted}: {@code none} for devices that travel, which need not be at a registered place; default {@code
 *       required}.
 *   <li>{@code max-distance}: metres that a fix may lie from the asserted cell's centre, beside its accuracy; default 500.
 *   <li>{@code max-accuracy}: metres; default 100. Wingbits asks 2.5.
 *   <li>{@code max-speed}: metres a second; default 350, faster than an airliner.
 *   <li>{@code min-fixes}: default 1.
 *   <li>{@code cool-down}: how long a new place is worth nothing; default: not asked. WeatherXM has {@code P7D}.
 *   <li>{@code capacity}: how many devices a cell has room for, the eldest first; default: not asked. WeatherXM has 10. {@code
 *       capacity-resolution}: of that cell; default 7, about 5 square kilometres.
 *   <li>{@code movement}: {@code required} for two fixes in different cells of {@code movement-resolution}, default 8, as
 *       DIMO's proof of movement; default {@code none}.
 *   <li>{@code landmark-class}: the device class of landmarks; default {@code landmark}.
 *   <li>{@code witness-range}: metres within which devices hear each other by radio; default 300, a Wi-Fi access point in the
 *       open. {@code min-witnesses}: how many independent operators have to have heard a device at its place; default 0. A
 *       device that more of them heard elsewhere is not believed in any case.
 * </ul>
 */
public final class LocationVerifier implements ProofVerifier<LocationReport> {
  /** The kind, {@code location/1}. */
  public static final ProofKind KIND = new ProofKind("location/1");

  /** The unit, {@code place}. */
  public static final ScoreType SCORE = ScoreType.attribute("place");

  /** Metres that light travels in a microsecond in a vacuum, rounded up (CODATA: 299,792,458 m/s). */
  public static final long LIGHT_METERS_PER_MICRO = 300;

  private static final EvidenceCodec<LocationReport> CODEC = new LocationReportCodec();

  private final Supplier<HexGrid> grid;
  private final Registered registered = new Registered();

  /** A verifier with the grid on the path. */
  public LocationVerifier() {
    grid = new LazyGrid();
  }

  /**
   * A verifier with a grid.
   *
   * @param grid the geometry of H3
   */
  public LocationVerifier(HexGrid grid) {
    this.grid = () -> grid;
  }

  @Override
  public ProofKind kind() {
    return KIND;
  }

  @Override
  public ScoreType scoreType() {
    return SCORE;
  }

  @Override
  public EvidenceCodec<LocationReport> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<LocationReport> evidence) {
    if (evidence.evidence() instanceof LocationReport.RoundTrip trip) {
      return GroupKey.device(trip.target());
    }
    return GroupKey.device(
        evidence.evidence() instanceof LocationReport.Sighting sighting
            ? sighting.target()
            : evidence.device());
  }

  @Override
  public Judge<LocationReport> prepare(ProofContext context) {
    return (group, evidence, before) -> Judgement.of(judge(group, evidence, context));
  }

  private List<Verdict> judge(
      GroupKey group, Iterable<Attributed<LocationReport>> evidence, ProofContext context) {
    LocationRules rules = new LocationRules(context.config());
    SortedMap<DeviceId, FindingLog> logs = new TreeMap<>();
    List<Attributed<LocationReport>> fixes = new ArrayList<>();
    Sightings sightings = new Sightings(rules, context, grid.get());
    boolean believed = true;
    for (Attributed<LocationReport> report : evidence) {
      FindingLog log = logs.computeIfAbsent(report.device(), d -> new FindingLog());
      if (report.evidence() instanceof LocationReport.RoundTrip trip) {
        believed &= compare(trip, report, rules, context, logs, log);
      } else if (report.evidence() instanceof LocationReport.Sighting sighting) {
        sightings.add(sighting, report, log);
      } else {
        fixes.add(report);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    Optional<DeviceId> subject = fixes.stream().map(Attributed::device).findFirst();
    if (subject.isPresent()) {
      FindingLog log = logs.computeIfAbsent(subject.get(), d -> new FindingLog());
      believed &= place(subject.get(), fixes, rules, context, log);
      if (rules.assertedRequired()) {
        believed &= sightings.believe(log);
      }
    }
    boolean placed = believed && subject.isPresent();
    logs.forEach((device, log) -> {
      long score = placed && device.equals(subject.orElseThrow()) ? 1 : 0;
      verdicts.add(new Verdict(device, KIND, group, SCORE.of(score), log.findings()));
    });
    return verdicts;
  }

  // false where light says that the target is not at its place; both the landmark and the target
  // are told
  private boolean compare(
      LocationReport.RoundTrip trip,
      Attributed<LocationReport> report,
      LocationRules rules,
      ProofContext context,
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
    long metres = grid.get()
        .distanceMeters(
            grid.get().center(landmark.get().cell().get()),
            grid.get().center(target.get().cell().get()));
    long reach = trip.micros() * LIGHT_METERS_PER_MICRO / 2;
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
      LocationRules rules,
      ProofContext context,
      FindingLog log) {
    boolean ok = true;
    Attributed<LocationReport> last = null;
    List<Attributed<LocationReport>> good = new ArrayList<>();
    for (Attributed<LocationReport> report : fixes) {
      Optional<ReasonCode> problem = problemOf(report, rules, context);
      problem.ifPresent(code -> log.note(code, Severity.ERROR, report.report()));
      if (problem.isEmpty()) {
        good.add(report);
      }
      // a fix at the wrong place says as much about the way as one at the right place
      if (problem.isEmpty() || problem.get().equals(LocationReasons.ELSEWHERE)) {
        if (last != null && isTeleport(last, report, rules)) {
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
      ok &= isSettled(device, rules, context, log) && hasRoom(device, rules, context, log);
    }
    return ok && (!rules.movementRequired() || hasMoved(good, rules, log));
  }

  private Optional<ReasonCode> problemOf(
      Attributed<LocationReport> report, LocationRules rules, ProofContext context) {
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
      GeoPoint asserted = grid.get().center(place.get());
      if (grid.get().distanceMeters(asserted, fix.point())
          > rules.maxDistanceMeters() + fix.accuracyMeters()) {
        return Optional.of(LocationReasons.ELSEWHERE);
      }
    }
    return Optional.empty();
  }

  private boolean isTeleport(
      Attributed<LocationReport> from, Attributed<LocationReport> to, LocationRules rules) {
    long sure = grid.get().distanceMeters(fix(from).point(), fix(to).point())
        - fix(from).accuracyMeters()
        - fix(to).accuracyMeters();
    long millis = Duration.between(from.deviceTime(), to.deviceTime()).toMillis();
    return sure > 0 && sure * 1_000 > millis * rules.maxSpeedMetersPerSecond();
  }

  private static boolean isSettled(
      DeviceId device, LocationRules rules, ProofContext context, FindingLog log) {
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

  private boolean hasRoom(
      DeviceId device, LocationRules rules, ProofContext context, FindingLog log) {
    Instant end = context.epoch().end();
    Optional<H3Cell> place = context.registry().stateAt(device, end).flatMap(DeviceState::cell);
    if (rules.capacity() == 0
        || place.isEmpty()
        || place.get().resolution() < rules.capacityResolution()) {
      return true;
    }
    H3Cell cell = place.get().parent(rules.capacityResolution());
    int rank = registered.in(context.registry(), end, cell).indexOf(device) + 1;
    if (rank <= rules.capacity()) {
      return true;
    }
    log.add(Finding.of(
        LocationReasons.CROWDED,
        Severity.WARNING,
        Map.of("cell", cell.toString(), "rank", "" + rank, "capacity", "" + rules.capacity())));
    return false;
  }

  // both cells are computed here, from the fixes, and both stand in the finding
  private boolean hasMoved(
      List<Attributed<LocationReport>> fixes, LocationRules rules, FindingLog log) {
    for (Attributed<LocationReport> later : fixes) {
      Attributed<LocationReport> first = fixes.get(0);
      H3Cell from = grid.get().cellAt(fix(first).point(), rules.movementResolution());
      H3Cell to = grid.get().cellAt(fix(later).point(), rules.movementResolution());
      if (!from.equals(to)) {
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
