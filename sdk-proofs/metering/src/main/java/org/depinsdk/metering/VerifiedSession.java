package org.depinsdk.metering;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.metering.SignedMeterRecord.Pagination;

/**
 * What the verified records of one session say together: one begin, one end and what was read between, of one import
 * register.
 *
 * @param register which register
 * @param readings begin first, end last, at least two
 * @param firstPage the lowest record number, where the records are numbered
 * @param lastPage the highest
 */
record VerifiedSession(
    EnergyRegister register,
    List<Point> readings,
    Optional<Pagination> firstPage,
    Optional<Pagination> lastPage) {

  /** Stands in a fact for the register of a reading that names none. */
  private static final String UNNAMED = "none";

  /** One reading of the session's register. */
  record Point(Instant at, long milliWattHours) {}

  Instant begin() {
    return readings.get(0).at();
  }

  Instant end() {
    return last().at();
  }

  long beginRegister() {
    return readings.get(0).milliWattHours();
  }

  long endRegister() {
    return last().milliWattHours();
  }

  long milliWattHours() {
    return endRegister() - beginRegister();
  }

  private Point last() {
    return readings.get(readings.size() - 1);
  }

  static VerifiedSession of(List<SignedMeterRecord> records, MeteringRules rules) throws Refusal {
    List<SignedMeterRecord> ordered = new ArrayList<>(records);
    ordered.sort(
        Comparator.comparingLong(r -> r.pagination().map(Pagination::number).orElse(0L)));
    List<Pagination> pages =
        ordered.stream().flatMap(r -> r.pagination().stream()).toList();

    // an end record may repeat the begin that was also sent by itself: the same reading is one
    Map<String, Set<MeterReading>> byRegister = new LinkedHashMap<>();
    SortedSet<String> others = new TreeSet<>();
    for (SignedMeterRecord record : ordered) {
      for (MeterReading reading : record.readings()) {
        String name = reading.register().map(EnergyRegister::text).orElse(UNNAMED);
        boolean counts = reading
            .register()
            .filter(r -> r.direction() == EnergyRegister.Direction.IMPORT)
            .isPresent();
        if (counts) {
          byRegister.computeIfAbsent(name, t -> new LinkedHashSet<>()).add(reading);
        } else {
          others.add(name);
        }
      }
    }
    Optional<List<MeterReading>> chosen = byRegister.values().stream()
        .map(List::copyOf)
        .filter(VerifiedSession::isWhole)
        // a register that counts for ever can be compared with the session before; prefer it
        .min(Comparator.comparing(r -> register(r.get(0)).transaction()));
    if (chosen.isEmpty()) {
      throw new Refusal(
          MeteringReasons.SESSION_INCOMPLETE,
          Map.of(
              "registers", String.join(" ", byRegister.keySet()),
              "otherRegisters", String.join(" ", others),
              "records", String.valueOf(records.size())));
    }
    List<Point> points = new ArrayList<>();
    for (MeterReading reading : chosen.get()) {
      points.add(point(reading, rules, points.isEmpty()));
    }
    return new VerifiedSession(
        register(chosen.get().get(0)),
        List.copyOf(points),
        pages.isEmpty() ? Optional.empty() : Optional.of(pages.get(0)),
        pages.isEmpty() ? Optional.empty() : Optional.of(pages.get(pages.size() - 1)));
  }

  private static boolean isWhole(List<MeterReading> readings) {
    long begins = readings.stream().filter(r -> r.mark() == ReadingMark.BEGIN).count();
    long ends = readings.stream().filter(r -> r.mark().isEnd()).count();
    return begins == 1
        && ends == 1
        && readings.get(0).mark() == ReadingMark.BEGIN
        && readings.get(readings.size() - 1).mark().isEnd()
        && readings.stream().allMatch(r -> r.milliWattHours().isPresent());
  }

  private static EnergyRegister register(MeterReading reading) {
    return reading.register().orElseThrow();
  }

  private static Point point(MeterReading reading, MeteringRules rules, boolean first)
      throws Refusal {
    if (!reading.meterOk()) {
      throw new Refusal(
          MeteringReasons.METER_FAULT, Map.of("mark", reading.mark().toString()));
    }
    if (!reading.energyBillable()) {
      throw new Refusal(
          MeteringReasons.NOT_BILLABLE, Map.of("mark", reading.mark().toString()));
    }
    MeterClock clock = reading.clock();
    // spec| OCMF 1.4, TM: R is relative to the reading before; it needs a begin that is placed in
    // time
    boolean good = clock == MeterClock.SYNCHRONISED
        || (clock == MeterClock.INFORMATIVE && !rules.synchronisedOnly())
        || (clock == MeterClock.RELATIVE && !first);
    if (!good || reading.at().isEmpty()) {
      throw new Refusal(
          MeteringReasons.CLOCK_UNRELIABLE,
          Map.of("clock", clock.toString(), "mark", reading.mark().toString()));
    }
    return new Point(reading.at().get(), reading.milliWattHours().orElseThrow());
  }

  /** What one session must keep by itself. */
  void check(MeteringRules rules, int plateWatts, Epoch epoch) throws Refusal {
    if (!epoch.contains(end())) {
      throw new Refusal(
          MeteringReasons.OUTSIDE_EPOCH,
          Map.of("end", end().toString(), "epoch", String.valueOf(epoch.index())));
    }
    Duration length = Duration.between(begin(), end());
    if (length.plus(rules.clockTolerance()).isNegative()
        || length.compareTo(rules.maxSession()) > 0) {
      throw new Refusal(
          MeteringReasons.DURATION_IMPLAUSIBLE,
          Map.of("duration", length.toString(), "most", rules.maxSession().toString()));
    }
    for (int i = 1; i < readings.size(); i++) {
      Point before = readings.get(i - 1);
      Point after = readings.get(i);
      if (after.milliWattHours() < before.milliWattHours()) {
        throw new Refusal(
            MeteringReasons.REGISTER_BACKWARDS,
            Map.of(
                "before", String.valueOf(before.milliWattHours()),
                "after", String.valueOf(after.milliWattHours()),
                "register", register.text()));
      }
      checkPower(before, after, rules, plateWatts);
    }
    checkPower(readings.get(0), last(), rules, plateWatts);
  }

  private static void checkPower(Point before, Point after, MeteringRules rules, int plateWatts)
      throws Refusal {
    // what the clock may have been set back by is no time in which energy flowed
    long milliseconds = Duration.between(before.at(), after.at()).toMillis()
        + rules.clockTolerance().toMillis();
    long energy = after.milliWattHours() - before.milliWattHours();
    if (milliseconds < 0) {
      throw new Refusal(
          MeteringReasons.DURATION_IMPLAUSIBLE,
          Map.of("before", before.at().toString(), "after", after.at().toString()));
    }
    long counted = Math.max(0, energy - rules.powerSlackWattHours() * 1000);
    // mWh * 3,600,000 ms/h against W * ms * 1000 mW/W * (1000 + tolerance) / 1000
    BigInteger used = BigInteger.valueOf(counted).multiply(BigInteger.valueOf(3_600_000));
    BigInteger allowed = BigInteger.valueOf(plateWatts)
        .multiply(BigInteger.valueOf(milliseconds))
        .multiply(BigInteger.valueOf(1000 + rules.powerTolerancePermille()));
    if (used.compareTo(allowed) > 0) {
      throw new Refusal(
          MeteringReasons.POWER_ABOVE_PLATE,
          Map.of(
              "milliWattHours", String.valueOf(energy),
              "milliseconds", String.valueOf(milliseconds),
              "plateWatts", String.valueOf(plateWatts)));
    }
  }
}
