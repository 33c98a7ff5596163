package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.proofs.composition.CompositionReasons;
import org.depinsdk.rewards.Contribution;

/**
 * Joins the verdicts of each device as the policy's compositions say. What comes of it is a verdict of its own, beside those
 * that it was made of, and a contribution that a pool can pay. A device that changed hands shares it as it shares the base.
 */
final class Joining {
  private final EpochInput input;
  private final Withholding withholding;
  private final Map<ProofKind, ScoreType> types;
  private final OwnerShares owners;

  Joining(EpochInput input, Withholding withholding, Map<ProofKind, ScoreType> types) {
    this.input = input;
    this.withholding = withholding;
    this.types = types;
    this.owners = new OwnerShares(input.registry(), input.epoch());
  }

  void apply(List<Verdict> verdicts, List<Contribution> contributions) {
    if (input.policy().compositions().isEmpty()) {
      return;
    }
    SortedMap<DeviceId, SortedMap<ProofKind, Long>> scores = new TreeMap<>();
    for (Verdict verdict : verdicts) {
      if (types.containsKey(verdict.kind())
          && !withholding.denies(verdict.device(), verdict.kind())) {
        scores
            .computeIfAbsent(verdict.device(), d -> new TreeMap<>())
            .merge(verdict.kind(), verdict.score().units(), Joining::add);
      }
    }
    SortedMap<DeviceId, SortedMap<ProofKind, Contribution>> sums = sums(contributions);
    List<Verdict> joined = new ArrayList<>();
    for (Composition composition : input.policy().compositions()) {
      ProofKind base = composition.parts().get(0).kind();
      scores.forEach((device, own) -> {
        if (composition.parts().stream().anyMatch(p -> own.containsKey(p.kind()))) {
          Verdict verdict = verdict(composition, device, own);
          joined.add(verdict);
          if (!withholding.denies(device, verdict.kind())) {
            Contribution shared = sums.getOrDefault(device, new TreeMap<>()).get(base);
            contributions.addAll(owners.split(verdict, shared == null ? null : shared.owners()));
          }
        }
      });
    }
    verdicts.addAll(joined);
  }

  private static SortedMap<DeviceId, SortedMap<ProofKind, Contribution>> sums(
      List<Contribution> contributions) {
    SortedMap<DeviceId, SortedMap<ProofKind, Contribution>> sums = new TreeMap<>();
    for (Contribution contribution : contributions) {
      sums.computeIfAbsent(contribution.device(), d -> new TreeMap<>())
          .merge(contribution.kind(), contribution, Contribution::plus);
    }
    return sums;
  }

  private Verdict verdict(
      Composition composition, DeviceId device, SortedMap<ProofKind, Long> scores) {
    ProofKind base = composition.parts().get(0).kind();
    long joined = composition.units(scores);
    Map<String, String> facts = new TreeMap<>();
    facts.put("rule", CompositionJson.text(composition.rule()));
    for (Composition.Part part : composition.parts()) {
      Long score = scores.get(part.kind());
      String of = part.kind().equals(base) ? "" : " of " + part.full();
      facts.put(part.kind().text(), score == null ? "absent" : score + of);
    }
    boolean lost = joined == 0 && scores.getOrDefault(base, 0L) > 0;
    Finding finding = Finding.of(
        lost ? CompositionReasons.NOTHING_LEFT : CompositionReasons.JOINED,
        lost ? Severity.WARNING : Severity.INFO,
        facts);
    return new Verdict(
        device,
        new ProofKind(composition.name()),
        GroupKey.device(device),
        Objects.requireNonNull(types.get(base)).of(joined),
        List.of(finding));
  }

  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
