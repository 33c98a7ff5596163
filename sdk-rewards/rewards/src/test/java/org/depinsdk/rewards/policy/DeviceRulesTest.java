package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.document.PolicyException;
import org.junit.jupiter.api.Test;

/** Two devices share a million base units; the first one changes hands within the epoch. Rules about a device see all of it. */
class DeviceRulesTest {
  private static final Owners SELLER_AND_BUYER = owners(2);
  private final List<Contribution> contributions = new ArrayList<>();

  /** The first device's owners, each for the same time. */
  private static Owners owners(int count) {
    return new Owners(IntStream.range(0, count)
        .mapToObj(i -> new Owners.Share(Arbitrary.operator(10 + i), 3))
        .toList());
  }

  private void add(Owners ofFirst, String kind, long first, long second) {
    ProofKind proof = new ProofKind(kind);
    contributions.add(new Contribution(Arbitrary.device(1), proof, first, ofFirst));
    contributions.add(Arbitrary.sole(2, proof, second));
  }

  /** What the first device's owners get, and what the second one's gets. */
  private List<String> paid(String pay) throws PolicyException {
    String file = """
        format: %s
        name: test
        version: 1
        token: {symbol: TST, decimals: 0}
        emission: {schedule: constant, perEpoch: 1000000 TST}
        pools:
          - {name: all, share: 100, pay: {%s}}
        """.formatted(RewardPolicy.FORMAT, pay);
    Allocation allocation = RewardPolicy.parse(file.getBytes(StandardCharsets.UTF_8))
        .allocate(TokenAmount.of(1_000_000), contributions);
    List<String> paid = new ArrayList<>();
    allocation
        .perOperator()
        .forEach((operator, amount) ->
            paid.add(Integer.parseInt(operator.text().substring(2), 16) + ": " + amount));
    return paid;
  }

  @Test
  void aFactorReadsTheWholeDevice() throws Exception {
    add(SELLER_AND_BUYER, "score/1", 100, 100);
    add(SELLER_AND_BUYER, "hardware-weight/1", 10, 10);
    add(SELLER_AND_BUYER, "location/1", 1, 1);
    for (String factor : List.of(
        "times: hardware-weight/1",
        "times: location/1",
        "tiersOf: hardware-weight/1, tiers: [{fromUnits: 1, multiplier: 1}, {fromUnits: 10, multiplier: 4}]")) {
      assertThat(paid("by: units, kinds: [score/1], factors: [{" + factor + "}]"))
          .containsExactly("2: 500000", "10: 250000", "11: 250000");
    }
  }

  @Test
  void aCellIsNotSplitBetweenOwners() throws Exception {
    add(SELLER_AND_BUYER, "score/1", 100, 100);
    add(SELLER_AND_BUYER, "cell/1", 0x8b0800000002fffL, 0x8b0800000002fffL);
    add(SELLER_AND_BUYER, "claimed-at/1", 1_000, 2_000);
    assertThat(
            paid(
                "by: units, kinds: [score/1], factors: [{rankIn: cell/1, since: claimed-at/1, multipliers: [1]}]"))
        .containsExactly("10: 500000", "11: 500000");
  }

  @Test
  void aFullScoreIsAskedOfTheDevice() throws Exception {
    add(SELLER_AND_BUYER, "score/1", 100, 100);
    assertThat(paid("by: score, full: 100, kinds: [score/1]"))
        .containsExactly("2: 500000", "10: 250000", "11: 250000");
  }

  @Test
  void moreWalletsGetNoMore() throws Exception {
    add(owners(6), "uptime/1", 6, 6);
    for (String pay : List.of(
        "by: equal, minimumUnits: 1, kinds: [uptime/1]",
        "by: equal, minimumUnits: 4, kinds: [uptime/1]",
        "by: units, kinds: [uptime/1], guarantee: {per: device, amount: 100000 TST}")) {
      assertThat(paid(pay))
          .containsExactly(
              "2: 500000",
              "10: 83334",
              "11: 83334",
              "12: 83333",
              "13: 83333",
              "14: 83333",
              "15: 83333");
    }
    assertThat(paid("by: units, kinds: [uptime/1], cap: {per: device, amount: 100000 TST}"))
        .containsExactly(
            "2: 100000",
            "10: 16667",
            "11: 16667",
            "12: 16667",
            "13: 16667",
            "14: 16666",
            "15: 16666");
  }

  /** An operator's cap is about the sum of its parts of devices, and such a part need not be a whole weight. */
  @Test
  void aCapOfAnOperatorSeesItsPartsOfDevices() throws Exception {
    add(
        new Owners(List.of(
            new Owners.Share(Arbitrary.operator(2), 1),
            new Owners.Share(Arbitrary.operator(3), 2))),
        "uptime/1",
        6,
        6);
    assertThat(paid("by: equal, kinds: [uptime/1], cap: {per: operator, amount: 600000 TST}"))
        .containsExactly("2: 600000", "3: 333333");
    assertThat(paid(
            "by: equal, kinds: [uptime/1], cap: {per: operator, amount: 600000 TST, spill: true}"))
        .containsExactly("2: 600000", "3: 400000");
  }

  @Test
  void noNumberOfUnitsStopsAnEpoch() throws Exception {
    add(SELLER_AND_BUYER, "usage/1", Long.MAX_VALUE, 1);
    add(SELLER_AND_BUYER, "usage/1", 1, Long.MAX_VALUE - 1);
    assertThat(paid("by: units, kinds: [usage/1]"))
        .containsExactly("2: 500000", "10: 250000", "11: 250000");
  }
}
