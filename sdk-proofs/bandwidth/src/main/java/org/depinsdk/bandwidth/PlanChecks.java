package org.depinsdk.bandwidth;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.ProofContext;
import org.jspecify.annotations.Nullable;

/** Whether a plan is the one that the epoch's randomness asks for. */
final class PlanChecks {
  private record Drawn(DeviceKey coordinator, String link, ByteBuffer proof) {}

  private final ProofContext context;
  private final BandwidthRules rules;
  private final SortedMap<DeviceId, Long> pool;
  // all plans of a link carry the same proof
  private final Map<Drawn, Optional<LinkDraw>> draws = new ConcurrentHashMap<>();

  PlanChecks(ProofContext context, BandwidthRules rules) {
    this.context = context;
    this.rules = rules;
    this.pool = LinkMember.CHALLENGERS.rows(context.tables());
  }

  /**
   * What a plan has to be.
   *
   * @param provers all of them
   * @param draw which time and which challengers of the draw
   */
  record Due(List<DeviceId> provers, int draw) {}

  /** What is wrong with a plan, null if nothing is. */
  @Nullable
  ReasonCode problem(Attributed<BandwidthReport> report, TestPlan plan, Due due) {
    Optional<DeviceState> coordinator = context
        .registry()
        .stateAt(report.device(), plan.start())
        .filter(state -> state.status() == DeviceStatus.ACTIVE)
        .filter(state -> state.deviceClass().equals(rules.coordinatorClass()));
    if (coordinator.isEmpty()) {
      return BandwidthReasons.NOT_A_COORDINATOR;
    }
    String link = plan.test().link();
    if (!due.provers.equals(plan.provers())) {
      return BandwidthReasons.NOT_TOGETHER;
    }
    Optional<LinkDraw> draw = draws.computeIfAbsent(
        new Drawn(coordinator.get().key(), link, ByteBuffer.wrap(plan.drawProof())), this::verify);
    if (draw.isEmpty()) {
      return BandwidthReasons.DRAW_UNPROVEN;
    }
    List<Instant> times = draw.get().times(context.epoch(), rules.gaps());
    if (due.draw >= times.size() || !isOnTime(plan, times.get(due.draw))) {
      return BandwidthReasons.WRONG_TIME;
    }
    long share = plan.offeredKbps() * plan.provers().size() / plan.challengers().size();
    return draw.get()
            .challengers(
                due.draw,
                eligible(context.registry(), pool, plan.provers(), plan.start()),
                rules.challengers(),
                share)
            .filter(plan.challengers()::equals)
            .isPresent()
        ? null
        : BandwidthReasons.NOT_DRAWN;
  }

  private Optional<LinkDraw> verify(Drawn drawn) {
    return LinkDraw.verify(
        drawn.coordinator,
        LinkDraw.alpha(context.network(), context.epoch(), context.beacon(), drawn.link),
        drawn.proof.array());
  }

  // the upload follows the download of the same number
  private static boolean isOnTime(TestPlan plan, Instant due) {
    return !plan.start().isBefore(due) && !plan.start().isAfter(due.plus(LinkDraw.START_WITHIN));
  }

  /** Who may be drawn: active challengers that belong to none of the provers' operators. */
  static SortedMap<DeviceId, Long> eligible(
      RegistryView registry, SortedMap<DeviceId, Long> pool, List<DeviceId> provers, Instant at) {
    List<OperatorId> owners = provers.stream()
        .flatMap(prover -> registry.stateAt(prover, at).stream())
        .map(DeviceState::operator)
        .toList();
    SortedMap<DeviceId, Long> eligible = new TreeMap<>(pool);
    eligible
        .keySet()
        .removeIf(challenger -> registry
            .stateAt(challenger, at)
            .filter(state -> state.status() == DeviceStatus.ACTIVE)
            .filter(state -> !owners.contains(state.operator()))
            .isEmpty());
    return eligible;
  }
}
