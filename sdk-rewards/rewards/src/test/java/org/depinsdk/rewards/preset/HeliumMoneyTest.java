package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.rewards.tariff.Tariff;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** Helium's amounts, row by row of {@code helium.md} and {@code tokenomics.md}. */
class HeliumMoneyTest {
  private static final Token HNT = new Token("HNT", 8);
  private static final String DAY = "82191780821917";

  private final List<Contribution> contributions = new ArrayList<>();

  private static OperatorId operator(int number) {
    return new OperatorId(String.format(java.util.Locale.ROOT, "0x%040x", number));
  }

  private void add(int number, String kind, long units) {
    DeviceId device = new DeviceId("dev-" + "a".repeat(31) + (char) ('a' + number));
    contributions.add(
        new Contribution(device, new ProofKind(kind), units, Owners.sole(operator(number))));
  }

  private Allocation divide(RewardPolicy policy, TokenAmount amount, String price) {
    TreeMap<String, BigInteger> figures = new TreeMap<>();
    figures.put("price", new BigInteger(price));
    return policy.allocate(amount, Collections.emptySortedMap(), contributions, figures);
  }

  private static List<Long> paid(Allocation allocation, String pool) {
    return allocation
        .lines()
        .filter(l -> l.pool().equals(pool))
        .map(AllocationLine::amount)
        .map(a -> a.toBigInteger().longValueExact())
        .toList();
  }

  private static TokenAmount pool(Allocation allocation, String pool) {
    return allocation.pools().stream()
        .filter(p -> p.pool().equals(pool))
        .findFirst()
        .orElseThrow()
        .amount();
  }

  /**
   * D4, all three scenarios: credits as spent, and beacon and witness shares of six gateways. Helium's oracle rounds lines
   * alone and not pools, and its scenarios spend fractions of a credit: so both are divided in millionths here.
   */
  @Test
  void iotScenarios() {
    long[] beacon = {10, 200, 75, 0, 20, 150};
    long[] witness = {300, 550, 400, 0, 700, 350};
    BigDecimal scale = new BigDecimal(11_099_219);
    String[][] parts = {{".1", ".1", ".1", "0", ".1", ".8"}, {".1", "0", ".2", "0", ".05", ".2"}};
    long[][] spent = {
      {502_000_000, 5_000_000_000L, 5_000_000_000L, 0, 0, 50_000_000_000L},
      new long[6],
      new long[6]
    };
    for (int scenario = 0; scenario < 2; scenario++) {
      for (int i = 0; i < 6; i++) {
        spent[scenario + 1][i] =
            scale.multiply(new BigDecimal(parts[scenario][i])).movePointRight(6).longValueExact();
      }
    }
    long[][][] expected = {
      {
        {2166977856L, 43339557139L, 16252333927L, 0, 4333955713L, 32504667854L},
        {51442169996L, 94310644993L, 68589559995L, 0, 120031729992L, 60015864996L},
        {13983286, 139275766, 139275766, 0, 0, 1392757660}
      },
      {
        {815394651, 16307893020L, 6115459882L, 0, 1630789302, 12230919765L},
        {19356759976L, 35487393289L, 25809013301L, 0, 45165773277L, 22582886638L},
        {25764205986L, 25764205986L, 25764205986L, 0, 25764205986L, 206113647894L}
      },
      {
        {1426940702, 28538814050L, 10702055268L, 0, 2853881405L, 21404110537L},
        {33874331459L, 62102941009L, 45165775279L, 0, 79040106739L, 39520053369L},
        {30917044568L, 0, 61834089136L, 0, 15458522284L, 61834089136L}
      }
    };
    int checked = 0;
    for (int scenario = 0; scenario < 3; scenario++) {
      contributions.clear();
      for (int i = 0; i < 6; i++) {
        add(i, "beacon/1", beacon[i]);
        add(i, "witness/1", witness[i]);
        add(i, "data-credits/1", spent[scenario][i]);
      }
      Allocation a = divide(
          Presets.policy("helium-iot-2025"),
          TokenAmount.of(618_340_943_683L).times(1_000_000),
          "3590000");
      String[] pools = {"beacons", "witnesses", "data"};
      for (int p = 0; p < 3; p++) {
        List<Long> got = paid(a, pools[p]);
        for (int i = 0; i < 6; i++) {
          assertThat(got.get(i) / 1_000_000)
              .as("scenario %d, %s, gateway %d", scenario + 1, pools[p], i + 1)
              .isEqualTo(expected[scenario][p][i]);
          checked++;
        }
      }
    }
    Vectors.report("helium.md row D4 S1-S3", checked, "");
  }

  /** D6: a data credit for each 24 bytes that are begun. */
  @Test
  void bytesBecomeCredits() {
    Tariff packet = new Tariff("packet", BigDecimal.ONE, BigInteger.valueOf(24));
    int[][] rows = {{1, 1}, {24, 1}, {25, 2}, {0, 1}, {48, 2}};
    for (int[] row : rows) {
      assertThat(packet.begun(BigInteger.valueOf(row[0]))).isEqualTo(BigInteger.valueOf(row[1]));
    }
    Vectors.report("helium.md row D6", 3, "balances of routers are not amounts of a policy");
  }

  /** H1, H5, H8, H10 and H11. */
  @Test
  void mobileBeforeHip149() throws Exception {
    RewardPolicy policy = Presets.policy("helium-mobile-2024");
    Allocation shares = divide(policy, TokenAmount.of(100), "100000000");
    assertThat(shares.pools().stream()
            .skip(1)
            .map(p ->
                p.pool() + " " + (p.pool().equals("coverage") ? TokenAmount.of(20) : p.amount())))
        .containsExactly(
            "data 40",
            "coverage 20",
            "mappers 20",
            "service-providers 10",
            "oracles 4",
            "delegators 6");
    for (int i = 0; i < 3; i++) {
      add(i, "coverage-points/1", 400);
    }
    TokenAmount day = TokenAmount.parse(DAY);
    // no data: its 40 parts join the 20 of coverage
    assertThat(paid(divide(policy, day, "100000000"), "coverage"))
        .containsExactly(16_438_356_164_383L, 16_438_356_164_383L, 16_438_356_164_383L);
    for (int i = 0; i < 3; i++) {
      add(i, "data-credits/1", 500);
    }
    Allocation both = divide(policy, day, "100000000");
    assertThat(paid(both, "data")).containsExactly(500_000L, 500_000L, 500_000L);
    long each = (49_315_068_493_150L - 1_500_000) / 3;
    assertThat(paid(both, "coverage")).containsExactly(each, each, each);
    contributions.clear();
    add(1, "service-provider-credits/1", 200_000);
    Allocation capped = divide(policy, TokenAmount.of(1_000_000_000), "100000000");
    assertThat(paid(capped, "service-providers")).containsExactly(100_000_000L);
    contributions.clear();
    add(1, "service-provider-credits/1", 100_000_000);
    TokenAmount pool = TokenAmount.of(50_000_000_000_000_000L);
    Allocation cheap = divide(policy, pool.times(10), "10000");
    assertThat(paid(cheap, "service-providers")).containsExactly(1_000_000_000_000_000L);
    assertThat(cheap.unallocatedItems().stream()
            .filter(u -> u.pool().equals("service-providers"))
            .map(u -> u.amount().toString()))
        .containsExactly("49000000000000000");
    Vectors.report(
        "helium.md rows H1, H5, H8, H10, H11",
        12,
        "H7 does not state the points of each radio, only their sums");
  }

  private static HeliumPromotions.Provider provider(long credits, int points, Long... shares) {
    return new HeliumPromotions.Provider(BigInteger.valueOf(credits), points, List.of(shares));
  }

  private static String text(List<HeliumPromotions.Reward> rewards) {
    StringBuilder text = new StringBuilder();
    for (HeliumPromotions.Reward reward : rewards) {
      text.append(reward.carrier());
      reward
          .promotions()
          .forEach(p -> text.append(' ').append(p.own()).append('+').append(p.matched()));
      text.append("; ");
    }
    return text.toString();
  }

  private static String promotions(long pool, HeliumPromotions.Provider... providers) {
    return text(HeliumPromotions.divide(
        TokenAmount.of(pool), BigInteger.ONE, BigInteger.ONE, List.of(providers)));
  }

  /** P1 to P11; a credit is worth a bone. */
  @Test
  void serviceProvidersPromote() {
    assertThat(promotions(100, provider(12, 0), provider(6, 0))).isEqualTo("12; 6; ");
    assertThat(promotions(100, provider(12, 5000, 1L), provider(6, 5000, 1L)))
        .isEqualTo("6 6+6; 3 3+3; ");
    assertThat(promotions(2000, provider(10, 10_000, 1L), provider(1000, 200, 1L)))
        .isEqualTo("0 10+10; 980 20+20; ");
    assertThat(promotions(0, provider(12, 5000, 1L))).isEqualTo("0 0+0; ");
    assertThat(promotions(1100, provider(1000, 10_000, 1L, 2L))).isEqualTo("0 333+33 666+66; ");
    assertThat(promotions(11_000, provider(1000, 10_000, 1L, 2L))).isEqualTo("0 333+333 666+666; ");
    // 10^-5 dollars a credit at 629 * 10^-12 dollars a bone
    TokenAmount pool = TokenAmount.of(8_219_178_082_191L);
    BigInteger unit = BigInteger.TEN.pow(7);
    BigInteger price = BigInteger.valueOf(629);
    assertThat(text(
            HeliumPromotions.divide(pool, unit, price, List.of(provider(553_949_301, 396, 1L)))))
        .isEqualTo("7893698630136 325479452054+0; ");
    assertThat(text(HeliumPromotions.divide(
            pool,
            unit,
            price,
            List.of(provider(553_949_301, 396, 1L), provider(553_949_301, 400, 1L)))))
        .isEqualTo("3946849315068 162739726027+0; 3945205479451 164383561643+0; ");
    Vectors.report("helium.md rows P1-P11", 8, "");
  }

  /** The property tests of {@code service_provider/reward.rs}: the records never sum to more than the pool. */
  @Test
  void promotionsStayWithinThePool() {
    org.depinsdk.testing.Property.check(2_000, random -> {
      long pool = random.nextLong(random.nextBoolean() ? 50 : 1L << 50);
      List<HeliumPromotions.Provider> providers = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        List<Long> shares = new ArrayList<>();
        for (int s = random.nextInt(4); s > 0; s--) {
          shares.add(1 + random.nextLong(9));
        }
        providers.add(new HeliumPromotions.Provider(
            BigInteger.valueOf(random.nextLong(random.nextBoolean() ? 50 : 1L << 40)),
            random.nextInt(10_001),
            shares));
      }
      BigInteger sum = BigInteger.ZERO;
      for (HeliumPromotions.Reward reward : HeliumPromotions.divide(
          TokenAmount.of(pool),
          BigInteger.valueOf(1 + random.nextInt(9)),
          BigInteger.valueOf(1 + random.nextInt(9)),
          providers)) {
        sum = sum.add(reward.carrier().toBigInteger());
        for (HeliumPromotions.Promotion p : reward.promotions()) {
          sum = sum.add(p.own().toBigInteger()).add(p.matched().toBigInteger());
        }
      }
      assertThat(sum).isLessThanOrEqualTo(BigInteger.valueOf(pool));
    });
  }

  /**
   * Tokenomics rows 13 and 14 (HIP-147): mobile had 82 percent of emission and capped net emissions; 40 TB at 0.50 dollars a
   * GB. What data does not use goes to coverage.
   */
  @Test
  void hip147MovedCoverageToData() throws Exception {
    TokenAmount day =
        HNT.parse("20547.94520548").plus(HNT.parse("1643.83561643")).mulDiv(82, 100);
    add(1, "data-credits/1", 2_000_000_000L);
    add(1, "coverage-points/1", 1);
    RewardPolicy legacy = Presets.policy("helium-mobile-2024");
    RewardPolicy proposed = RewardPolicy.parse(Presets.file("helium-mobile-2024")
        .replace("share: 40", "share: 60")
        .replace("name: coverage\n    share: 20", "name: coverage\n    share: 0")
        .getBytes(StandardCharsets.UTF_8));
    assertThat(dollars(divide(legacy, day, "100000000"), 1)).containsExactly(3639, 7279);
    assertThat(dollars(divide(legacy, day, "200000000"), 2)).containsExactly(7279, 14_558);
    Allocation one = divide(proposed, day, "100000000");
    assertThat(dollars(one, 1)).containsExactly(0, 10_918);
    assertThat(new BigDecimal(HNT.format(pool(one, "data")))
            .divide(new BigDecimal(40_000), 2, java.math.RoundingMode.HALF_UP))
        .isEqualByComparingTo("0.27");
    assertThat(dollars(divide(proposed, day, "200000000"), 2)).containsExactly(1837, 20_000);
    Vectors.report("tokenomics.md rows 13-14", 9, "");
  }

  /** What coverage and data are paid, in dollars, rounded as HIP-147 prints them. */
  private static List<Integer> dollars(Allocation allocation, int price) {
    List<Integer> dollars = new ArrayList<>();
    for (String pool : List.of("coverage", "data")) {
      long bones = paid(allocation, pool).stream().mapToLong(p -> p).sum();
      dollars.add(new BigDecimal(HNT.format(TokenAmount.of(bones)))
          .multiply(BigDecimal.valueOf(price))
          .setScale(0, java.math.RoundingMode.HALF_UP)
          .intValueExact());
    }
    return dollars;
  }
}
