package org.depinsdk.proofs.location;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Severity;

/** Who heard one device by radio, and whether that fits its place. An operator counts once, however many its devices are. */
final class Sightings {
  private final LocationRules rules;
  private final ProofContext context;
  private final HexGrid grid;
  private final SortedMap<OperatorId, Boolean> near = new TreeMap<>();
  private long nearestFar = Long.MAX_VALUE;

  Sightings(LocationRules rules, ProofContext context, HexGrid grid) {
    this.rules = rules;
    this.context = context;
    this.grid = grid;
  }

  void add(
      LocationReport.Sighting sighting, Attributed<LocationReport> report, FindingLog witnessLog) {
    Optional<DeviceState> witness =
        context.registry().stateAt(report.device(), report.receivedAt());
    Optional<DeviceState> target =
        context.registry().stateAt(sighting.target(), report.receivedAt());
    if (witness.isEmpty()
        || witness.get().status() != DeviceStatus.ACTIVE
        || witness.get().cell().isEmpty()
        || target.isEmpty()
        || target.get().cell().isEmpty()
        || target.get().operator().equals(witness.get().operator())) {
      witnessLog.note(LocationReasons.NOT_A_WITNESS, Severity.ERROR, report.report());
      return;
    }
    witnessLog.note(LocationReasons.SIGHTING, Severity.INFO, report.report());
    long metres = grid.distanceMeters(
        grid.center(witness.get().cell().get()), grid.center(target.get().cell().get()));
    boolean fits = metres <= rules.witnessRangeMeters() + rules.maxDistanceMeters();
    nearestFar = fits ? nearestFar : Math.min(nearestFar, metres);
    near.merge(witness.get().operator(), fits, Boolean::logicalOr);
  }

  /** False where the witnesses say that the device is not at its place, or too few say that it is. */
  boolean believe(FindingLog log) {
    long here = near.values().stream().filter(fits -> fits).count();
    long elsewhere = near.size() - here;
    if (elsewhere > here) {
      log.add(Finding.of(
          LocationReasons.HEARD_ELSEWHERE,
          Severity.ERROR,
          Map.of("elsewhere", "" + elsewhere, "here", "" + here, "meters", "" + nearestFar)));
      return false;
    }
    if (here < rules.minWitnesses()) {
      log.add(Finding.of(
          LocationReasons.TOO_FEW_WITNESSES,
          Severity.WARNING,
          Map.of("here", "" + here, "asked", "" + rules.minWitnesses())));
      return false;
    }
    return true;
  }
}
