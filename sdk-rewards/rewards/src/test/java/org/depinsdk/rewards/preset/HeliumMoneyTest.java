package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
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
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Helium's amounts. */
class HeliumMoneyTest {
  private static final Token HNT = new Token("HNT", 8);

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
   * Credits as spent, and beacon and witness shares of six gateways. Helium's oracle rounds lines alone and not pools, and its
   * scenarios spend fractions of a credit: so both are divided in millionths here.
   */
  @Test
  void iotScenarios() {
    Map<Long, Allocation> scenarios = new TreeMap<>();
    for (ConformanceRow row : Conformance.table("rewards/helium-iot").rows()) {
      int gateway = (int) row.number("gateway");
      if (gateway == 1) {
        contributions.clear();
      }
      add(gateway, "beacon/1", row.number("beacon"));
      add(gateway, "witness/1", row.number("witness"));
      add(gateway, "data-credits/1", row.number("credits"));
      scenarios.put(
          row.number("scenario"),
          divide(
              Presets.policy("helium-iot-2025"),
              TokenAmount.of(618_340_943_683L).times(1_000_000),
              "3590000"));
    }
    KnownAnswers.check("rewards/helium-iot", row -> {
      Map<String, Object> answers = new TreeMap<>();
      for (String pool : List.of("beacons", "witnesses", "data")) {
        List<Long> paid = paid(scenarios.get(row.number("scenario")), pool);
        answers.put(pool, paid.get((int) row.number("gateway") - 1) / 1_000_000);
      }
      return answers;
    });
  }

  /** A data credit for each 24 bytes that are begun. */
  @Test
  void bytesBecomeCredits() {
    Tariff packet = new Tariff("packet", BigDecimal.ONE, BigInteger.valueOf(24));
    KnownAnswers.check(
        "rewards/hnt-packet-credits",
        row -> answers("credits", packet.begun(row.integer("bytes"))));
  }

  private static HeliumPromotions.Provider provider(String text) {
    String[] parts = text.split("/", -1);
    List<Long> weights = parts[2].isEmpty()
        ? List.of()
        : Arrays.stream(parts[2].split("\\+")).map(Long::valueOf).toList();
    return new HeliumPromotions.Provider(
        new BigInteger(parts[0]), Integer.parseInt(parts[1]), weights);
  }

  private static List<String> text(List<HeliumPromotions.Reward> rewards) {
    return rewards.stream()
        .map(reward -> reward.carrier()
            + reward.promotions().stream()
                .map(p -> " " + p.own() + "+" + p.matched())
                .collect(Collectors.joining()))
        .toList();
  }

  @Test
  void serviceProvidersPromote() {
    KnownAnswers.check(
        "rewards/helium-promotions",
        row -> answers(
            "rewards",
            text(HeliumPromotions.divide(
                TokenAmount.of(row.integer("pool")),
                row.integer("unit"),
                row.integer("price"),
                row.list("providers").stream().map(HeliumMoneyTest::provider).toList()))));
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

  /** HIP-147. What data does not use goes to coverage. */
  @Test
  void hip147MovedCoverageToData() throws Exception {
    TokenAmount day =
        HNT.parse("20547.94520548").plus(HNT.parse("1643.83561643")).mulDiv(82, 100);
    add(1, "data-credits/1", 2_000_000_000L);
    add(1, "coverage-points/1", 1);
    RewardPolicy before = Presets.policy("helium-mobile-2024");
    RewardPolicy after = RewardPolicy.parse(Presets.file("helium-mobile-2024")
        .replace("share: 40", "share: 60")
        .replace("name: coverage\n    share: 20", "name: coverage\n    share: 0")
        .getBytes(StandardCharsets.UTF_8));
    KnownAnswers.check("rewards/helium-hip147", row -> {
      int price = (int) row.number("price");
      Allocation allocation =
          divide(row.text("policy").equals("after") ? after : before, day, price + "00000000");
      List<Integer> dollars = dollars(allocation, price);
      return answers(
          "coverage", dollars.get(0),
          "data", dollars.get(1),
          "by-gb",
              new BigDecimal(HNT.format(pool(allocation, "data")))
                  .multiply(BigDecimal.valueOf(price))
                  .divide(new BigDecimal(40_000), 2, java.math.RoundingMode.HALF_UP));
    });
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
