package org.depinsdk.epoch;

import com.google.common.collect.FluentIterable;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.proofs.composition.CompositionReasons;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.document.Forms;
import org.jspecify.annotations.Nullable;

/**
 * Joins what each device contributed as the policy's compositions say. The result is a verdict of its own, beside those
 * that it was made of, and a contribution that a pool can pay. Owners share it as they share the first of its parts that the
 * device has.
 */
final class CompositionStep {
  private final List<Composition> compositions;
  private final SortedMap<ProofKind, ScoreType> scoreTypes;
  private final SanctionStep sanctions;

  CompositionStep(
      List<Composition> compositions,
      SortedMap<ProofKind, ScoreType> scoreTypes,
      SanctionStep sanctions) {
    this.compositions = compositions.stream()
        .sorted(Comparator.comparing(CompositionStep::kind))
        .toList();
    this.scoreTypes = scoreTypes;
    this.sanctions = sanctions;
  }

  /** What the compositions make of one device's contributions. */
  List<Contribution> contributions(List<Contribution> ofDevice) {
    List<Contribution> parts = sanctions.paid(ofDevice);
    List<Contribution> joined = new ArrayList<>();
    for (Composition composition : compositions) {
      for (Composition.Part part : composition.parts()) {
        Contribution first = find(parts, part.kind());
        if (first != null) {
          joined.add(new Contribution(
              first.device(), kind(composition), composition.units(units(parts)), first.owners()));
          break;
        }
      }
    }
    return sanctions.paid(joined);
  }

  /** The verdicts of all compositions, by kind and device. */
  Iterable<Verdict> verdicts(Iterable<List<Contribution>> byDevice) {
    return Iterables.concat(Iterables.transform(
        compositions,
        composition -> FluentIterable.from(byDevice)
            .transform(sanctions::paid)
            .filter(parts ->
                composition.parts().stream().anyMatch(part -> find(parts, part.kind()) != null))
            .transform(parts -> verdict(composition, parts))));
  }

  private Verdict verdict(Composition composition, List<Contribution> parts) {
    SortedMap<ProofKind, Long> units = units(parts);
    ProofKind base = composition.parts().get(0).kind();
    long joined = composition.units(units);
    Map<String, String> facts = new TreeMap<>();
    facts.put("rule", Forms.name(composition.rule()));
    for (Composition.Part part : composition.parts()) {
      Long own = units.get(part.kind());
      if (own != null) {
        facts.put(part.kind().text(), own.toString());
      }
      if (!part.kind().equals(base)) {
        facts.put(part.kind() + ".full", Long.toString(part.full()));
      }
    }
    boolean lost = joined == 0 && units.getOrDefault(base, 0L) > 0;
    Finding finding = Finding.of(
        lost ? CompositionReasons.NOTHING_LEFT : CompositionReasons.JOINED,
        lost ? Severity.WARNING : Severity.INFO,
        facts);
    return new Verdict(
        parts.get(0).device(),
        kind(composition),
        GroupKey.device(parts.get(0).device()),
        Objects.requireNonNull(scoreTypes.get(base)).of(joined),
        List.of(finding));
  }

  private static SortedMap<ProofKind, Long> units(List<Contribution> parts) {
    SortedMap<ProofKind, Long> units = new TreeMap<>();
    parts.forEach(part -> units.put(part.kind(), part.units()));
    return units;
  }

  private static @Nullable Contribution find(List<Contribution> contributions, ProofKind kind) {
    return contributions.stream().filter(c -> c.kind().equals(kind)).findFirst().orElse(null);
  }

  static ProofKind kind(Composition composition) {
    return new ProofKind(composition.name());
  }
}
