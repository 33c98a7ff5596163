package org.depinsdk.ev;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.metering.MeteringVerifier;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.preset.DeChargeScore;
import org.depinsdk.rewards.preset.Presets;

/** What the same sessions come to by the formulas of networks that run today, as the presets have them. */
final class CompetitorFormulas {
  private static final ProofKind CHARGE_VALUE = new ProofKind("charge-value/1");
  private static final ProofKind PROTOCOL_FEE = new ProofKind("protocol-fee/1");
  private static final int DECHARGE_HOURS = 60;
  // a middle class: the stations of this demonstration have no place
  private static final int DECHARGE_GEO_CLASS = 60;
  // what an epoch of the preset divides; only the shares are compared
  private static final TokenAmount EPOCH = TokenAmount.of(1_000_000_000_000L);

  private CompetitorFormulas() {}

  /**
   * DeCharge: energy, times half the share of active hours and half the share of hours that the station was there.
   *
   * @param stations one epoch's
   * @param owners by station
   * @return what each gets of what the formula pays
   */
  static SortedMap<DeviceId, TokenAmount> deCharge(
      Collection<StationEpoch> stations, Map<DeviceId, OperatorId> owners) {
    List<Contribution> contributions = new ArrayList<>();
    for (StationEpoch station : stations) {
      // an epoch of ours, stretched to the 60 hours of theirs
      int up = (int) (station.intervals() * DECHARGE_HOURS / EvNetwork.INTERVALS);
      int active =
          (int) (station.active().toMillis() * DECHARGE_HOURS / EvNetwork.EPOCH.toMillis());
      DeChargeScore score = new DeChargeScore(
          1, station.wattHours(), 50, 50, Math.min(active, up), up, 0, 1, 1, DECHARGE_GEO_CLASS);
      contributions.add(
          contribution(station, owners, CHARGE_VALUE, score.thousandths().longValueExact()));
    }
    return paid("decharge", contributions);
  }

  /**
   * Glow: in proportion to the protocol fee, which is what the energy of ten years is worth today, and so to energy. A
   * capacity cap voids what exceeds it by 35 percent: judge with {@link #glowCapacity} first.
   *
   * @param stations one epoch's
   * @param owners by station
   * @return what each gets of what the formula pays
   */
  static SortedMap<DeviceId, TokenAmount> glow(
      Collection<StationEpoch> stations, Map<DeviceId, OperatorId> owners) {
    return paid(
        "glow",
        stations.stream()
            .map(s -> contribution(s, owners, PROTOCOL_FEE, s.wattHours()))
            .toList());
  }

  /**
   * The same epoch under Glow's capacity cap of 135 percent of the plate in place of the network's own.
   *
   * @param input the epoch
   * @return the epoch to judge
   */
  static EpochInput glowCapacity(EpochInput input) {
    NetworkPolicy policy = input.policy();
    SortedMap<ProofKind, ProofConfig> proofs = new TreeMap<>(policy.proofs());
    proofs.computeIfPresent(MeteringVerifier.KIND, (kind, config) -> {
      Map<String, String> settings = new TreeMap<>(config.settings());
      settings.put("power-tolerance-permille", "350");
      return new ProofConfig(settings);
    });
    return input.with(
        new NetworkPolicy(policy.admission(), policy.provenance(), proofs, policy.rewards())
            .withCompositions(policy.compositions())
            .withIdentity(policy.identity()));
  }

  private static Contribution contribution(
      StationEpoch station, Map<DeviceId, OperatorId> owners, ProofKind kind, long units) {
    OperatorId owner = owners.get(station.device());
    if (owner == null) {
      throw new IllegalStateException("no owner of " + station.device());
    }
    return new Contribution(station.device(), kind, units, Owners.sole(owner));
  }

  private static SortedMap<DeviceId, TokenAmount> paid(
      String preset, List<Contribution> contributions) {
    SortedMap<DeviceId, TokenAmount> paid = new TreeMap<>();
    Presets.policy(preset)
        .allocate(EPOCH, contributions)
        .lines()
        .forEach(
            line -> line.device().ifPresent(d -> paid.merge(d, line.amount(), TokenAmount::plus)));
    return paid;
  }
}
