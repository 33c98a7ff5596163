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
import java.util.function.Supplier;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryView;
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
import org.jspecify.annotations.Nullable;

/**
 * {@code witness/1}: radio coverage, proved by beacons and those who heard them. All reports about one beacon are judged
 * together; the beacon's packet, moment, channel and data rate follow from the epoch's public randomness and a secret of the
 * device, see {@link BeaconWindow}. Each report passes the checks of {@link WitnessReasons} in their order, and the first that
 * fails decides. Of the valid witnesses the first 14 count (HIP-83). The score is HIP-15's units times the HIP-17 scale of
 * the beaconer's place, both in 1e-4, so in the unit {@code poc-unit-e8}, exactly.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code interval}: one beacon of a device counts in each; default {@code PT6H}.
 *   <li>{@code lifetime}: how long the drawn moment lasts; default {@code PT180S}, as Helium's entropy.
 *   <li>{@code max-witnesses}: how many count; default 14 (HIP-83).
 *   <li>{@code region}: {@code EU868} or {@code US915}; {@code region.CELL} for the devices in an H3 cell.
 *   <li>{@code gain.DEVICE}, {@code gain.CLASS}: antenna gain in tenths of a dBi; default 12.
 *   <li>{@code classes}: device classes that may beacon and witness, separated by commas; default all.
 *   <li>{@code denied}, {@code denied-edges}: device ids, and pairs {@code A~B}, separated by commas.
 *   <li>{@code heard-lately}: devices whose beacons were heard in the last 48 h (HIP-106); only they may witness. {@code
 *       hearing-lately}: those who heard one; only they may beacon. Default: everybody. {@link Reciprocity} makes both.
 * </ul>
 */
public final class WitnessVerifier implements ProofVerifier<RadioReport> {
  /** The kind, {@code witness/1}. */
  public static final ProofKind KIND = new ProofKind("witness/1");

  /** The unit, {@code poc-unit-e8}. */
  public static final ScoreType SCORE = ScoreType.quantity("poc-unit-e8");

  private static final EvidenceCodec<RadioReport> CODEC = new RadioReportCodec();

  private final Supplier<HexGrid> grid;
  private final Pipeline<BeaconChecks.Subject> beaconChecks;
  private final Pipeline<WitnessChecks.Subject> witnessChecks;
  // the density of one registry view; pure, kept because it is asked for with every beacon
  private volatile @Nullable Density density;

  /** A verifier with the grid on the path. */
  public WitnessVerifier() {
    this(new LazyGrid(), BeaconChecks.PIPELINE, WitnessChecks.PIPELINE);
  }

  /**
   * A verifier with a grid.
   *
   * @param grid the geometry of H3
   */
  public WitnessVerifier(HexGrid grid) {
    this(() -> grid, BeaconChecks.PIPELINE, WitnessChecks.PIPELINE);
  }

  WitnessVerifier(
      Supplier<HexGrid> grid,
      Pipeline<BeaconChecks.Subject> beaconChecks,
      Pipeline<WitnessChecks.Subject> witnessChecks) {
    this.grid = grid;
    this.beaconChecks = beaconChecks;
    this.witnessChecks = witnessChecks;
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
  public EvidenceCodec<RadioReport> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<RadioReport> evidence) {
    return new GroupKey("beacon:" + evidence.evidence().tag());
  }

  @Override
  public Judge<RadioReport> prepare(ProofContext context) {
    return (group, evidence, before) -> Judgement.of(judge(group, evidence, context));
  }

  private List<Verdict> judge(
      GroupKey group, Iterable<Attributed<RadioReport>> evidence, ProofContext context) {
    WitnessRules rules = new WitnessRules(context);
    SortedMap<DeviceId, FindingLog> logs = new TreeMap<>();
    List<Attributed<RadioReport>> reports = new ArrayList<>();
    evidence.forEach(reports::add);
    reports.sort(Comparator.comparingLong(Attributed::position));
    reports.forEach(r -> logs.computeIfAbsent(r.device(), d -> new FindingLog()));
    SortedMap<DeviceId, Long> units = new TreeMap<>();
    Optional<ValidBeacon> beacon = validBeacon(reports, rules, logs);
    List<Attributed<RadioReport>> heard =
        reports.stream().filter(r -> r.evidence() instanceof RadioReport.Heard).toList();
    if (beacon.isEmpty()) {
      heard.forEach(r -> log(logs, r).note(WitnessReasons.NO_BEACON, Severity.ERROR, r.report()));
    } else {
      reward(beacon.get(), heard, rules, context, logs, units);
    }
    List<Verdict> verdicts = new ArrayList<>();
    logs.forEach((device, log) -> verdicts.add(new Verdict(
        device, KIND, group, SCORE.of(units.getOrDefault(device, 0L)), log.findings())));
    return verdicts;
  }

  private record ValidBeacon(
      Attributed<RadioReport> report,
      RadioReport.Sent sent,
      Gateway gateway,
      BeaconWindow window) {}

  private record Density(RegistryView registry, Instant at, HexDensity density) {}

  // the first valid beacon stands; a later one of the same device is irregular
  private Optional<ValidBeacon> validBeacon(
      List<Attributed<RadioReport>> reports,
      WitnessRules rules,
      SortedMap<DeviceId, FindingLog> logs) {
    ValidBeacon valid = null;
    for (Attributed<RadioReport> report : reports) {
      if (!(report.evidence() instanceof RadioReport.Sent sent)) {
        continue;
      }
      Gateway gateway = rules.gateway(report.device(), report.receivedAt(), "hearing-lately");
      Optional<BeaconWindow> window = rules.windowAt(report.device(), report.receivedAt());
      Optional<ReasonCode> problem;
      if (window.isEmpty()) {
        problem = Optional.of(WitnessReasons.OUTSIDE_WINDOW);
      } else {
        Optional<Instant> last = valid != null && valid.report().device().equals(report.device())
            ? Optional.of(valid.report().receivedAt())
            : Optional.empty();
        problem = beaconChecks.firstFailure(new BeaconChecks.Subject(
            gateway, sent, report.receivedAt(), window.get(), last, rules.interval()));
      }
      if (problem.isPresent()) {
        log(logs, report).note(problem.get(), Severity.ERROR, report.report());
      } else if (valid == null) {
        valid = new ValidBeacon(report, sent, gateway, window.orElseThrow());
      } else {
        log(logs, report).note(WitnessReasons.IRREGULAR_INTERVAL, Severity.ERROR, report.report());
      }
    }
    return Optional.ofNullable(valid);
  }

  private void reward(
      ValidBeacon beacon,
      List<Attributed<RadioReport>> heard,
      WitnessRules rules,
      ProofContext context,
      SortedMap<DeviceId, FindingLog> logs,
      SortedMap<DeviceId, Long> units) {
    List<Attributed<RadioReport>> valid = new ArrayList<>();
    Set<DeviceId> before = new TreeSet<>();
    for (Attributed<RadioReport> report : heard) {
      if (!(report.evidence() instanceof RadioReport.Heard packet)) {
        continue;
      }
      Optional<ReasonCode> problem = witnessChecks.firstFailure(new WitnessChecks.Subject(
          beacon.gateway(),
          beacon.sent(),
          rules.gateway(report.device(), report.receivedAt(), "heard-lately"),
          packet,
          new WitnessChecks.Times(
              beacon.report().receivedAt(), heard.get(0).receivedAt(), report.receivedAt()),
          beacon.window(),
          !before.add(report.device()),
          rules.isDeniedEdge(beacon.report().device(), report.device()),
          grid.get()));
      if (problem.isPresent()) {
        log(logs, report).note(problem.get(), Severity.ERROR, report.report());
      } else {
        valid.add(report);
      }
    }
    List<Attributed<RadioReport>> selected =
        valid.subList(0, Math.min(rules.maxWitnesses(), valid.size()));
    valid
        .subList(selected.size(), valid.size())
        .forEach(r -> log(logs, r).note(WitnessReasons.NOT_SELECTED, Severity.WARNING, r.report()));
    int scale = density(context).scale(beacon.gateway().place().orElseThrow());
    int beaconUnits = Hip15.beaconUnits(selected.size());
    pay(beacon.report(), WitnessReasons.BEACON, selected.size(), beaconUnits, scale, logs, units);
    for (Attributed<RadioReport> witness : selected) {
      int witnessUnits = Hip15.witnessUnits(selected.size());
      pay(witness, WitnessReasons.WITNESS, selected.size(), witnessUnits, scale, logs, units);
    }
  }

  private static void pay(
      Attributed<RadioReport> report,
      ReasonCode code,
      int witnesses,
      int unitsE4,
      int scaleE4,
      SortedMap<DeviceId, FindingLog> logs,
      SortedMap<DeviceId, Long> units) {
    units.merge(report.device(), (long) unitsE4 * scaleE4, Long::sum);
    Map<String, String> facts =
        Map.of("witnesses", "" + witnesses, "units", "" + unitsE4, "scale", "" + scaleE4);
    log(logs, report).add(new Finding(code, Severity.INFO, facts, List.of(report.report())));
  }

  // all active devices with a place at the epoch's end
  private HexDensity density(ProofContext context) {
    Instant at = context.epoch().end();
    Density known = density;
    if (known == null || known.registry() != context.registry() || !known.at().equals(at)) {
      List<H3Cell> places = new ArrayList<>();
      for (DeviceId device : context.registry().devices()) {
        context
            .registry()
            .stateAt(device, at)
            .filter(s -> s.status() == DeviceStatus.ACTIVE)
            .flatMap(s -> s.cell())
            .filter(c -> c.resolution() >= Gateway.FINEST_NEEDED)
            .ifPresent(places::add);
      }
      known = new Density(context.registry(), at, HexDensity.of(places, grid.get()));
      density = known;
    }
    return known.density();
  }

  private static FindingLog log(
      SortedMap<DeviceId, FindingLog> logs, Attributed<RadioReport> report) {
    return logs.computeIfAbsent(report.device(), d -> new FindingLog());
  }
}
