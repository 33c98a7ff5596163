package org.depinsdk.proofs.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.SaturatingSum;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class CompositionTest {
  private static final DeviceId DEVICE = new DeviceId("dev-" + "a".repeat(32));
  private static final ProofKind A = new ProofKind("a/1");
  private static final ProofKind B = new ProofKind("b/1");
  private static final ProofKind C = new ProofKind("c/1");

  private static Verdict verdict(ProofKind kind, String group, long units) {
    return new Verdict(
        DEVICE,
        kind,
        new GroupKey(group),
        ScoreType.quantity("unit").of(units),
        List.of(Finding.of(
            new ReasonCode("test." + group), Severity.INFO, Map.of("units", "" + units))));
  }

  private static long units(Composition.Rule rule, long a, long b, long c) {
    Composition composition = new Composition(
        "test",
        rule,
        List.of(
            new Composition.Part(A, 1_000),
            new Composition.Part(B, 24),
            new Composition.Part(C, 3)));
    long units = composition
        .contribution(DEVICE, List.of(verdict(A, "x", a), verdict(B, "y", b), verdict(C, "z", c)))
        .units();
    assertThat(composition.units(Map.of(A, a, B, b, C, c))).isEqualTo(units);
    return units;
  }

  @Test
  void findingsOfOneCodeHaveOneOrder() {
    Composition base =
        new Composition("test", Composition.Rule.GATE, List.of(new Composition.Part(A, 1)));
    List<Verdict> verdicts = List.of(verdict(A, "x", 2), verdict(A, "x", 1));
    List<Verdict> reversed = List.of(verdicts.get(1), verdicts.get(0));
    assertThat(base.contribution(DEVICE, verdicts)).isEqualTo(base.contribution(DEVICE, reversed));
    assertThat(base.contribution(DEVICE, verdicts).findings())
        .extracting(finding -> finding.facts().toString())
        .isSorted();
    // and by what shows them, if they say the same
    Finding finding = verdict(A, "x", 1).findings().get(0);
    List<Verdict> shown = new ArrayList<>();
    for (String digit : List.of("b", "a")) {
      shown.add(new Verdict(
          DEVICE,
          A,
          new GroupKey("x"),
          ScoreType.quantity("unit").of(1),
          List.of(new Finding(
              finding.code(),
              finding.severity(),
              finding.facts(),
              List.of(new ReportId(digit.repeat(64)))))));
    }
    assertThat(base.contribution(DEVICE, shown).findings())
        .extracting(f -> f.evidence().get(0).hex().charAt(0))
        .containsExactly('a', 'b');
  }

  @Test
  void allOfIsTheWeakest() {
    assertThat(units(Composition.Rule.ALL_OF, 1_000, 12, 3)).isEqualTo(500);
    assertThat(units(Composition.Rule.ALL_OF, 400, 12, 3)).isEqualTo(400);
    assertThat(units(Composition.Rule.ALL_OF, 5_000, 99, 1)).isEqualTo(333);
    assertThat(units(Composition.Rule.ALL_OF, 5_000, 99, 9)).isEqualTo(1_000);
  }

  /** A sum that does not fit is said and does not stop anything. */
  @Test
  void aSumThatIsTooHighIsSaid() {
    Composition base =
        new Composition("test", Composition.Rule.GATE, List.of(new Composition.Part(A, 1)));
    for (long second : new long[] {0, 1, Long.MAX_VALUE}) {
      Composition.Contribution contribution = base.contribution(
          DEVICE, List.of(verdict(A, "x", Long.MAX_VALUE), verdict(A, "y", second)));
      assertThat(contribution.units()).isEqualTo(Long.MAX_VALUE);
      assertThat(contribution.findings().stream()
              .anyMatch(f -> f.code().equals(SaturatingSum.SATURATED)))
          .isEqualTo(second > 0);
    }
  }

  @Test
  void bestOfIsTheStrongest() {
    assertThat(units(Composition.Rule.BEST_OF, 100, 12, 2)).isEqualTo(666);
    assertThat(units(Composition.Rule.BEST_OF, 700, 12, 0)).isEqualTo(700);
  }

  @Test
  void productMultipliesTheBaseByEveryRatio() {
    assertThat(units(Composition.Rule.PRODUCT, 5_000, 12, 3)).isEqualTo(2_500);
    assertThat(units(Composition.Rule.PRODUCT, 5_000, 12, 1)).isEqualTo(833);
    assertThat(units(Composition.Rule.PRODUCT, 5_000, 99, 99)).isEqualTo(5_000);
  }

  @Test
  void gateIsAllOrNothing() {
    assertThat(units(Composition.Rule.GATE, 5_000, 24, 3)).isEqualTo(5_000);
    assertThat(units(Composition.Rule.GATE, 5_000, 23, 3)).isZero();
    assertThat(units(Composition.Rule.GATE, 5_000, 24, 2)).isZero();
  }

  @Test
  void missingProofIsZeroAndNamedAndGroupsAreAdded() {
    Composition composition = new Composition(
        "test",
        Composition.Rule.GATE,
        List.of(new Composition.Part(A, 1), new Composition.Part(B, 12)));
    ProofKind usage = composition.parts().get(0).kind();
    ProofKind uptime = composition.parts().get(1).kind();
    Composition.Contribution without =
        composition.contribution(DEVICE, List.of(verdict(usage, "a", 5), verdict(usage, "b", 7)));
    assertThat(without.units()).isZero();
    assertThat(without.missing()).containsExactly(uptime);
    Composition.Contribution with = composition.contribution(
        DEVICE, List.of(verdict(usage, "a", 5), verdict(usage, "b", 7), verdict(uptime, "c", 12)));
    assertThat(with.units()).isEqualTo(12);
    assertThat(with.findings()).hasSize(3);
  }

  @Test
  void orderDoesNotMatterAndMoreNeverPaysLess() {
    Property.check(300, random -> {
      for (Composition.Rule rule : Composition.Rule.values()) {
        long a = random.nextLong(2_000);
        long b = random.nextLong(30);
        long c = random.nextLong(5);
        long paid = units(rule, a, b, c);
        assertThat(units(rule, a + random.nextLong(9), b + random.nextLong(9), c + 1))
            .isGreaterThanOrEqualTo(paid);
        Composition composition = new Composition(
            "test", rule, List.of(new Composition.Part(A, 10), new Composition.Part(B, 10)));
        List<Verdict> verdicts =
            new ArrayList<>(List.of(verdict(B, "x", a), verdict(A, "y", b), verdict(A, "z", c)));
        Composition.Contribution expected = composition.contribution(DEVICE, verdicts);
        Collections.reverse(verdicts);
        assertThat(composition.contribution(DEVICE, verdicts)).isEqualTo(expected);
      }
    });
  }

  @Test
  void misuseIsNamed() {
    assertThatThrownBy(() -> new Composition("x", Composition.Rule.GATE, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no parts");
    assertThatThrownBy(() -> new Composition(
            "x",
            Composition.Rule.GATE,
            List.of(new Composition.Part(A, 1), new Composition.Part(A, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a/1 twice");
    Composition one =
        new Composition("x", Composition.Rule.GATE, List.of(new Composition.Part(A, 1)));
    DeviceId other = new DeviceId("dev-" + "b".repeat(32));
    assertThatThrownBy(() -> one.contribution(other, List.of(verdict(A, "x", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(other.text());
  }
}
