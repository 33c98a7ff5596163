package org.depinsdk.proofs.sensor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
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
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/**
 * {@code sensor/1}: in how many intervals of the epoch a sensor measured credibly. All sensors of one quantity in one area (a
 * cell of resolution 5) are judged together. A reading counts where it is possible, did not jump and is not stuck; an
 * interval counts where its mean agrees with the median of the neighbours, if there are enough of other operators. The score
 * is that number, in the unit {@code interval}.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code interval}: how long an interval lasts; default {@code PT1H}, as WeatherXM's hourly scores.
 *   <li>{@code min-neighbours}: other operators that have to measure before they are asked; default 3.
 *   <li>{@code QUANTITY.min}, {@code .max}, {@code .jump} (within a minute), {@code .neighbours}: thousandths of the unit;
 *       {@code QUANTITY.stuck}: ISO 8601. There are defaults for {@code temperature} (Celsius), {@code humidity} (per cent),
 *       {@code pressure} (hPa) and {@code wind-speed} (m/s); other quantities are only checked for a day's standstill.
 * </ul>
 */
public final class SensorVerifier implements ProofVerifier<SensorReadings> {
  /** The kind, {@code sensor/1}. */
  public static final ProofKind KIND = new ProofKind("sensor/1");

  /** The unit, {@code interval}. */
  public static final ScoreType SCORE = ScoreType.quantity("interval");

  private static final EvidenceCodec<SensorReadings> CODEC = new SensorReadingsCodec();
  private static final long MAX_INTERVALS = 1_000_000;
  private static final long MINUTE_MS = 60_000;

  /** The verifier; it has no state. */
  public SensorVerifier() {}

  @Override
  public ProofKind kind() {
    return KIND;
  }

  @Override
  public ScoreType scoreType() {
    return SCORE;
  }

  @Override
  public EvidenceCodec<SensorReadings> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<SensorReadings> evidence) {
    return new GroupKey(
        "sensor:" + evidence.evidence().quantity() + ":" + evidence.evidence().area());
  }

  /** One sensor while its area is judged: sum and count of good readings in each interval. */
  private static final class Sensor {
    private final FindingLog log = new FindingLog();
    private final SortedMap<Instant, SourcedReading> readings = new TreeMap<>();
    private final SortedMap<Long, long[]> intervals = new TreeMap<>();
    private final OperatorId operator;

    Sensor(OperatorId operator) {
      this.operator = operator;
    }

    long mean(long interval) {
      long[] sumAndCount = intervals.getOrDefault(interval, new long[] {0, 1});
      return Math.floorDiv(sumAndCount[0], sumAndCount[1]);
    }
  }

  private record SourcedReading(
      SensorReadings.Reading reading, Attributed<SensorReadings> report) {}

  @Override
  public Judge<SensorReadings> prepare(ProofContext context) {
    return (group, evidence, before) -> Judgement.of(judge(group, evidence, context));
  }

  private List<Verdict> judge(
      GroupKey group, Iterable<Attributed<SensorReadings>> evidence, ProofContext context) {
    Duration interval = context.config().duration("interval", Duration.ofHours(1));
    long length = context.epoch().length().toMillis();
    if (interval.toMillis() < 1 || length / interval.toMillis() > MAX_INTERVALS) {
      throw new IllegalArgumentException("setting interval cuts the epoch into more than "
          + MAX_INTERVALS + " intervals: " + interval);
    }
    long minNeighbours = context.config().number("min-neighbours", 3, 1, 1_000);
    SortedMap<DeviceId, Sensor> sensors = new TreeMap<>();
    SensorLimits limits = null;
    for (Attributed<SensorReadings> report : evidence) {
      if (limits == null) {
        limits = SensorLimits.of(report.evidence().quantity(), context.config());
      }
      collect(report, context, sensors);
    }
    if (limits == null) {
      return List.of();
    }
    for (Sensor sensor : sensors.values()) {
      check(sensor, limits, context, interval);
    }
    List<Verdict> verdicts = new ArrayList<>();
    long expected = (length - 1) / interval.toMillis() + 1;
    for (Map.Entry<DeviceId, Sensor> entry : sensors.entrySet()) {
      Sensor sensor = entry.getValue();
      long agreed = agreed(sensor, sensors, limits, minNeighbours);
      sensor.log.add(Finding.of(
          SensorReasons.QUALITY,
          Severity.INFO,
          Map.of("intervals", "" + agreed, "expected", "" + expected)));
      verdicts.add(
          new Verdict(entry.getKey(), KIND, group, SCORE.of(agreed), sensor.log.findings()));
    }
    return verdicts;
  }

  private static void collect(
      Attributed<SensorReadings> report,
      ProofContext context,
      SortedMap<DeviceId, Sensor> sensors) {
    DeviceState state =
        context.registry().stateAt(report.device(), report.receivedAt()).orElse(null);
    if (state == null) {
      return;
    }
    Sensor sensor = sensors.computeIfAbsent(report.device(), d -> new Sensor(state.operator()));
    H3Cell area = report.evidence().area();
    boolean inArea = state
        .cell()
        .filter(c -> c.resolution() >= area.resolution())
        .map(c -> c.parent(area.resolution()).equals(area))
        .orElse(false);
    if (!inArea) {
      sensor.log.note(SensorReasons.WRONG_AREA, Severity.ERROR, report.report());
      return;
    }
    // of two readings of one moment the first report's counts
    report
        .evidence()
        .readings()
        .forEach(r -> sensor.readings.putIfAbsent(r.at(), new SourcedReading(r, report)));
  }

  private static void check(
      Sensor sensor, SensorLimits limits, ProofContext context, Duration interval) {
    SensorReadings.Reading last = null;
    SensorReadings.Reading changed = null;
    for (SourcedReading sourced : sensor.readings.values()) {
      SensorReadings.Reading reading = sourced.reading();
      ReasonCode problem = null;
      if (!context.epoch().contains(reading.at())) {
        problem = SensorReasons.OUTSIDE_EPOCH;
      } else if (reading.valueMilli() < limits.minMilli()
          || reading.valueMilli() > limits.maxMilli()) {
        problem = SensorReasons.OUT_OF_RANGE;
      } else {
        if (changed == null || changed.valueMilli() != reading.valueMilli()) {
          changed = reading;
        }
        // a spike jumps twice: up and back
        if (last != null && isJump(last, reading, limits)) {
          problem = SensorReasons.JUMP;
        } else if (Duration.between(changed.at(), reading.at()).compareTo(limits.stuckAfter())
            > 0) {
          problem = SensorReasons.STUCK;
        }
        last = reading;
      }
      if (problem != null) {
        sensor.log.note(problem, Severity.ERROR, sourced.report().report());
      } else {
        long offset = Duration.between(context.epoch().start(), reading.at()).toMillis();
        long[] sumAndCount =
            sensor.intervals.computeIfAbsent(offset / interval.toMillis(), i -> new long[2]);
        sumAndCount[0] += reading.valueMilli();
        sumAndCount[1]++;
      }
    }
  }

  private static boolean isJump(
      SensorReadings.Reading last, SensorReadings.Reading reading, SensorLimits limits) {
    long millis = Duration.between(last.at(), reading.at()).toMillis();
    // a change is held against the minutes that it had, at least one
    long minutes = Math.max(1, millis / MINUTE_MS);
    long change = Math.abs(reading.valueMilli() - last.valueMilli());
    return change / minutes > limits.jumpMilli()
        || (change / minutes == limits.jumpMilli() && change % minutes > 0);
  }

  private static long agreed(
      Sensor sensor, SortedMap<DeviceId, Sensor> sensors, SensorLimits limits, long minNeighbours) {
    long agreed = 0;
    long disagreed = 0;
    for (long interval : sensor.intervals.keySet()) {
      // one value for each other operator, so that nobody outvotes with many sensors
      SortedMap<OperatorId, Long> others = new TreeMap<>();
      for (Sensor other : sensors.values()) {
        if (!other.operator.equals(sensor.operator) && other.intervals.containsKey(interval)) {
          others.putIfAbsent(other.operator, other.mean(interval));
        }
      }
      List<Long> sorted = others.values().stream().sorted().toList();
      if (sorted.size() >= minNeighbours
          && Math.abs(sorted.get(sorted.size() / 2) - sensor.mean(interval))
              > limits.neighbourMilli()) {
        disagreed++;
      } else {
        agreed++;
      }
    }
    if (disagreed > 0) {
      sensor.log.add(
          Finding.of(SensorReasons.DISAGREES, Severity.ERROR, Map.of("intervals", "" + disagreed)));
    }
    return agreed;
  }
}
