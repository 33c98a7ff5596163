package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.document.PolicyDocument;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class PolicyParseTest {
  private static final String GOOD = """
      {
        "format": "depin-reward-policy/1",
        "name": "wifi",
        "version": 3,
        "validFromEpoch": 10,
        "token": {"symbol": "WIFI", "decimals": 8},
        "emission": {"schedule": "halving", "initial": "50 WIFI", "intervalEpochs": 210000},
        "whole": 100,
        "pools": [
          {"name": "data", "share": 70, "leftoverTo": "treasury",
           "pay": {"by": "units", "kinds": ["usage/1"], "remainder": "largest-remainder"}},
          {"name": "uptime", "share": 20,
           "pay": {"by": "equal", "minimumUnits": 12, "kinds": ["uptime/1"],
                   "cap": {"per": "operator", "amount": "0.5 WIFI", "spill": true}}},
          {"name": "treasury", "share": "rest", "recipient": "0x1111111111111111111111111111111111111111"}
        ]
      }
      """;

  private static RewardPolicy parse(String json) throws PolicyException {
    return RewardPolicy.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<PolicyProblem> problems(String json) {
    PolicyException refused = catchThrowableOfType(PolicyException.class, () -> parse(json));
    assertThat(refused).as("refused").isNotNull();
    return refused.problems();
  }

  /** Breaks the good policy in one place; the answer is the one problem that it must have. */
  private static PolicyProblem broken(String part, String by) {
    assertThat(GOOD).contains(part);
    List<PolicyProblem> problems = problems(GOOD.replace(part, by));
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static void refused(String part, String by, int line, String field, String reason) {
    PolicyProblem problem = broken(part, by);
    assertThat(problem.line()).as(problem.toString()).isEqualTo(line);
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.reason()).contains(reason);
  }

  @Test
  void aFileForPeopleBecomesAPolicy() throws Exception {
    RewardPolicy policy = parse(GOOD);
    assertThat(policy.id()).isEqualTo("wifi/3");
    assertThat(policy.validFromEpoch()).isEqualTo(10);
    assertThat(policy.pools()).extracting(Pool::name).containsExactly("data", "uptime", "treasury");
    PoolContent.ByContribution uptime =
        (PoolContent.ByContribution) policy.pools().get(1).content();
    assertThat(uptime.kinds()).containsExactly(new ProofKind("uptime/1"));
    assertThat(uptime.cap().orElseThrow().amount()).hasToString("50000000");
    assertThat(RewardPolicy.parse(policy.toJson())).isEqualTo(policy);
  }

  @Test
  void aBrokenPolicyIsRefusedWithLineFieldAndReason() {
    refused("\"share\": 70", "\"share\": 90", 9, "pools", "shares sum to 110");
    refused("\"share\": 70", "\"share\": -1", 10, "pools[0].share", "0 or more, not -1");
    refused("\"share\": \"rest\"", "\"share\": 9", 9, "pools", "shares sum to 99, expected 100");
    refused(
        "\"leftoverTo\": \"treasury\"",
        "\"leftoverTo\": \"treasure\"",
        10,
        "pools[0].leftoverTo",
        "no pool \"treasure\"");
    refused(
        "\"leftoverTo\": \"treasury\"",
        "\"leftoverTo\": \"data\"",
        10,
        "pools[0].leftoverTo",
        "circle: data > data");
    refused(
        "0.5 WIFI",
        "0.5 HNT",
        14,
        "pools[1].pay.cap.amount",
        "expected WIFI, which the policy pays, not HNT");
    refused("0.5 WIFI", "0.5", 14, "pools[1].pay.cap.amount", "with its unit");
    refused("0.5 WIFI", "-0.5 WIFI", 14, "pools[1].pay.cap.amount", "not \"-0.5 WIFI\"");
    refused("0.5 WIFI", "0.000000001 WIFI", 14, "pools[1].pay.cap.amount", "8 decimals");
    refused("usage/1", "usage", 11, "pools[0].pay.kinds[0]", "proof kind");
    refused("[\"usage/1\"]", "[]", 11, "pools[0].pay.kinds", "1 to 256, not of 0");
    refused(
        "[\"uptime/1\"]",
        "[\"uptime/1\", \"usage/1\"]",
        13,
        "pools[1].pay.kinds",
        "one proof kind");
    refused(
        "\"minimumUnits\": 12",
        "\"minimumUnits\": 0",
        13,
        "pools[1].pay.minimumUnits",
        "1 or more, not 0");
    refused("\"by\": \"units\"", "\"by\": \"weight\"", 11, "pools[0].pay.by", "not \"weight\"");
    refused("largest-remainder", "round", 11, "pools[0].pay.remainder", "not \"round\"");
    refused("\"per\": \"operator\"", "\"per\": \"hex\"", 14, "pools[1].pay.cap.per", "not \"hex\"");
    refused("0x1111", "0x11", 15, "pools[2].recipient", "40 hexadecimal digits");
    refused("\"name\": \"uptime\"", "\"name\": \"data\"", 12, "pools[1].name", "another pool data");
    refused(
        "\"name\": \"uptime\"", "\"name\": \"emission\"", 12, "pools[1].name", "none of [emission");
    refused("\"name\": \"uptime\"", "\"name\": \"Up\"", 12, "pools[1].name", "a-z 0-9 -");
    refused("\"version\": 3", "\"version\": 0", 4, "version", "1 or more, not 0");
    refused(
        "\"validFromEpoch\": 10",
        "\"validFromEpoch\": -1",
        5,
        "validFromEpoch",
        "0 or more, not -1");
    refused("\"decimals\": 8", "\"decimals\": 99", 6, "token.decimals", "0 to 36, not 99");
    refused(
        "\"schedule\": \"halving\"", "\"schedule\": \"magic\"", 7, "emission.schedule", "magic");
    refused(
        "\"intervalEpochs\": 210000",
        "\"intervalEpochs\": 0",
        7,
        "emission.intervalEpochs",
        "1 or more, not 0");
    refused("\"version\": 3", "\"version\": \"3\"", 4, "version", "a whole number");
    refused("reward-policy/1", "reward-policy/2", 2, "format", "reward-policy/2");
    refused("\"whole\": 100", "\"whole\": 100, \"wholes\": 1", 8, "wholes", "unknown field");
    refused("\"spill\": true", "\"spill\": 1", 14, "pools[1].pay.cap.spill", "true or false");
  }

  @Test
  void whatIsNotJsonIsRefusedAtItsPlace() {
    assertThat(broken("\"version\": 3,", "\"version\": 3").line()).isBetween(4, 5);
    assertThat(broken("\"version\": 3,", "\"version\": 3, \"version\": 3,").reason())
        .contains("occurs twice");
    assertThat(broken("\"version\": 3,", "\"version\": 3.5,").reason()).contains("whole number");
    assertThat(broken("\"version\": 3,", "\"version\": null,").reason()).contains("not null");
    assertThat(broken("\"version\": 3,", "\"version\": 99999999999999999999,").reason())
        .contains("whole number");
    assertThat(problems(GOOD + "{}").get(0).reason()).contains("content after");
    assertThat(problems("").get(0).reason()).contains("empty");
    assertThat(problems("[]").get(0).reason()).contains("an object");
    assertThat(problems("[".repeat(100_000)).get(0).reason()).contains("64 levels");
    assertThat(problems(" ".repeat(PolicyDocument.MAX_BYTES + 1)).get(0).reason())
        .contains("1048576");
  }

  @Test
  void everythingThatIsWrongIsTold() {
    List<PolicyProblem> problems =
        problems(GOOD.replace("0.5 WIFI", "x").replace("0x1111", "0x11").replace("\"wifi\"", "7"));
    assertThat(problems)
        .extracting(PolicyProblem::field)
        .contains("name", "pools[1].pay.cap.amount", "pools[2].recipient");
  }

  /** Whatever happens to a file, the answer is a policy or a refusal. */
  @Test
  void damagedFilesAreRefusedAndNeverThrowAnythingElse() {
    byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
    Property.check(20_000, random -> {
      byte[] damaged = good.clone();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        int at = random.nextInt(damaged.length);
        damaged[at] =
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
}
