package org.depinsdk.proofs.sensor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;

/**
 * The settings of sensor/1 in one epoch.
 *
 * @param interval how long an interval lasts
 * @param intervals how many the epoch has
 * @param minNeighbours other operators that have to measure before they are asked
 * @param limits what each named quantity does in nature
 */
record SensorRules(
    Duration interval, long intervals, long minNeighbours, SortedMap<String, Limits> limits) {
  private static final long MAX_INTERVALS = 1_000_000;
  private static final long ANY = SensorReadings.MAX_VALUE_MILLI;

  static final Setting<Duration> INTERVAL = Setting.duration(
      "interval", Duration.ofHours(1), "How long an interval lasts, as WeatherXM's hourly scores.");
  static final Setting<Long> MIN_NEIGHBOURS = Setting.number(
      "min-neighbours",
      "operators",
      1,
      1_000,
      3,
      "Other operators that have to measure before their median is compared.");
  static final Setting<Long> MIN = thousandths("*.min", -ANY, -ANY, "Lowest possible value");
  static final Setting<Long> MAX = thousandths("*.max", -ANY, ANY, "Highest possible value");
  static final Setting<Long> JUMP = thousandths("*.jump", 0, 2 * ANY, "Largest change in a minute");
  static final Setting<Long> NEIGHBOURS =
      thousandths("*.neighbours", 0, 2 * ANY, "Largest difference to the median of the neighbours");
  static final Setting<Duration> STUCK = Setting.duration(
      "*.stuck",
      Duration.ofDays(1),
      "Longest time that a quantity keeps one value; there are defaults for the four known quantities.");
  static final Settings ALL =
      Settings.of(INTERVAL, MIN_NEIGHBOURS, MIN, MAX, JUMP, NEIGHBOURS, STUCK);

  // jumps and constancy: WeatherXM qod/initial_params.py; ranges: WMO-No. 8, extremes of the
  // earth's surface; neighbours: ours
  private static final Map<String, Limits> KNOWN = Map.of(
      "temperature", limits(-90_000, 60_000, 3_000, 240, 5_000),
      "humidity", limits(0, 100_000, 10_000, 360, 25_000),
      "pressure", limits(500_000, 1_090_000, 500, 120, 10_000),
      "wind-speed", limits(0, 120_000, 10_000, 360, 15_000));
  private static final Limits OTHER = limits(
      MIN.fallback(),
      MAX.fallback(),
      JUMP.fallback(),
      STUCK.fallback().toMinutes(),
      NEIGHBOURS.fallback());

  /**
   * What a quantity does in nature, in thousandths of its unit.
   *
   * @param min lowest value
   * @param max highest value
   * @param jump largest change in a minute
   * @param stuckAfter longest time that it keeps one value
   * @param neighbours largest difference to the median of the neighbours
   */
  record Limits(long min, long max, long jump, Duration stuckAfter, long neighbours) {}

  static SensorRules of(EpochTerms terms) {
    ProofConfig config = terms.config();
    Duration interval = config.get(INTERVAL);
    long intervals = (terms.epoch().length().toMillis() - 1) / interval.toMillis() + 1;
    if (intervals > MAX_INTERVALS) {
      throw new IllegalArgumentException("setting interval of " + interval + " cuts an epoch of "
          + terms.epoch().length() + " into more than " + MAX_INTERVALS + " intervals");
    }
    SortedMap<String, Long> min = config.family(MIN);
    SortedMap<String, Long> max = config.family(MAX);
    SortedMap<String, Long> jump = config.family(JUMP);
    SortedMap<String, Long> neighbours = config.family(NEIGHBOURS);
    SortedMap<String, Duration> stuck = config.family(STUCK);
    SortedSet<String> quantities = new TreeSet<>(KNOWN.keySet());
    for (SortedMap<String, ?> family : List.of(min, max, jump, neighbours, stuck)) {
      quantities.addAll(family.keySet());
    }
    SortedMap<String, Limits> limits = new TreeMap<>();
    for (String quantity : quantities) {
      Limits known = KNOWN.getOrDefault(quantity, OTHER);
      Limits one = new Limits(
          min.getOrDefault(quantity, known.min),
          max.getOrDefault(quantity, known.max),
          jump.getOrDefault(quantity, known.jump),
          stuck.getOrDefault(quantity, known.stuckAfter),
          neighbours.getOrDefault(quantity, known.neighbours));
      if (one.min > one.max) {
        throw new IllegalArgumentException("setting " + quantity + ".min of " + one.min
            + " is above " + quantity + ".max of " + one.max);
      }
      limits.put(quantity, one);
    }
    return new SensorRules(interval, intervals, config.get(MIN_NEIGHBOURS), limits);
  }

  Limits limitsOf(String quantity) {
    return limits.getOrDefault(quantity, OTHER);
  }

  private static Setting<Long> thousandths(
      String name, long min, long fallback, String description) {
    return Setting.number(
        name,
        "thousandths of the quantity's unit",
        min,
        min < 0 ? ANY : 2 * ANY,
        fallback,
        description + "; temperature (Celsius), humidity (per cent), pressure (hPa) and wind-speed"
            + " (m/s) have defaults of their own.");
  }

  private static Limits limits(long min, long max, long jump, long stuckMinutes, long neighbours) {
    return new Limits(min, max, jump, Duration.ofMinutes(stuckMinutes), neighbours);
  }
}
