package org.depinsdk.proofs.composition;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.SaturatingSum;
import org.depinsdk.proofs.Verdict;

/**
 * Makes one contribution out of a device's verdicts. The first part is the base: the contribution is in its unit. A part
 * without a verdict counts as zero, and the contribution says so.
 *
 * @param name for people and policies; in a policy the kind of the result, for example {@code placed-coverage/1}
 * @param rule how the parts are joined
 * @param parts one for each kind of proof, the base first
 */
public record Composition(String name, Rule rule, List<Part> parts) {

  /** How parts are joined. A part's ratio is its score divided by what makes it full, at most one. */
  public enum Rule {
    /** The base's full score times the lowest ratio: the weakest proof decides. */
    ALL_OF,
    /** The base's full score times the highest ratio: any proof will do. */
    BEST_OF,
    /** The base's score times the ratios of all others, as WeatherXM's data quality times proof of location. */
    PRODUCT,
    /** The base's score where every other part is full, else nothing. */
    GATE
  }

  /**
   * One proof in a composition.
   *
   * @param kind which proof
   * @param full the score that is worth all of it, 1 or more
   */
  public record Part(ProofKind kind, long full) {
    /** Checks the range. */
    public Part {
      if (full < 1) {
        throw new IllegalArgumentException("full must be 1 or more, not " + full);
      }
    }
  }

  /**
   * What a device contributed.
   *
   * @param device which device
   * @param units in the base's unit
   * @param missing the kinds of which there is no verdict
   * @param findings all findings of all verdicts, the heaviest first
   */
  public record Contribution(
      DeviceId device, long units, List<ProofKind> missing, List<Finding> findings) {
    /** Copies. */
    public Contribution {
      missing = List.copyOf(missing);
      findings = List.copyOf(findings);
    }
  }

  /** Checks that no kind stands twice, and copies. */
  public Composition {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("composition " + name + " has no parts");
    }
    Set<ProofKind> kinds = new HashSet<>();
    for (Part part : parts) {
      if (!kinds.add(part.kind())) {
        throw new IllegalArgumentException(
            "composition " + name + " has " + part.kind() + " twice");
      }
    }
  }

  /**
   * Joins the verdicts of one device. Several verdicts of one kind, from several groups, are added first; a sum that is too
   * high counts as {@link Long#MAX_VALUE} and the findings say so.
   *
   * @param device which device
   * @param verdicts of that device; kinds that are no part only add their findings
   * @return its contribution, the same for any order of the verdicts
   */
  public Contribution contribution(DeviceId device, Iterable<Verdict> verdicts) {
    List<SaturatingSum> sums = parts.stream().map(part -> new SaturatingSum()).toList();
    boolean[] present = new boolean[parts.size()];
    List<Finding> findings = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (!verdict.device().equals(device)) {
        throw new IllegalArgumentException(
            "a verdict about " + verdict.device() + " among those about " + device);
      }
      findings.addAll(verdict.findings());
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).kind().equals(verdict.kind())) {
          sums.get(i).add(verdict.score().units());
          present[i] = true;
        }
      }
    }
    FindingLog log = new FindingLog();
    sums.forEach(sum -> sum.note(log));
    findings.addAll(log.findings());
    findings.sort(Comparator.comparing(Finding::severity)
        .reversed()
        .thenComparing(Finding::code)
        .thenComparing(f -> f.facts().toString())
        .thenComparing(f -> f.evidence().toString()));
    List<ProofKind> missing = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (!present[i]) {
        missing.add(parts.get(i).kind());
      }
    }
    long[] scores = sums.stream().mapToLong(SaturatingSum::value).toArray();
    return new Contribution(device, units(scores), missing, findings);
  }

  /**
   * Joins scores.
   *
   * @param scores what a device scored in each kind, 0 or more; a part that is absent counts as zero
   * @return what it contributed, in the base's unit
   */
  public long units(Map<ProofKind, Long> scores) {
    long[] inOrder = new long[parts.size()];
    for (int i = 0; i < inOrder.length; i++) {
      inOrder[i] = scores.getOrDefault(parts.get(i).kind(), 0L);
    }
    return units(inOrder);
  }

  private long units(long[] scores) {
    return switch (rule) {
      case ALL_OF -> extreme(scores, -1);
      case BEST_OF -> extreme(scores, 1);
      case PRODUCT -> product(scores);
      case GATE -> {
        for (int i = 1; i < scores.length; i++) {
          if (scores[i] < parts.get(i).full()) {
            yield 0;
          }
        }
        yield scores[0];
      }
    };
  }

  // the part with the lowest (-1) or highest (1) ratio decides; ratios are compared as exact
  // fractions
  private long extreme(long[] scores, int sign) {
    int chosen = 0;
    for (int i = 1; i < scores.length; i++) {
      BigInteger left = capped(scores, i).multiply(full(chosen));
      BigInteger right = capped(scores, chosen).multiply(full(i));
      if (left.compareTo(right) * sign > 0) {
        chosen = i;
      }
    }
    return full(0).multiply(capped(scores, chosen)).divide(full(chosen)).longValueExact();
  }

  // rounded down once, at the end
  private long product(long[] scores) {
    BigInteger numerator = BigInteger.valueOf(scores[0]);
    BigInteger denominator = BigInteger.ONE;
    for (int i = 1; i < scores.length; i++) {
      numerator = numerator.multiply(capped(scores, i));
      denominator = denominator.multiply(full(i));
    }
    return numerator.divide(denominator).longValueExact();
  }

  private BigInteger capped(long[] scores, int i) {
    return BigInteger.valueOf(Math.min(scores[i], parts.get(i).full()));
  }

  private BigInteger full(int i) {
    return BigInteger.valueOf(parts.get(i).full());
  }
}
