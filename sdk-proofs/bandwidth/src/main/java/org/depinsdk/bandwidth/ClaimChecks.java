package org.depinsdk.bandwidth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.ReasonCode;
import org.jspecify.annotations.Nullable;

/** Whether the claim of a challenger can be what it saw. */
final class ClaimChecks {
  /** How far light comes in a microsecond, in metres, rounded up: the definition of the metre. */
  static final long LIGHT_METERS_PER_MICRO = 300;

  /** How many packets of a thousand a challenger may send late. */
  static final int LATE_PERMILLE = 50;

  // two cells are no nearer than their centres less this, at the resolution that places are
  // enrolled with
  private static final long PLACE_METERS = 1_000;

  private final BandwidthRules rules;
  private final RegistryView registry;
  private final @Nullable HexGrid grid;

  ClaimChecks(BandwidthRules rules, RegistryView registry, @Nullable HexGrid grid) {
    this.rules = rules;
    this.registry = registry;
    this.grid = grid;
  }

  /** What is wrong with a claim, null if nothing is. */
  @Nullable
  ReasonCode problem(TestPlan plan, DeviceId challenger, ObservedTraffic claim) {
    Optional<DeviceState> state = registry.stateAt(challenger, plan.start());
    if (!plan.challengers().contains(challenger)
        || state.filter(s -> s.status() == DeviceStatus.ACTIVE).isEmpty()) {
      return BandwidthReasons.NOT_A_CHALLENGER;
    }
    if (isImpossible(plan, claim)) {
      return BandwidthReasons.IMPOSSIBLE;
    }
    if (Math.abs((long) claim.startMicros()) > micros(rules.clockSkew())
        || claim.elapsedMicros() > plan.micros() + micros(rules.answerWithin())) {
      return BandwidthReasons.WRONG_WINDOW;
    }
    if ((long) claim.latePackets() * 1_000 > (long) plan.packets() * LATE_PERMILLE) {
      return BandwidthReasons.MISSED_SCHEDULE;
    }
    if (!claim.reached()) {
      return null;
    }
    if (rules
        .maxRoundTrip()
        .filter(most -> claim.ping().leastMicros() > micros(most))
        .isPresent()) {
      return BandwidthReasons.TOO_FAR;
    }
    return isFasterThanLight(state.get(), claim, plan.start())
        ? BandwidthReasons.FASTER_THAN_LIGHT
        : null;
  }

  private static boolean isImpossible(TestPlan plan, ObservedTraffic claim) {
    return claim.reached()
        ? claim.delivered().size() != plan.bins()
            || claim.delivered().stream().anyMatch(packets -> packets > plan.packetsPerBin())
            || claim.ping().answered() == 0
        : claim.total() > 0;
  }

  private boolean isFasterThanLight(DeviceState challenger, ObservedTraffic claim, Instant at) {
    Optional<H3Cell> place = registry.stateAt(claim.prover(), at).flatMap(DeviceState::cell);
    if (grid == null || challenger.cell().isEmpty() || place.isEmpty()) {
      return false;
    }
    long metres =
        grid.distanceMeters(grid.center(challenger.cell().get()), grid.center(place.get()));
    long reach = claim.ping().leastMicros() * LIGHT_METERS_PER_MICRO / 2;
    return metres > reach + PLACE_METERS;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
