package org.depinsdk.ev;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.kit.RunTotals;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.TokenAmount;

/** What a run came to, recomputed from its bundles. */
final class RunSummary {
  /** A session that counted, and its part of what its station was paid for the energy of that epoch. */
  record SessionLine(
      long epoch, String name, Instant begin, Instant end, long milliWattHours, TokenAmount paid) {
    Duration length() {
      return Duration.between(begin, end);
    }

    /** Mean power, in watts. */
    long watts() {
      return Math.multiplyExact(milliWattHours, 3_600) / Math.max(1, length().toMillis());
    }
  }

  private final List<Charger> chargers;
  private final Map<DeviceId, OperatorId> owners = new TreeMap<>();
  private final RunTotals totals = new RunTotals(EvRewards.TOKEN, EvRewards.TREASURY);
  private final SortedMap<DeviceId, List<StationEpoch>> stations = new TreeMap<>();
  private final SortedMap<DeviceId, List<SessionLine>> sessions = new TreeMap<>();
  private final SortedMap<DeviceId, TokenAmount> deCharge = new TreeMap<>();
  private final SortedMap<DeviceId, TokenAmount> glow = new TreeMap<>();

  private RunSummary(List<Charger> chargers) {
    this.chargers = chargers;
    chargers.forEach(c -> owners.put(c.id(), c.operator()));
  }

  static RunSummary of(Path folder, int epochs, List<Charger> chargers)
      throws IOException, BundleException {
    RunSummary summary = new RunSummary(chargers);
    LocalEpochEngine engine = new LocalEpochEngine(ProofVerifiers.load());
    for (int epoch = 0; epoch < epochs; epoch++) {
      EpochInput input = EpochBundle.open(folder.resolve("epoch-" + epoch)).input();
      try (EpochOutcome settled = engine.run(input);
          EpochOutcome capped = engine.run(CompetitorFormulas.glowCapacity(input))) {
        summary.add(input, settled);
        add(
            summary.glow,
            CompetitorFormulas.glow(StationEpoch.of(capped.verdicts()).values(), summary.owners));
      }
    }
    return summary;
  }

  private void add(EpochInput input, EpochOutcome outcome) throws IOException {
    totals.add(input, outcome);
    SortedMap<DeviceId, StationEpoch> judged = StationEpoch.of(outcome.verdicts());
    add(deCharge, CompetitorFormulas.deCharge(judged.values(), owners));
    SortedMap<DeviceId, TokenAmount> energy = new TreeMap<>();
    outcome
        .allocation()
        .lines()
        .filter(line -> line.pool().equals(EvRewards.ENERGY))
        .forEach(line ->
            line.device().ifPresent(d -> energy.merge(d, line.amount(), TokenAmount::plus)));
    judged.forEach((device, station) -> {
      stations.computeIfAbsent(device, d -> new ArrayList<>()).add(station);
      sessions
          .computeIfAbsent(device, d -> new ArrayList<>())
          .addAll(
              lines(input.epoch().index(), station, energy.getOrDefault(device, TokenAmount.ZERO)));
    });
  }

  // each session's part by its energy, rounded so that the parts are the whole
  private static List<SessionLine> lines(long epoch, StationEpoch station, TokenAmount amount) {
    BigInteger whole = BigInteger.valueOf(Math.max(
        1,
        station.sessions().stream()
            .mapToLong(StationEpoch.Session::milliWattHours)
            .sum()));
    List<SessionLine> lines = new ArrayList<>();
    long until = 0;
    TokenAmount given = TokenAmount.ZERO;
    for (StationEpoch.Session session : station.sessions()) {
      until += session.milliWattHours();
      TokenAmount next = amount.mulDiv(BigInteger.valueOf(until), whole);
      lines.add(new SessionLine(
          epoch,
          session.name(),
          session.begin(),
          session.end(),
          session.milliWattHours(),
          next.minus(given)));
      given = next;
    }
    return lines;
  }

  private static void add(
      SortedMap<DeviceId, TokenAmount> sums, SortedMap<DeviceId, TokenAmount> more) {
    more.forEach((device, amount) -> sums.merge(device, amount, TokenAmount::plus));
  }

  List<Charger> chargers() {
    return chargers;
  }

  /** What was paid. */
  RunTotals totals() {
    return totals;
  }

  long wattHours(DeviceId device) {
    return epochsOf(device).stream().mapToLong(StationEpoch::wattHours).sum();
  }

  /** In how many intervals of the whole run it was there. */
  long intervals(DeviceId device) {
    return epochsOf(device).stream().mapToLong(StationEpoch::intervals).sum();
  }

  List<SessionLine> sessions(DeviceId device) {
    return Collections.unmodifiableList(sessions.getOrDefault(device, List.of()));
  }

  List<StationEpoch.Refused> refused(DeviceId device) {
    return epochsOf(device).stream().flatMap(s -> s.refused().stream()).toList();
  }

  /** A station's share, in hundredths of a percent, of what all stations got for energy: here, by DeCharge and by Glow. */
  List<Optional<Long>> shares(DeviceId device) {
    SortedMap<DeviceId, TokenAmount> ours = new TreeMap<>();
    chargers.forEach(c -> ours.put(c.id(), totals.earned(c.id(), EvRewards.ENERGY)));
    return List.of(share(ours, device), share(deCharge, device), share(glow, device));
  }

  private static Optional<Long> share(SortedMap<DeviceId, TokenAmount> all, DeviceId device) {
    BigInteger whole =
        all.values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus).toBigInteger();
    return whole.signum() == 0
        ? Optional.empty()
        : Optional.of(all.getOrDefault(device, TokenAmount.ZERO)
            .mulDiv(BigInteger.valueOf(10_000), whole)
            .toBigInteger()
            .longValueExact());
  }

  private List<StationEpoch> epochsOf(DeviceId device) {
    return stations.getOrDefault(device, List.of());
  }

  static String tokens(TokenAmount amount) {
    return EvRewards.TOKEN.formatFull(amount);
  }

  static String kilowattHours(long milliWattHours) {
    return new BigDecimal(BigInteger.valueOf(milliWattHours), 6)
        .setScale(3, java.math.RoundingMode.FLOOR)
        .toPlainString();
  }

  static String percent(Optional<Long> hundredths) {
    return hundredths.map(h -> new BigDecimal(BigInteger.valueOf(h), 2) + " %").orElse("–");
  }
}
