package org.depinsdk.radio.coverage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.Table;

/** The settings and tables of coverage/1 in one epoch. */
final class CoverageRules {
  private static final Map<String, Boolean> REQUIRED = Map.of("required", true, "none", false);

  static final Setting<SignalLevel.Thresholds> LEVELS = Setting.choice(
      "levels",
      Map.of(
          "cellular", SignalLevel.Thresholds.CELLULAR,
          "wifi", SignalLevel.Thresholds.WIFI),
      "cellular",
      "Where signal levels begin: cellular as in HIP-74, or wifi.");
  static final Setting<Long> RESOLUTION = Setting.number(
      "resolution",
      "H3 resolution",
      CoverageReport.AREA_RESOLUTION,
      H3Cell.MAX_RESOLUTION,
      12,
      "The resolution of claimed cells, as Helium Mobile.");
  static final Setting<Boolean> LOCATION = Setting.choice(
      "location", REQUIRED, "required", "With none, every asserted place is trusted.");
  static final Setting<Boolean> SPEEDTEST = Setting.choice(
      "speedtest", REQUIRED, "required", "With none, every uplink is taken as good.");
  static final Setting<String> MAPPER_CLASS =
      Setting.string("mapper-class", "mapper", "The device class that may measure.");
  static final Setting<Long> MIN_MEASUREMENTS = Setting.number(
      "min-measurements",
      "operators",
      1,
      1_000,
      3,
      "How many independent operators have to measure a cell before their median counts.");
  static final Settings ALL =
      Settings.of(LEVELS, RESOLUTION, LOCATION, SPEEDTEST, MAPPER_CLASS, MIN_MEASUREMENTS);

  static final Table<H3Cell, Assignment> ASSIGNMENTS = new Table<>(
      "assignments",
      "H3 cell, 3 or 4 letters",
      "What data sets say about a cell: footfall, land type and urbanisation, each A, B or C, and whether a service provider"
          + " wants it; other cells are AAA.",
      (cell, letters) -> Map.entry(Fields.cell("cell", cell), new Assignment(letters)));
  static final Table<DeviceId, Boolean> QUALIFIED = Table.set(
      "qualified-radios",
      "device",
      "Radios that enough people use: every cell counts as the best (HIP-134).",
      device -> Fields.device("device", device));
  static final Table<DeviceId, Boolean> UNCONNECTED = Table.set(
      "unconnected-radios",
      "device",
      "Radios that too few people use for boosts (HIP-134).",
      device -> Fields.device("device", device));
  static final Table<H3Cell, HexBoost> BOOSTS = new Table<>(
      "boosts",
      "H3 cell, start;period;multipliers",
      "How many times more a cell is worth, and for how long: one multiplier for each period from the start, such as"
          + " 2026-03-14T01:00:00Z;P30D;2,10.",
      (cell, boost) -> Map.entry(Fields.cell("cell", cell), HexBoost.parse(boost)));
  static final List<Table<?, ?>> TABLES = List.of(ASSIGNMENTS, BOOSTS, QUALIFIED, UNCONNECTED);

  private final SignalLevel.Thresholds thresholds;
  private final int resolution;
  private final boolean locationRequired;
  private final boolean speedtestRequired;
  private final String mapperClass;
  private final int minMeasurements;
  private final SortedMap<H3Cell, HexBoost> boosts;
  private final Instant start;
  private final SortedMap<H3Cell, Assignment> assignments;
  private final SortedMap<DeviceId, Boolean> qualified;
  private final SortedMap<DeviceId, Boolean> unconnected;

  CoverageRules(ProofContext context) {
    ProofConfig config = context.config();
    thresholds = config.get(LEVELS);
    resolution = config.get(RESOLUTION).intValue();
    locationRequired = config.get(LOCATION);
    speedtestRequired = config.get(SPEEDTEST);
    mapperClass = config.get(MAPPER_CLASS);
    minMeasurements = config.get(MIN_MEASUREMENTS).intValue();
    boosts = BOOSTS.rows(context.tables());
    start = context.epoch().start();
    assignments = ASSIGNMENTS.rows(context.tables());
    qualified = QUALIFIED.rows(context.tables());
    unconnected = UNCONNECTED.rows(context.tables());
  }

  SignalLevel.Thresholds thresholds() {
    return thresholds;
  }

  int resolution() {
    return resolution;
  }

  boolean locationRequired() {
    return locationRequired;
  }

  boolean speedtestRequired() {
    return speedtestRequired;
  }

  int minMeasurements() {
    return minMeasurements;
  }

  String mapperClass() {
    return mapperClass;
  }

  CoveragePoints.ProviderStatus status(DeviceId device) {
    return new CoveragePoints.ProviderStatus(
        qualified.containsKey(device)
            ? CoveragePoints.Eligibility.QUALIFIED
            : CoveragePoints.Eligibility.ELIGIBLE,
        !unconnected.containsKey(device));
  }

  Assignment assignment(H3Cell cell) {
    return assignments.getOrDefault(cell, Assignment.BEST);
  }

  OptionalInt boost(H3Cell cell) {
    HexBoost boost = boosts.get(cell);
    return boost == null ? OptionalInt.empty() : boost.multiplierAt(start);
  }
}
