package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class YamlPolicyTest {
  static final String GOOD = """
      # what people write
      format: depin-reward-policy/1
      name: wifi
      version: 3
      token: {symbol: WIFI, decimals: 8}
      emission:
        schedule: capped
        total: 21000000 WIFI
        of: {schedule: halving, initial: 50 WIFI, intervalEpochs: 210000}
      pools:
        - name: data
          share: 70
          pay:
            by: units
            kinds: [usage/1]
            factors:
              - {tiersOf: speed/1, tiers: [{fromUnits: 30, multiplier: 25}, {fromUnits: 100, multiplier: 100}]}
              - {rankIn: cell/1, since: since/1, multipliers: [100, 50, 25]}
              - {times: stake/1}
            guarantee: {per: device, amount: 0.1 WIFI}
            cap: {per: device, amount: 0.5 WIFI, spill: true}
          leftoverTo: treasury
        - name: treasury
          share: rest
          recipient: "0x1111111111111111111111111111111111111111"
      """;

  private static RewardPolicy parse(String yaml) throws PolicyException {
    return RewardPolicy.parse(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String part, String by, int line, String field, String reason) {
    assertThat(GOOD).contains(part);
    PolicyException refused =
        catchThrowableOfType(PolicyException.class, () -> parse(GOOD.replace(part, by)));
    assertThat(refused).as(by).isNotNull();
    PolicyProblem problem = refused.problems().get(0);
    assertThat(problem.line()).as(problem.toString()).isEqualTo(line);
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.reason()).contains(reason);
  }

  @Test
  void yamlAndJsonAreTheSamePolicy() throws Exception {
    RewardPolicy policy = parse(GOOD);
    PoolContent.ByContribution data =
        (PoolContent.ByContribution) policy.pools().get(0).content();
    assertThat(data.factors()).hasSize(3);
    assertThat(data.guarantee().orElseThrow().amount()).hasToString("10000000");
    assertThat(RewardPolicy.parse(policy.toJson())).isEqualTo(policy);
  }

  @Test
  void aBrokenFileIsRefusedWithLineFieldAndReason() {
    refused("share: 70", "share: 101", 12, "pools[0].share", "0 to 100 (the whole), not 101");
    refused("share: rest", "share: 31", 11, "pools", "shares sum to 101");
    refused("leftoverTo: treasury", "leftoverTo: treasure", 22, "pools[0].leftoverTo", "no pool");
    refused("leftoverTo: treasury", "leftoverTo: data", 22, "pools[0].leftoverTo", "circle");
    refused("0.5 WIFI", "-0.5 WIFI", 21, "pools[0].pay.cap.amount", "not \"-0.5 WIFI\"");
    refused("0.5 WIFI", "0.5 HNT", 21, "pools[0].pay.cap.amount", "expected WIFI");
    refused("0.1 WIFI", "0.7 WIFI", 20, "pools[0].pay.guarantee", "at most the cap");
    refused(
        "guarantee: {per: device",
        "guarantee: {per: operator",
        20,
        "pools[0].pay.guarantee",
        "one per operator and one per device");
    refused("fromUnits: 100", "fromUnits: 30", 17, "pools[0].pay.factors[0]", "tiers ascend");
    refused(
        "multipliers: [100, 50, 25]",
        "multipliers: [100, -1]",
        18,
        "pools[0].pay.factors[1].multipliers[1]",
        "not -1");
    refused(
        "times: stake/1",
        "time: stake/1",
        19,
        "pools[0].pay.factors[2]",
        "times, tiersOf or rankIn");
    refused(
        "50 WIFI",
        "50 BTC",
        9,
        "emission.of.initial",
        "expected WIFI, which the policy pays, not BTC");
    refused("version: 3", "version: 3.5", 4, "version", "whole number");
    refused("version: 3", "version: ~", 4, "version", "not null");
    refused("version: 3", "version: &a 3", 4, "", "anchors");
    refused("version: 3", "version: !!int 3", 4, "", "tags");
    refused("version: 3", "version: 3\nversion: 3", 5, "", "occurs twice");
    refused("version: 3", "version: *a", 4, "", "aliases");
    refused("version: 3", "version: [3", 5, "", "not YAML");
    refused("name: data", "name: data\n    x: 1", 12, "pools[0].x", "unknown field");
  }

  @Test
  void deepAndDamagedFilesAreRefusedAndNeverThrowAnythingElse() {
    assertThat(catchThrowableOfType(PolicyException.class, () -> parse("a: " + "[".repeat(100_000)))
            .problems())
        .isNotEmpty();
    assertThat(catchThrowableOfType(PolicyException.class, () -> parse("# nothing"))
            .getMessage())
        .contains("empty");
    byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
    Property.check(5_000, random -> {
      byte[] damaged = good.clone();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] =
            random.nextBoolean() ? (byte) random.nextInt(256) : good[random.nextInt(good.length)];
      }
      assertThatCode(() -> {
            try {
              RewardPolicy.parse(damaged);
            } catch (PolicyException refused) {
              assertThat(refused.problems()).isNotEmpty();
            }
          })
          .doesNotThrowAnyException();
    });
  }

  @Test
  void theLastGoodPolicyStaysInForce() throws Exception {
    PolicyBook book = PolicyBook.of(parse(GOOD));
    PolicyBook.Offer broken =
        book.offer(GOOD.replace("share: 70", "share: 101").getBytes(StandardCharsets.UTF_8), 5);
    assertThat(broken.book()).isSameAs(book);
    assertThat(broken.refused()).isPresent();
    String next = GOOD.replace("version: 3", "version: 4\nvalidFromEpoch: 10")
        .replace("share: 70", "share: 60");
    PolicyBook.Offer taken = book.offer(next.getBytes(StandardCharsets.UTF_8), 5);
    assertThat(taken.refused()).isEmpty();
    assertThat(taken.book().inForce(0).version()).isEqualTo(3);
    assertThat(taken.book().inForce(9).version()).isEqualTo(3);
    assertThat(taken.book().inForce(10).version()).isEqualTo(4);
    assertThat(taken.book().policies()).hasSize(2);
    PolicyBook.Offer late = book.offer(next.getBytes(StandardCharsets.UTF_8), 11);
    assertThat(late.refused().orElseThrow().getMessage()).contains("epochs before 11 are fixed");
    PolicyBook.Offer same = taken
        .book()
        .offer(next.replace("name: wifi", "name: wife").getBytes(StandardCharsets.UTF_8), 0);
    assertThat(same.refused().orElseThrow().problems())
        .extracting(PolicyProblem::field)
        .containsExactly("name", "version", "validFromEpoch");
  }
}
