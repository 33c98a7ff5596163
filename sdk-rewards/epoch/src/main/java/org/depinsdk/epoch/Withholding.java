package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.sanctions.Sanction;
import org.depinsdk.proofs.sanctions.SanctionReasons;
import org.depinsdk.rewards.Contribution;

/**
 * Takes out what sanctions withhold. Each device that they meet gets a verdict of {@code sanction/1} that says why and how
 * much, so that the bundle and the owner's statement show it. The verdicts of the proofs stay as they are.
 */
final class Withholding {
  static final ProofKind KIND = new ProofKind("sanction/1");
  private static final ScoreType SCORE = ScoreType.quantity("sanction");

  private final SortedMap<DeviceId, List<Sanction>> sanctions = new TreeMap<>();

  private Withholding() {}

  static Withholding of(EpochInput input) {
    Withholding withholding = new Withholding();
    for (Sanction sanction : input.sanctions().touching(input.epoch())) {
      withholding
          .sanctions
          .computeIfAbsent(sanction.imposed().device(), d -> new ArrayList<>())
          .add(sanction);
    }
    return withholding;
  }

  /** Whether a proof of a device does not count in this epoch. */
  boolean denies(DeviceId device, ProofKind kind) {
    return sanctions.getOrDefault(device, List.of()).stream()
        .anyMatch(s -> s.imposed().denies(kind));
  }

  /** Whom a proof is denied in this epoch. */
  Set<DeviceId> denied(ProofKind kind) {
    Set<DeviceId> denied = new TreeSet<>(sanctions.keySet());
    denied.removeIf(device -> !denies(device, kind));
    return denied;
  }

  void apply(List<Verdict> verdicts, List<Contribution> contributions) {
    sanctions.forEach((device, all) -> {
      List<Finding> findings = new ArrayList<>();
      all.forEach(sanction -> findings.add(finding(sanction, contributions)));
      verdicts.add(new Verdict(device, KIND, GroupKey.device(device), SCORE.of(0), findings));
    });
    contributions.removeIf(c -> denies(c.device(), c.kind()));
  }

  private static Finding finding(Sanction sanction, List<Contribution> contributions) {
    var imposed = sanction.imposed();
    SortedMap<ProofKind, Long> units = new TreeMap<>();
    for (Contribution contribution : contributions) {
      if (contribution.device().equals(imposed.device()) && imposed.denies(contribution.kind())) {
        units.merge(contribution.kind(), contribution.units(), Joining::add);
      }
    }
    StringJoiner withheld = new StringJoiner(", ");
    units.forEach((kind, count) -> withheld.add(count + " of " + kind));
    StringJoiner denied = new StringJoiner(", ").setEmptyValue("all");
    imposed.proofs().forEach(kind -> denied.add(kind.text()));
    Map<String, String> facts = new TreeMap<>(Map.of(
        "sanction", Long.toString(imposed.sanction()),
        "reason", imposed.reason().text(),
        "since", imposed.at().toString(),
        "until", sanction.endsAt().toString(),
        "denied", denied.toString()));
    // a proof in which devices compete scores a denied one nothing in the first place
    if (withheld.length() > 0) {
      facts.put("withheld", withheld.toString());
    }
    return new Finding(SanctionReasons.WITHHELD, Severity.ERROR, facts, imposed.evidence());
  }
}
