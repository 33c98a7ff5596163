package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.sanctions.Sanction;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.proofs.sanctions.SanctionReasons;
import org.depinsdk.rewards.Contribution;

/**
 * Takes out what sanctions withhold. Each device that they meet gets a verdict of {@code sanction/1} that says why and how
 * much, so that the bundle and the owner's statement show it. The verdicts of the proofs stay as they are.
 */
final class SanctionStep {
  static final ProofKind KIND = new ProofKind("sanction/1");
  private static final ScoreType SCORE = ScoreType.quantity("sanction");

  private final SortedMap<DeviceId, List<Sanction>> sanctions = new TreeMap<>();
  /** What the sanctioned devices contributed, as far as it was seen. */
  private final Map<DeviceId, List<Contribution>> seen = new TreeMap<>();

  SanctionStep(SanctionLedger ledger, Epoch epoch) {
    for (Sanction sanction : ledger.touching(epoch)) {
      sanctions
          .computeIfAbsent(sanction.imposed().device(), d -> new ArrayList<>())
          .add(sanction);
    }
  }

  /** Whom a proof is denied in the epoch. */
  Set<DeviceId> denied(ProofKind kind) {
    Set<DeviceId> denied = new TreeSet<>(sanctions.keySet());
    denied.removeIf(device -> !denies(device, kind));
    return denied;
  }

  private boolean denies(DeviceId device, ProofKind kind) {
    return sanctions.getOrDefault(device, List.of()).stream()
        .anyMatch(s -> s.imposed().denies(kind));
  }

  /** Notes what a device contributed, for its verdict. */
  void see(List<Contribution> ofDevice) {
    DeviceId device = ofDevice.get(0).device();
    if (sanctions.containsKey(device)) {
      seen.put(device, ofDevice);
    }
  }

  /** The contributions that are not withheld. */
  List<Contribution> paid(List<Contribution> contributions) {
    return contributions.isEmpty()
            || !sanctions.containsKey(contributions.get(0).device())
        ? contributions
        : contributions.stream().filter(c -> !denies(c.device(), c.kind())).toList();
  }

  /** One verdict for each sanctioned device, ascending. */
  List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    sanctions.forEach((device, all) -> verdicts.add(new Verdict(
        device,
        KIND,
        GroupKey.device(device),
        SCORE.of(0),
        all.stream().map(this::finding).toList())));
    return verdicts;
  }

  private Finding finding(Sanction sanction) {
    var imposed = sanction.imposed();
    StringJoiner denied = new StringJoiner(",").setEmptyValue("all");
    imposed.proofs().forEach(kind -> denied.add(kind.text()));
    Map<String, String> facts = new TreeMap<>(Map.of(
        "sanction", Long.toString(imposed.sanction()),
        "reason", imposed.reason().text(),
        "since", imposed.at().toString(),
        "until", sanction.endsAt().toString(),
        "denied", denied.toString()));
    // a proof in which devices compete scores a denied one nothing in the first place
    for (Contribution contribution : seen.getOrDefault(imposed.device(), List.of())) {
      if (imposed.denies(contribution.kind()) && contribution.units() > 0) {
        facts.put("withheld." + contribution.kind(), Long.toString(contribution.units()));
      }
    }
    return new Finding(SanctionReasons.WITHHELD, Severity.ERROR, facts, imposed.evidence());
  }
}
