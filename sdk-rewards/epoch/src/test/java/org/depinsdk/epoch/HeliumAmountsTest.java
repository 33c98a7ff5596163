package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.coverage.Assignment;
import org.depinsdk.proofs.coverage.CoveragePoints;
import org.depinsdk.proofs.coverage.RadioType;
import org.depinsdk.proofs.coverage.SignalLevel;
import org.depinsdk.proofs.coverage.Speedtest;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.rewards.preset.Presets;
import org.depinsdk.rewards.tariff.Tariff;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** The rows of groups D and H of {@code helium.md} that say what proofs are paid. */
class HeliumAmountsTest {
  private static final String E24 = "82191780821917";
  private final List<Contribution> contributions = new ArrayList<>();

  private void add(int number, String kind, long units) {
    contributions.add(new Contribution(
        new DeviceId("dev-" + "a".repeat(31) + (char) ('a' + number % 26)),
        new OperatorId(String.format(Locale.ROOT, "0x%040x", number + 1)),
        new ProofKind(kind),
        units));
  }

  private Allocation divide(RewardPolicy policy, String minted, String... figures) {
    TreeMap<String, BigInteger> map = new TreeMap<>();
    for (int i = 0; i < figures.length; i += 2) {
      map.put(figures[i], new BigInteger(figures[i + 1]));
    }
    return policy.allocate(
        TokenAmount.of(new BigInteger(minted)), Collections.emptySortedMap(), contributions, map);
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

  private static PoolResult pool(Allocation allocation, String name) {
    return allocation.pools().stream()
        .filter(p -> p.pool().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** D4: spending below, above and partly below the data pool; each amount as the row has it. */
  @Test
  void iotSharesOfThreeScenarios() throws Exception {
    long[][] beaconsAndWitnesses = {{10, 300}, {200, 550}, {75, 400}, {0, 0}, {20, 700}, {150, 350}
    };
    // credits times 20, so that a twentieth of 11,099,219 is whole; the price is scaled with them
    long[][] spent = {
      {502 * 20, 5_000 * 20, 5_000 * 20, 0, 0, 50_000 * 20},
      {2L * 11_099_219, 2L * 11_099_219, 2L * 11_099_219, 0, 2L * 11_099_219, 16L * 11_099_219},
      {2L * 11_099_219, 0, 4L * 11_099_219, 0, 11_099_219, 4L * 11_099_219}
    };
    String text = Vectors.text("helium.md");
    int[] gateways = {0, 1, 2, 4, 5};
    int checked = 0;
    for (int scenario = 0; scenario < 3; scenario++) {
      contributions.clear();
      for (int i = 0; i < 6; i++) {
        add(i, "beacon/1", beaconsAndWitnesses[i][0]);
        add(i, "witness/1", beaconsAndWitnesses[i][1]);
        add(i, "data-credits/1", spent[scenario][i] * 1_000_000);
      }
      Allocation allocation =
          divide(Presets.policy("helium-iot-2025"), "618340943683000000", "price", "71800000");
      Matcher row = Pattern.compile("\\| S" + (scenario + 1) + " \\([^\\n]*").matcher(text);
      assertThat(row.find()).isTrue();
      String[] cells = row.group().split("\\|", -1);
      for (int g = 0; g < gateways.length; g++) {
        String[] expected = cells[3 + g].strip().split(" / ", -1);
        String[] pools = {"beacons", "witnesses", "data"};
        for (int p = 0; p < 3; p++) {
          assertThat(bones(paid(allocation, pools[p]).get(gateways[g])).toString())
              .as("S" + (scenario + 1) + " gateway " + (gateways[g] + 1) + " " + pools[p])
              .isEqualTo(expected[p]);
          checked++;
        }
      }
    }
    Vectors.report("helium.md group D4", checked, "amounts of 3 scenarios");
  }

  /** D6: 24 bytes for a credit, each begun; what a balance does not cover is not counted. */
  @Test
  void packetsToCredits() {
    Tariff packet = new Tariff("packet", BigDecimal.ONE, BigInteger.valueOf(24));
    long[][] expected = {{1, 1}, {24, 1}, {25, 2}, {48, 2}, {0, 0}};
    for (long[] one : expected) {
      assertThat(packet.begun(BigInteger.valueOf(one[0]))).isEqualTo(one[1]);
    }
    assertThat(valid(packet, 3, 24, 48, 1)).containsExactly(true, true, false);
    assertThat(valid(packet, 5, 24, 48, 1)).containsExactly(true, true, true);
    assertThat(valid(packet, 2, 24)).containsExactly(true);
    Vectors.report("helium.md group D6", 6, "");
  }

  private static List<Boolean> valid(Tariff packet, long balance, long... bytes) {
    List<Boolean> valid = new ArrayList<>();
    BigInteger left = BigInteger.valueOf(balance);
    for (long size : bytes) {
      BigInteger credits = packet.begun(BigInteger.valueOf(size));
      boolean covered = credits.compareTo(left) <= 0;
      left = covered ? left.subtract(credits) : left;
      valid.add(covered);
    }
    return valid;
  }

  /** H1: coverage and data 60, mappers 20, service providers 10, oracles 4; 6 are paid on chain. */
  @Test
  void mobileSplit() throws Exception {
    Allocation allocation = divide(Presets.policy("helium-mobile-2024"), "100", "price", "1");
    assertThat(pool(allocation, "mappers").amount()).hasToString("20");
    assertThat(pool(allocation, "service-providers").amount()).hasToString("10");
    assertThat(pool(allocation, "oracles").amount()).hasToString("4");
    assertThat(pool(allocation, "delegators").amount()).hasToString("6");
    // nobody spent credits, so that all of the data pool passes on
    assertThat(pool(allocation, "coverage").amount()).hasToString("60");
    Vectors.report("helium.md row H1", 5, "");
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
    Allocation allocation = divide(policy, E24 + "000000");
    String[] expected = {"24546464272491", "14494631617918", "10273972602739"};
    for (int radio = 0; radio < 3; radio++) {
      BigInteger bones = bones(paid(allocation, "coverage").get(radio))
          .add(bones(paid(allocation, "boosts").get(radio)));
      assertThat(bones).hasToString(expected[radio]);
    }
    Vectors.report("helium.md row H7", 3, "");
  }

  /** H8: three radios and three sessions share 60 % of the emission to the bone. */
  @Test
  void coverageGetsWhatDataLeaves() throws Exception {
    for (int i = 0; i < 3; i++) {
      add(i, "coverage-points/1", 400);
      add(i, "data-credits/1", 500);
    }
    Allocation allocation = divide(Presets.policy("helium-mobile-2024"), E24, "price", "100000000");
    assertThat(paid(allocation, "data")).containsExactly("500000", "500000", "500000");
    assertThat(paid(allocation, "coverage"))
        .containsExactly("16438355664383", "16438355664383", "16438355664383");
    BigInteger sixty =
        new BigInteger(E24).multiply(BigInteger.valueOf(60)).divide(BigInteger.valueOf(100));
    TokenAmount both =
        pool(allocation, "data").paid().plus(pool(allocation, "coverage").paid());
    assertThat(sixty.subtract(both.toBigInteger())).isEqualTo(1);
    Vectors.report("helium.md row H8", 7, "");
  }

  /** H10 and H11: a service provider is paid what its credits are worth, at most the pool. */
  @Test
  void serviceProviders() throws Exception {
    RewardPolicy policy = Presets.policy("helium-mobile-2024");
    add(1, "service-provider-credits/1", 200_000);
    Allocation capped = divide(policy, "1000000000", "price", "100000000");
    assertThat(paid(capped, "service-providers")).containsExactly("100000000");
    assertThat(pool(capped, "service-providers").left()).hasToString("0");
    contributions.clear();
    add(1, "service-provider-credits/1", 100_000_000);
    Allocation hip87 = divide(policy, "500000000000000000", "price", "10000");
    assertThat(paid(hip87, "service-providers")).containsExactly("1000000000000000");
    assertThat(pool(hip87, "service-providers").left()).hasToString("49000000000000000");
    Vectors.report("helium.md rows H10, H11", 4, "");
  }
}
