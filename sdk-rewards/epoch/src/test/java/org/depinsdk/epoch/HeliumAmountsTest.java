package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.radio.coverage.Assignment;
import org.depinsdk.radio.coverage.CoveragePoints;
import org.depinsdk.radio.coverage.RadioType;
import org.depinsdk.radio.coverage.SignalLevel;
import org.depinsdk.radio.coverage.Speedtest;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.rewards.preset.Presets;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** The row of {@code helium.md} that needs both the points of proofs and the pools that pay them. */
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

  /** H7: half of the emission by points without boosts, a tenth by what boosts add. */
  @Test
  void boostedHexes() throws Exception {
    int[][] boosts = {{10, 10}, {20}, {1}};
    long[][] points = new long[3][];
    for (int radio = 0; radio < 3; radio++) {
      List<CoveragePoints.Cell> cells = new ArrayList<>();
      for (int boost : boosts[radio]) {
        cells.add(new CoveragePoints.Cell(
            SignalLevel.HIGH, 1, new Assignment("AAA"), OptionalInt.of(boost)));
      }
      CoveragePoints all = CoveragePoints.of(
          RadioType.INDOOR,
          cells,
          List.of(new CoveragePoints.Trust(10_000, 0)),
          Speedtest.Tier.ACCEPTABLE,
          CoveragePoints.ProviderStatus.ELIGIBLE);
      // three quarters for the speed: 300 for each cell, as in the row's 1,200 and 11,100
      points[radio] = new long[] {
        all.baseE6() * 3 / 4 / CoveragePoints.ONE, all.boostedE6() * 3 / 4 / CoveragePoints.ONE
      };
    }
    assertThat(points[0][0] + points[1][0] + points[2][0]).isEqualTo(1_200);
    assertThat(points[0][1] + points[1][1] + points[2][1]).isEqualTo(11_100);
    for (int radio = 0; radio < 3; radio++) {
      add(radio, "coverage-points/1", points[radio][0]);
      add(radio, "boost-points/1", points[radio][1]);
    }
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
    String[] expected = {"24546464272491", "14494631617918", "10273972602739"};
    for (int radio = 0; radio < 3; radio++) {
      BigInteger bones = bones(paid(allocation, "coverage").get(radio))
          .add(bones(paid(allocation, "boosts").get(radio)));
      assertThat(bones).hasToString(expected[radio]);
    }
    Vectors.report("helium.md row H7", 3, "");
  }
}
