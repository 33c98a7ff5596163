package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.speed.Speedtest;
import org.depinsdk.radio.coverage.Assignment;
import org.depinsdk.radio.coverage.CoveragePoints;
import org.depinsdk.radio.coverage.RadioType;
import org.depinsdk.radio.coverage.SignalLevel;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.rewards.preset.Presets;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Amounts that need both the points of proofs and the pools that pay them. */
class HeliumAmountsTest {
  private static final String E24 = "82191780821917";
  private final List<Contribution> contributions = new ArrayList<>();

  private void add(int number, String kind, long units) {
    contributions.add(new Contribution(
        new DeviceId("dev-" + "a".repeat(31) + (char) ('a' + number % 26)),
        new ProofKind(kind),
        units,
        Owners.sole(new OperatorId(String.format(Locale.ROOT, "0x%040x", number + 1)))));
  }

  private static List<String> paid(Allocation allocation, String pool) {
    return allocation
        .lines()
        .filter(l -> l.pool().equals(pool))
        .map(AllocationLine::amount)
        .map(TokenAmount::toString)
        .toList();
  }

  // Helium keeps decimals until it floors an amount to whole bones: here they are millionths of a
  // bone
  private static BigInteger bones(String millionths) {
    return new BigInteger(millionths).divide(BigInteger.valueOf(1_000_000));
  }

  /** Half of the emission by points without boosts, a tenth by what boosts add. */
  @Test
  void boostedHexes() throws Exception {
    long base = 0;
    long boosted = 0;
    for (ConformanceRow row : Conformance.table("rewards/helium-boosted").rows()) {
      List<CoveragePoints.Cell> cells = row.numbers("boosts").stream()
          .map(boost -> new CoveragePoints.Cell(
              SignalLevel.HIGH, 1, new Assignment("AAA"), OptionalInt.of(boost.intValue())))
          .toList();
      CoveragePoints all = CoveragePoints.of(
          RadioType.INDOOR,
          cells,
          List.of(new CoveragePoints.Trust(10_000, 0)),
          Speedtest.Tier.ACCEPTABLE,
          CoveragePoints.ProviderStatus.ELIGIBLE);
      // three quarters for the speed: 300 for each cell
      int radio = (int) row.number("radio");
      add(radio, "coverage-points/1", all.baseE6() * 3 / 4 / CoveragePoints.ONE);
      add(radio, "boost-points/1", all.boostedE6() * 3 / 4 / CoveragePoints.ONE);
      base += all.baseE6() * 3 / 4 / CoveragePoints.ONE;
      boosted += all.boostedE6() * 3 / 4 / CoveragePoints.ONE;
    }
    assertThat(base).isEqualTo(1_200);
    assertThat(boosted).isEqualTo(11_100);
    RewardPolicy policy = RewardPolicy.builder(
            "boosted", Presets.policy("helium-mobile-2024").token())
        .emission(Presets.policy("helium-mobile-2024").emission())
        .pool(Pool.named("coverage")
            .share(50)
            .proportionalTo(new ProofKind("coverage-points/1"))
            .build())
        .pool(Pool.named("boosts")
            .share(10)
            .proportionalTo(new ProofKind("boost-points/1"))
            .build())
        .pool(Pool.named("others").share(40).reserved().build())
        .build();
    Allocation allocation =
        policy.allocate(TokenAmount.of(new BigInteger(E24 + "000000")), contributions);
    KnownAnswers.check("rewards/helium-boosted", row -> {
      int radio = (int) row.number("radio") - 1;
      return answers(
          "amount",
          bones(paid(allocation, "coverage").get(radio))
              .add(bones(paid(allocation, "boosts").get(radio))));
    });
  }
}
