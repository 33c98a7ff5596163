package org.depinsdk.proofs.sensor;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
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
import org.depinsdk.proofs.sensor.SensorReadings.Reading;
import org.jspecify.annotations.Nullable;

/** Judges the sensors of one quantity in one area: first each reading by itself, then each interval against the neighbours. */
final class SensorJudge implements Judge<SensorReadings> {
  private static final long MINUTE_MS = 60_000;

  private final ProofContext context;
  private final SensorRules rules;

  SensorJudge(ProofContext context) {
    this.context = context;
    this.rules = SensorRules.of(context.terms());
  }

  /** One sensor: what its good readings of each interval come to. */
  private static final class Sensor {
    private final FindingLog log = new FindingLog();
    private final SortedMap<Long, Mean> intervals = new TreeMap<>();
    private final Set<Instant> moments = new HashSet<>();
    private final OperatorId operator;
    private @Nullable Reading last;
    private @Nullable Reading changed;

    Sensor(OperatorId operator) {
      this.operator = operator;
    }
  }

  private record Mean(BigInteger sum, long count) {
    static final Mean NONE = new Mean(BigInteger.ZERO, 0);

    Mean with(long value) {
      return new Mean(sum.add(BigInteger.valueOf(value)), count + 1);
    }

    // downwards, below zero too
    long value() {
      BigInteger n = BigInteger.valueOf(count);
      return sum.subtract(sum.mod(n)).divide(n).longValueExact();
    }
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<SensorReadings>> evidence, GroupState before) {
    SortedMap<DeviceId, Sensor> sensors = new TreeMap<>();
    SensorRules.Limits limits = null;
    Sensor current = null;
    for (Attributed<SensorReadings> report : evidence) {
      if (limits == null) {
        limits = rules.limitsOf(report.evidence().quantity());
      }
      DeviceState state =
          context.registry().stateAt(report.device(), report.receivedAt()).orElse(null);
      if (state == null) {
        continue;
      }
      Sensor sensor = sensors.computeIfAbsent(report.device(), d -> new Sensor(state.operator()));
      if (current != null && current != sensor) {
        current.moments.clear();
      }
      current = sensor;
      read(sensor, report, state, limits);
    }
    return limits == null
        ? Judgement.of(List.of())
        : Judgement.of(compare(group, sensors, limits.neighbours()));
  }

  private void read(
      Sensor sensor,
      Attributed<SensorReadings> report,
      DeviceState state,
      SensorRules.Limits limits) {
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
    for (Reading reading : report.evidence().readings()) {
      // of two readings of one moment the first report's counts
      if (!sensor.moments.add(reading.at())) {
        continue;
      }
      ReasonCode problem = problemOf(sensor, reading, limits);
      if (problem != null) {
        sensor.log.note(problem, Severity.ERROR, report.report());
      } else {
        long offset = Duration.between(context.epoch().start(), reading.at()).toMillis();
        sensor.intervals.compute(
            offset / rules.interval().toMillis(),
            (i, mean) -> (mean == null ? Mean.NONE : mean).with(reading.valueMilli()));
      }
    }
  }

  private @Nullable ReasonCode problemOf(
      Sensor sensor, Reading reading, SensorRules.Limits limits) {
    if (!context.epoch().contains(reading.at())) {
      return SensorReasons.OUTSIDE_EPOCH;
    }
    if (reading.valueMilli() < limits.min() || reading.valueMilli() > limits.max()) {
      return SensorReasons.OUT_OF_RANGE;
    }
    Reading last = sensor.last;
    sensor.last = reading;
    Reading changed = sensor.changed;
    if (changed == null || changed.valueMilli() != reading.valueMilli()) {
      changed = reading;
      sensor.changed = reading;
    }
    // a spike jumps twice: up and back
    if (last != null && isJump(last, reading, limits)) {
      return SensorReasons.JUMP;
    }
    return Duration.between(changed.at(), reading.at()).compareTo(limits.stuckAfter()) > 0
        ? SensorReasons.STUCK
        : null;
  }

  private static boolean isJump(Reading last, Reading reading, SensorRules.Limits limits) {
    long millis = Duration.between(last.at(), reading.at()).toMillis();
    // a change is held against the minutes that it had, at least one: also if the clock was set
    // back
    long minutes = Math.max(1, millis / MINUTE_MS);
    long change = Math.abs(reading.valueMilli() - last.valueMilli());
    return change / minutes > limits.jump()
        || (change / minutes == limits.jump() && change % minutes > 0);
  }

  private List<Verdict> compare(
      GroupKey group, SortedMap<DeviceId, Sensor> sensors, long difference) {
    SortedMap<Long, Neighbours> neighbours = new TreeMap<>();
    sensors
        .values()
        .forEach(sensor -> sensor.intervals.forEach((interval, mean) -> neighbours
            .computeIfAbsent(interval, i -> new Neighbours())
            .add(sensor.operator, mean.value())));
    neighbours.values().forEach(Neighbours::sort);
    List<Verdict> verdicts = new ArrayList<>();
    sensors.forEach((device, sensor) -> {
      long disagreed = sensor.intervals.entrySet().stream()
          .filter(interval -> {
            OptionalLong median = neighbours
                .getOrDefault(interval.getKey(), new Neighbours())
                .medianWithout(sensor.operator, rules.minNeighbours());
            return median.isPresent()
                && Math.abs(median.getAsLong() - interval.getValue().value()) > difference;
          })
          .count();
      long agreed = sensor.intervals.size() - disagreed;
      if (disagreed > 0) {
        sensor.log.add(Finding.of(
            SensorReasons.DISAGREES, Severity.ERROR, Map.of("intervals", "" + disagreed)));
      }
      sensor.log.add(Finding.of(
          SensorReasons.QUALITY,
          Severity.INFO,
          Map.of("intervals", "" + agreed, "expected", "" + rules.intervals())));
      verdicts.add(new Verdict(
          device,
          SensorVerifier.KIND,
          group,
          SensorVerifier.SCORE.of(agreed),
          sensor.log.findings()));
    });
    return verdicts;
  }
}
