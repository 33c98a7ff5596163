package org.depinsdk.radio.witness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceStatus;
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
import org.jspecify.annotations.Nullable;

/** Judges one beacon with those who heard it, and remembers of each device when it was heard and when it heard others. */
final class WitnessJudge implements Judge<RadioReport> {
  private final WitnessRules rules;
  private final HexGrid grid;
  private final Pipeline<BeaconChecks.Subject> beaconChecks;
  private final Pipeline<WitnessChecks.Subject> witnessChecks;
  private final HexDensity density;
  private final Instant end;

  WitnessJudge(
      ProofContext context,
      HexGrid grid,
      Pipeline<BeaconChecks.Subject> beaconChecks,
      Pipeline<WitnessChecks.Subject> witnessChecks) {
    this.rules = new WitnessRules(context);
    this.grid = grid;
    this.beaconChecks = beaconChecks;
    this.witnessChecks = witnessChecks;
    this.end = context.epoch().end();
    this.density = density(context, grid, rules);
  }

  // all active devices with a place at the epoch's end that were heard before it began: HIP-17
  // counts those who interact, so
  // that a registration alone makes no place crowded
  private static HexDensity density(ProofContext context, HexGrid grid, WitnessRules rules) {
    List<H3Cell> places = new ArrayList<>();
    for (DeviceId device : context.registry().devices()) {
      if (!RadioMemory.isLately(
          rules.memory(device).heard(), context.epoch().start(), RadioMemory.INTERACTIVE)) {
        continue;
      }
      context
          .registry()
          .stateAt(device, context.epoch().end())
          .filter(s -> s.status() == DeviceStatus.ACTIVE)
          .flatMap(s -> s.cell())
          .filter(c -> c.resolution() >= Gateway.FINEST_NEEDED)
          .ifPresent(places::add);
    }
    return HexDensity.of(places, grid);
  }

  /** What comes of one beacon. */
  private static final class Result {
    private final SortedMap<DeviceId, FindingLog> logs = new TreeMap<>();
    private final SortedMap<DeviceId, Long> units = new TreeMap<>();
    private final SortedMap<DeviceId, RadioMemory> memories = new TreeMap<>();

    FindingLog log(Attributed<RadioReport> report) {
      return logs.computeIfAbsent(report.device(), d -> new FindingLog());
    }

    void refuse(Attributed<RadioReport> report, ReasonCode code) {
      log(report).note(code, Severity.ERROR, report.report());
    }

    void remember(DeviceId device, RadioMemory memory) {
      memories.merge(device, memory, RadioMemory::merge);
    }

    void pay(
        Attributed<RadioReport> report, ReasonCode code, int witnesses, int unitsE4, int scaleE4) {
      units.merge(report.device(), (long) unitsE4 * scaleE4, Long::sum);
      Map<String, String> facts =
          Map.of("witnesses", "" + witnesses, "units", "" + unitsE4, "scale", "" + scaleE4);
      log(report).add(new Finding(code, Severity.INFO, facts, List.of(report.report())));
    }
  }

  /** A beacon that passed every check and counts, or every one but reciprocity. */
  private record Beacon(
      Attributed<RadioReport> report,
      RadioReport.Sent sent,
      Gateway gateway,
      BeaconWindow window,
      boolean counts) {}

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<RadioReport>> evidence, GroupState before) {
    List<Attributed<RadioReport>> reports = new ArrayList<>();
    evidence.forEach(reports::add);
    if (reports.isEmpty()) {
      return Judgement.of(List.of())
          .with(Map.of(group, RadioMemory.of(before).agedAt(end).toState()));
    }
    reports.sort(Comparator.comparingLong(Attributed::position));
    Result result = new Result();
    reports.forEach(result::log);
    List<Attributed<RadioReport>> heard =
        reports.stream().filter(r -> r.evidence() instanceof RadioReport.Heard).toList();
    Beacon beacon = firstBeacon(reports, result);
    List<Attributed<RadioReport>> valid =
        beacon == null ? List.of() : witnesses(beacon, heard, result);
    if (beacon == null || !beacon.counts()) {
      heard.forEach(r -> result.refuse(r, WitnessReasons.NO_BEACON));
    } else {
      reward(beacon, valid, result);
    }
    List<Verdict> verdicts = new ArrayList<>();
    result.logs.forEach((device, log) -> verdicts.add(new Verdict(
        device,
        WitnessVerifier.KIND,
        group,
        WitnessVerifier.SCORE.of(result.units.getOrDefault(device, 0L)),
        log.findings())));
    SortedMap<GroupKey, GroupState> states = new TreeMap<>();
    result.memories.forEach((device, memory) -> states.put(
        GroupKey.device(device), memory.merge(rules.memory(device)).agedAt(end).toState()));
    return new Judgement(verdicts, states);
  }

  @Override
  public GroupState merge(GroupKey key, GroupState one, GroupState other) {
    return RadioMemory.of(one).merge(RadioMemory.of(other)).toState();
  }

  // the first good beacon stands; a later one of the same device is irregular
  private @Nullable Beacon firstBeacon(List<Attributed<RadioReport>> reports, Result result) {
    Beacon first = null;
    for (Attributed<RadioReport> report : reports) {
      if (!(report.evidence() instanceof RadioReport.Sent sent)) {
        continue;
      }
      Gateway gateway = rules.beaconer(report.device(), report.receivedAt());
      Optional<BeaconWindow> window = rules.windowAt(report.device(), report.receivedAt());
      Optional<Instant> last = first != null && first.report().device().equals(report.device())
          ? Optional.of(first.report().receivedAt())
          : Optional.empty();
      Optional<ReasonCode> problem = window.isEmpty()
          ? Optional.of(WitnessReasons.OUTSIDE_WINDOW)
          : beaconChecks.firstFailure(new BeaconChecks.Subject(
              gateway, sent, report.receivedAt(), window.get(), last, rules.interval()));
      boolean good =
          problem.filter(p -> !p.equals(WitnessReasons.NOT_RECIPROCAL)).isEmpty();
      if (good && first == null) {
        first = new Beacon(report, sent, gateway, window.orElseThrow(), problem.isEmpty());
      } else if (problem.isEmpty()) {
        problem = Optional.of(WitnessReasons.IRREGULAR_INTERVAL);
      }
      problem.ifPresent(code -> result.refuse(report, code));
    }
    return first;
  }

  // those who pass every check; who fails for reciprocity alone is remembered all the same
  private List<Attributed<RadioReport>> witnesses(
      Beacon beacon, List<Attributed<RadioReport>> heard, Result result) {
    List<Attributed<RadioReport>> valid = new ArrayList<>();
    Set<DeviceId> before = new TreeSet<>();
    for (Attributed<RadioReport> report : heard) {
      if (!(report.evidence() instanceof RadioReport.Heard packet)) {
        continue;
      }
      Optional<ReasonCode> problem = witnessChecks.firstFailure(new WitnessChecks.Subject(
          beacon.gateway(),
          beacon.sent(),
          rules.witness(report.device(), report.receivedAt()),
          packet,
          new WitnessChecks.Times(
              beacon.report().receivedAt(), heard.get(0).receivedAt(), report.receivedAt()),
          beacon.window(),
          !before.add(report.device()),
          rules.isDeniedEdge(beacon.report().device(), report.device()),
          grid));
      if (problem.filter(p -> !p.equals(WitnessReasons.NOT_RECIPROCAL)).isEmpty()) {
        Optional<Instant> at = Optional.of(beacon.report().receivedAt());
        result.remember(beacon.report().device(), new RadioMemory(at, Optional.empty()));
        result.remember(report.device(), new RadioMemory(Optional.empty(), at));
      }
      if (problem.isEmpty()) {
        valid.add(report);
      } else if (beacon.counts()) {
        result.refuse(report, problem.get());
      }
    }
    return valid;
  }

  private void reward(Beacon beacon, List<Attributed<RadioReport>> valid, Result result) {
    List<Attributed<RadioReport>> selected =
        valid.subList(0, Math.min(rules.maxWitnesses(), valid.size()));
    valid
        .subList(selected.size(), valid.size())
        .forEach(
            r -> result.log(r).note(WitnessReasons.NOT_SELECTED, Severity.WARNING, r.report()));
    int scale = density.scale(beacon.gateway().place().orElseThrow());
    int count = selected.size();
    result.pay(beacon.report(), WitnessReasons.BEACON, count, Hip15.beaconUnits(count), scale);
    for (Attributed<RadioReport> witness : selected) {
      result.pay(witness, WitnessReasons.WITNESS, count, Hip15.witnessUnits(count), scale);
    }
  }
}
