package org.depinsdk.epoch;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.policy.RewardPolicy;

/**
 * Past epochs under another reward policy: what each operator is paid and what it would have been paid. Both policies divide
 * the same contributions, those that compensations corrected as they were corrected.
 *
 * @param network the network's name
 * @param epochs the epochs
 * @param recorded the policy that was in force in the first of them
 * @param policy the other policy
 * @param operators every operator that is or would have been paid, unmodifiable
 * @param devices every device for which is or would have been paid, unmodifiable
 * @param pools what each pool of either policy pays, unmodifiable
 * @param minted what the epochs minted, and what they would have minted
 * @param carriedIn what was carried into the first of the epochs, which both divide
 * @param carriedOn what is carried forward from the last of them, by either policy
 */
public record WhatIf(
    String network,
    List<Long> epochs,
    RewardPolicy recorded,
    RewardPolicy policy,
    SortedMap<OperatorId, Difference> operators,
    SortedMap<DeviceId, Difference> devices,
    SortedMap<String, Difference> pools,
    Difference minted,
    TokenAmount carriedIn,
    Difference carriedOn) {
  /** Copies. */
  public WhatIf {
    epochs = List.copyOf(epochs);
    operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
  }

  /**
   * Divides past epochs by another policy.
   *
   * @param run the epochs; what a policy carries forward goes from one to the next
   * @param policy the other policy
   * @param mint whether it mints too, from the recorded state of the emission; otherwise it divides what was minted
   * @return the differences
   * @throws BundleException if a bundle cannot be read
   * @throws IllegalArgumentException if the other policy cannot mint, because an epoch lacks a figure or the recorded state of
   *     the emission is not its own; or if it pays another token
   */
  public static WhatIf of(RecordedRun run, RewardPolicy policy, boolean mint)
      throws BundleException {
    SettlementState before = run.epochs().get(0).before();
    RewardPolicy inForce = run.epochs().get(0).policy().rewards();
    if (!policy.token().equals(inForce.token())) {
      throw new IllegalArgumentException("it pays " + policy.token().symbol() + " with "
          + policy.token().decimals() + " decimals, the bundles pay "
          + inForce.token().symbol()
          + " with " + inForce.token().decimals()
          + "; amounts of two tokens have no difference");
    }
    SettlementState was = before;
    SettlementState would = before;
    SortedMap<OperatorId, Difference> operators = new TreeMap<>();
    SortedMap<DeviceId, Difference> devices = new TreeMap<>();
    SortedMap<String, Difference> pools = new TreeMap<>();
    Difference minted = Difference.NONE;
    for (RecordedEpoch epoch : run.epochs()) {
      SettlementInput settlement = epoch.settlement();
      List<Contribution> contributions = run.corrected(epoch, List.of()).contributions();
      EpochOutcome recorded = RecordedEpoch.settle(
          settlement.with(CorrectedRun.carrying(settlement.before(), was.carried())),
          contributions,
          ProofStates.NONE);
      SettlementState next = new SettlementState(
          settlement.before().nextEpoch(),
          would.emission(),
          would.carried(),
          Collections.emptySortedMap(),
          ProofStates.NONE);
      EpochOutcome other = RecordedEpoch.settle(
          new SettlementInput(
              settlement.policy().withRewards(policy),
              settlement.facts(),
              settlement.sanctions(),
              next,
              settlement.attestations(),
              mint ? Optional.empty() : Optional.of(epoch.minted())),
          contributions,
          ProofStates.NONE);
      was = recorded.after();
      would = other.after();
      for (AllocationLine line : recorded.allocation().lines().toList()) {
        add(line, new Difference(line.amount(), TokenAmount.ZERO), operators, devices, pools);
      }
      for (AllocationLine line : other.allocation().lines().toList()) {
        add(line, new Difference(TokenAmount.ZERO, line.amount()), operators, devices, pools);
      }
      minted = minted.plus(
          new Difference(recorded.allocation().minted(), other.allocation().minted()));
    }
    return new WhatIf(
        run.newest().policy().network(),
        run.epochs().stream().map(RecordedEpoch::index).toList(),
        inForce,
        policy,
        operators,
        devices,
        pools,
        minted,
        sum(before.carried()),
        new Difference(sum(was.carried()), sum(would.carried())));
  }

  private static void add(
      AllocationLine line,
      Difference amount,
      SortedMap<OperatorId, Difference> operators,
      SortedMap<DeviceId, Difference> devices,
      SortedMap<String, Difference> pools) {
    if (!line.amount().equals(TokenAmount.ZERO)) {
      operators.merge(line.operator(), amount, Difference::plus);
      line.device().ifPresent(device -> devices.merge(device, amount, Difference::plus));
      pools.merge(line.pool(), amount, Difference::plus);
    }
  }

  private static TokenAmount sum(SortedMap<String, TokenAmount> amounts) {
    return amounts.values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  /**
   * What all operators are paid together.
   *
   * @return by either policy
   */
  public Difference paid() {
    return operators.values().stream().reduce(Difference.NONE, Difference::plus);
  }

  /**
   * What differs between the two policies.
   *
   * @return field by field, from the recorded policy to the other one
   */
  public List<PolicyChange> changes() {
    return PolicyChanges.between(recorded.toJson(), policy.toJson());
  }

  /**
   * What is left to nobody: minted and carried in, less what is paid and carried on.
   *
   * @return by either policy
   */
  public Difference unallocated() {
    return new Difference(
        minted.before().plus(carriedIn).minus(paid().before()).minus(carriedOn.before()),
        minted.after().plus(carriedIn).minus(paid().after()).minus(carriedOn.after()));
  }

  /**
   * The differences for programs, amounts in base units.
   *
   * @return a JSON document
   */
  public byte[] toJson() {
    return Json.document(JsonObject.builder()
        .put("network", network)
        .put("epochs", JsonArray.of(epochs, JsonNumber::new))
        .put("recordedPolicy", recorded.id())
        .put("policy", policy.id())
        .put(
            "changes",
            JsonArray.of(
                changes(),
                change -> JsonObject.builder()
                    .put("path", change.path())
                    .put("before", change.before())
                    .put("after", change.after())
                    .build()))
        .put("token", policy.token().symbol())
        .put("decimals", policy.token().decimals())
        .put("operators", rows("operator", operators, OperatorId::text))
        .put("devices", rows("device", devices, DeviceId::text))
        .put("pools", rows("pool", pools, name -> name))
        .put("paid", format(paid()).build())
        .put("unallocated", format(unallocated()).build())
        .put("carriedForward", format(carriedOn).build())
        .put("minted", format(minted).build())
        .put("carriedIn", carriedIn.toString())
        .build());
  }

  private static <K> JsonArray rows(
      String field, SortedMap<K, Difference> differences, Function<K, String> name) {
    return JsonArray.of(
        differences.entrySet(),
        entry -> format(entry.getValue()).put(field, name.apply(entry.getKey())).build());
  }

  private static JsonObject.Builder format(Difference difference) {
    return JsonObject.builder()
        .put("before", difference.before().toString())
        .put("after", difference.after().toString())
        .put("change", difference.change().toString());
  }
}
