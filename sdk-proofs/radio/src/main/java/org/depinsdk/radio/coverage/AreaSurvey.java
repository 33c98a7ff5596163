package org.depinsdk.radio.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.StateView;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.speed.Speedtest;

/** One area while it is judged: checks its radios, ranks those that pass in each cell, and tells what came of it. */
final class AreaSurvey {
  private final HexGrid grid;
  private final ProofContext context;
  private final CoverageRules rules;
  private final SortedMap<DeviceId, FindingLog> logs = new TreeMap<>();
  private final SortedMap<DeviceId, Radio> radios = new TreeMap<>();
  private final Measurements measurements = new Measurements();

  AreaSurvey(
      HexGrid grid,
      ProofContext context,
      CoverageRules rules,
      Iterable<Attributed<CoverageReport>> evidence) {
    this.grid = grid;
    this.context = context;
    this.rules = rules;
    evidence.forEach(this::take);
    radios.values().forEach(this::check);
    SortedMap<H3Cell, List<CellRanking.Candidate>> indoor = new TreeMap<>();
    SortedMap<H3Cell, List<CellRanking.Candidate>> outdoor = new TreeMap<>();
    for (Radio radio : radios.values()) {
      if (radio.isEligible()) {
        cover(radio, radio.isIndoor() ? indoor : outdoor);
      }
    }
    rank(RadioType.INDOOR, indoor);
    rank(RadioType.OUTDOOR, outdoor);
  }

  /** One verdict about everybody who reported. */
  List<Verdict> verdicts(GroupKey group) {
    List<Verdict> verdicts = new ArrayList<>();
    logs.forEach((device, log) -> {
      Radio radio = radios.get(device);
      long score = radio != null && radio.isEligible() ? points(radio) : 0;
      verdicts.add(new Verdict(
          device, CoverageVerifier.KIND, group, CoverageVerifier.SCORE.of(score), log.findings()));
    });
    return verdicts;
  }

  /** The seniority of each radio that passes every check. */
  SortedMap<GroupKey, GroupState> states() {
    SortedMap<GroupKey, GroupState> states = new TreeMap<>();
    radios
        .values()
        .forEach(radio ->
            radio.seniority.ifPresent(seniority -> states.put(radio.key(), seniority.toState())));
    return states;
  }

  /** The ranked radios of each cell, the first first, indoor before outdoor. */
  SortedMap<H3Cell, List<CoverageMap.Entry>> cells() {
    SortedMap<H3Cell, List<CoverageMap.Entry>> cells = new TreeMap<>();
    for (Radio radio : radios.values()) {
      for (int i = 0; i < radio.cells.size(); i++) {
        CoveragePoints.Cell cell = radio.cells.get(i);
        cells
            .computeIfAbsent(radio.places.get(i), c -> new ArrayList<>())
            .add(new CoverageMap.Entry(
                radio.state.device(),
                radio.claim.type(),
                cell.rank(),
                cell.level(),
                CoveragePoints.of(
                        radio.claim.type(),
                        List.of(cell),
                        radio.trust,
                        radio.tier,
                        rules.status(radio.state.device()))
                    .sharesE6()));
      }
    }
    cells.values().forEach(c -> c.sort(CoverageMap.ORDER));
    return cells;
  }

  private void take(Attributed<CoverageReport> report) {
    FindingLog log = logs.computeIfAbsent(report.device(), d -> new FindingLog());
    Optional<DeviceState> state = context.registry().stateAt(report.device(), report.receivedAt());
    if (state.isEmpty() || state.get().status() != DeviceStatus.ACTIVE) {
      log.note(CoverageReasons.NOT_ACTIVE, Severity.ERROR, report.report());
    } else if (report.evidence() instanceof CoverageReport.Measurement measurement) {
      measure(measurement, report, state.get(), log);
    } else if (report.evidence() instanceof CoverageReport.Claim claim) {
      Radio old = radios.put(report.device(), new Radio(report, claim, state.get(), log));
      if (old != null) {
        log.note(CoverageReasons.SUPERSEDED, Severity.INFO, old.report.report());
      }
    }
  }

  /** One radio while its area is judged. */
  private static final class Radio {
    private final Attributed<CoverageReport> report;
    private final CoverageReport.Claim claim;
    private final DeviceState state;
    private final FindingLog log;
    private final List<CoveragePoints.Cell> cells = new ArrayList<>();
    private final List<H3Cell> places = new ArrayList<>();
    private List<CoveragePoints.Trust> trust = List.of();
    private Speedtest.Tier tier = Speedtest.Tier.GOOD;
    private Optional<Seniority> seniority = Optional.empty();

    Radio(
        Attributed<CoverageReport> report,
        CoverageReport.Claim claim,
        DeviceState state,
        FindingLog log) {
      this.report = report;
      this.claim = claim;
      this.state = state;
      this.log = log;
    }

    boolean isEligible() {
      return seniority.isPresent();
    }

    /** Its seniority with this claim. A claim is also a heartbeat. */
    Seniority seniority(StateView states) {
      Instant heard = report.receivedAt();
      String object = Seniority.object(state.cell().orElseThrow(), claim);
      return Seniority.of(states.of(key()))
          .map(s -> s.heard(object, s.object().equals(object) ? s.since() : heard, heard))
          .orElse(Seniority.first(object, heard, heard));
    }

    GroupKey key() {
      return Seniority.key(state.device(), claim.area());
    }

    boolean isIndoor() {
      return claim.type() == RadioType.INDOOR;
    }
  }

  private void measure(
      CoverageReport.Measurement measurement,
      Attributed<CoverageReport> report,
      DeviceState mapper,
      FindingLog log) {
    Optional<DeviceState> radio =
        context.registry().stateAt(measurement.radio(), report.receivedAt());
    if (!mapper.deviceClass().equals(rules.mapperClass())
        || radio.isEmpty()
        || radio.get().operator().equals(mapper.operator())) {
      log.note(CoverageReasons.NOT_INDEPENDENT, Severity.ERROR, report.report());
    } else {
      measurements.add(mapper.operator(), measurement);
      log.note(CoverageReasons.MEASURED, Severity.INFO, report.report());
    }
  }

  private void check(Radio radio) {
    Optional<ReasonCode> problem = problemOf(radio);
    if (problem.isEmpty()) {
      radio.seniority = Optional.of(radio.seniority(context.state()));
    }
    problem.ifPresent(code -> radio.log.note(code, Severity.ERROR, radio.report.report()));
  }

  private Optional<ReasonCode> problemOf(Radio radio) {
    if (context.denied().contains(radio.state.device())) {
      return Optional.of(CoverageReasons.BANNED);
    }
    Optional<H3Cell> place = radio.state.cell();
    if (place.isEmpty()) {
      return Optional.of(CoverageReasons.NOT_ASSERTED);
    }
    if (radio.claim.covered().get(0).cell().resolution() != rules.resolution()) {
      return Optional.of(CoverageReasons.WRONG_RESOLUTION);
    }
    GeoPoint asserted = grid.center(place.get());
    for (CoverageReport.Covered covered : radio.claim.covered()) {
      if (metres(asserted, covered.cell()) >= LocationTrust.MAX_REACH_METERS) {
        return Optional.of(CoverageReasons.REACHES_TOO_FAR);
      }
    }
    radio.trust = trust(radio, asserted);
    if (radio.trust.stream().allMatch(t -> t.trustE4() == 0)) {
      return Optional.of(CoverageReasons.NOT_TRUSTED);
    }
    if (rules.speedtestRequired()) {
      radio.tier = Speedtest.tier(radio.claim.speedtests(), context.epoch().end());
      if (radio.tier == Speedtest.Tier.FAILED) {
        return Optional.of(CoverageReasons.TOO_SLOW);
      }
    }
    return Optional.empty();
  }

  private List<CoveragePoints.Trust> trust(Radio radio, GeoPoint asserted) {
    if (!rules.locationRequired()) {
      return List.of(new CoveragePoints.Trust(LocationTrust.ONE, 0));
    }
    List<CoveragePoints.Trust> trust = new ArrayList<>();
    for (CoverageReport.Location location : radio.claim.locations()) {
      if (LocationTrust.isFresh(location.at(), radio.report.receivedAt())) {
        long distance = grid.distanceMeters(asserted, location.point());
        trust.add(new CoveragePoints.Trust(
            LocationTrust.byDistanceE4(radio.claim.type(), distance), distance));
      }
    }
    return trust;
  }

  private void cover(Radio radio, SortedMap<H3Cell, List<CellRanking.Candidate>> candidates) {
    DeviceId device = radio.state.device();
    for (CoverageReport.Covered covered : radio.claim.covered()) {
      int signal = covered.signalDeciDbm();
      OptionalInt measured =
          measurements.signalDeciDbm(device, covered.cell(), rules.minMeasurements());
      SignalLevel level = rules.thresholds().levelOf(signal);
      if (measured.isPresent()
          && rules.thresholds().levelOf(measured.getAsInt()).compareTo(level) > 0) {
        level = rules.thresholds().levelOf(measured.getAsInt());
        Map<String, String> facts = Map.of(
            "cell", covered.cell().toString(),
            "claimed", "" + signal,
            "measured", "" + measured.getAsInt());
        radio.log.note(
            CoverageReasons.CONTRADICTED, Severity.WARNING, facts, radio.report.report());
        signal = measured.getAsInt();
      }
      candidates
          .computeIfAbsent(covered.cell(), c -> new ArrayList<>())
          .add(new CellRanking.Candidate(
              device, signal, level, radio.seniority.orElseThrow().since()));
    }
  }

  private void rank(RadioType type, SortedMap<H3Cell, List<CellRanking.Candidate>> byCell) {
    byCell.forEach((cell, candidates) -> {
      Assignment assignment = rules.assignment(cell);
      OptionalInt boost = rules.boost(cell);
      List<CellRanking.Candidate> ranked = CellRanking.rank(type, candidates);
      for (int i = 0; i < ranked.size(); i++) {
        Radio radio = radios.get(ranked.get(i).device());
        if (radio != null) {
          radio.cells.add(new CoveragePoints.Cell(ranked.get(i).level(), i + 1, assignment, boost));
          radio.places.add(cell);
        }
      }
    });
  }

  private long points(Radio radio) {
    CoveragePoints points = CoveragePoints.of(
        radio.claim.type(),
        radio.cells,
        radio.trust,
        radio.tier,
        rules.status(radio.state.device()));
    Map<String, String> facts = new TreeMap<>();
    facts.put("cells", "" + radio.cells.size());
    facts.put("first", "" + radio.cells.stream().filter(c -> c.rank() == 1).count());
    facts.put("base-e6", "" + points.baseE6());
    facts.put("boosted-e6", "" + points.boostedE6());
    facts.put("boost", points.boost().name());
    facts.put("speed-e4", "" + radio.tier.multiplierE4());
    facts.put(
        "trust-e4",
        ""
            + radio.trust.stream().mapToLong(CoveragePoints.Trust::trustE4).sum()
                / radio.trust.size());
    radio.log.add(
        new Finding(CoverageReasons.POINTS, Severity.INFO, facts, List.of(radio.report.report())));
    return points.sharesE6();
  }

  private long metres(GeoPoint from, H3Cell to) {
    return grid.distanceMeters(from, grid.center(to));
  }
}
