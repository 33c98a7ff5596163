package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;

/** What a bundle's verdicts and payouts say, read back. */
final class RecordedVerdicts {
  private final EpochInput input;
  private final OwnerShares owners;
  private final Map<Subject, Long> units = new HashMap<>();
  private final Map<Subject, Map<OperatorId, Long>> paidShares = new HashMap<>();
  private final SortedMap<OperatorId, TokenAmount> paid = new TreeMap<>();

  private record Subject(DeviceId device, ProofKind kind) {}

  private RecordedVerdicts(EpochInput input) {
    this.input = input;
    this.owners = new OwnerShares(input.registry(), input.epoch());
  }

  static RecordedVerdicts read(EpochBundle bundle, EpochInput input) throws BundleException {
    RecordedVerdicts recorded = new RecordedVerdicts(input);
    Withholding withholding = Withholding.of(input);
    bundle.lines(BundleParts.VERDICTS, json -> {
      long units = Json.number(json, "units");
      Subject subject = new Subject(
          DeviceId.parse(Json.text(json, "device")), ProofKind.parse(Json.text(json, "kind")));
      // what a sanction withholds was no contribution
      if (units > 0 && !withholding.denies(subject.device(), subject.kind())) {
        recorded.units.merge(subject, units, Joining::add);
      }
    });
    bundle.lines(BundleParts.PAYOUTS, recorded::payout);
    return recorded;
  }

  private void payout(ObjectNode json) throws EncodingException {
    OperatorId operator = OperatorId.parse(Json.text(json, "operator"));
    TokenAmount amount = TokenAmount.parse(Json.text(json, "amount"));
    if (!amount.isZero()) {
      paid.merge(operator, amount, TokenAmount::plus);
    }
    String device = Json.text(json, "device");
    if (!device.isEmpty()) {
      Subject subject =
          new Subject(DeviceId.parse(device), ProofKind.parse(Json.text(json, "kind")));
      // every pool that counts the kind says the same shares
      paidShares
          .computeIfAbsent(subject, s -> new TreeMap<>())
          .put(operator, weight(Json.text(json, "share")));
    }
  }

  private static long weight(String share) throws EncodingException {
    try {
      return Long.parseLong(share.substring(0, Math.max(0, share.indexOf('/'))));
    } catch (NumberFormatException e) {
      throw new EncodingException("field share must be a weight and the weight of all owners, as "
          + "3/12, not " + EncodingException.shown(share));
    }
  }

  /** What each operator was paid. */
  SortedMap<OperatorId, TokenAmount> paid() {
    return paid;
  }

  /** What each device contributed for each owner; judged again only where owners changed and no pool paid for it. */
  List<Contribution> contributions(ProofVerifiers verifiers) throws IOException, BundleException {
    List<Contribution> contributions = new ArrayList<>();
    Set<Subject> open = new HashSet<>();
    units.forEach((subject, sum) -> owners(subject)
        .ifPresentOrElse(
            shared ->
                contributions.add(new Contribution(subject.device(), subject.kind(), sum, shared)),
            () -> open.add(subject)));
    if (!open.isEmpty()) {
      try {
        for (Contribution c : new LocalEpochEngine(verifiers).contributions(input)) {
          if (open.contains(new Subject(c.device(), c.kind()))) {
            contributions.add(c);
          }
        }
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new BundleException(BundleParts.POLICY, e.getMessage());
      }
    }
    contributions.sort(null);
    return contributions;
  }

  private Optional<Owners> owners(Subject subject) {
    Set<OperatorId> all = new TreeSet<>();
    owners.parts(subject.device()).forEach(part -> all.add(part.operator()));
    if (all.size() == 1) {
      return Optional.of(Owners.sole(all.iterator().next()));
    }
    Map<OperatorId, Long> weights = paidShares.getOrDefault(subject, Map.of());
    if (weights.values().stream().allMatch(weight -> weight <= 0)) {
      return Optional.empty();
    }
    return Optional.of(new Owners(weights.entrySet().stream()
        .map(e -> new Owners.Share(e.getKey(), e.getValue()))
        .toList()));
  }
}
