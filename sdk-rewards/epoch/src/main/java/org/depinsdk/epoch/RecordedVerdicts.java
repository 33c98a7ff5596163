package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;

/** What a bundle's verdicts and payouts say, read back. */
final class RecordedVerdicts {
  private final EpochInput input;
  private final OwnerShares owners;
  private final Map<Subject, Long> units = new HashMap<>();
  private final Map<Subject, Map<OperatorId, Long>> paidUnits = new HashMap<>();
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
        recorded.units.merge(subject, units, Math::addExact);
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
      // every pool that counts the kind says the same units
      paidUnits
          .computeIfAbsent(subject, s -> new TreeMap<>())
          .put(operator, whole(Json.text(json, "units")));
    }
  }

  private static long whole(String text) throws EncodingException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new EncodingException(
          "field units must be a whole number, not " + EncodingException.shown(text));
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
    units.forEach((subject, sum) -> {
      Map<OperatorId, Long> shares = shares(subject, sum);
      if (shares.isEmpty()) {
        open.add(subject);
      }
      shares.forEach((operator, share) ->
          contributions.add(new Contribution(subject.device(), operator, subject.kind(), share)));
    });
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

  private Map<OperatorId, Long> shares(Subject subject, long sum) {
    Set<OperatorId> all = new HashSet<>();
    owners.parts(subject.device()).forEach(part -> all.add(part.operator()));
    if (all.size() == 1) {
      return Map.of(all.iterator().next(), sum);
    }
    Map<OperatorId, Long> shares = paidUnits.getOrDefault(subject, Map.of());
    return shares.values().stream().mapToLong(s -> s).sum() == sum ? shares : Map.of();
  }
}
