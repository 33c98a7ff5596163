package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks' published numbers, from the policy files. */
class PresetsTest extends PresetNumbers {
  static List<String> names() {
    return Presets.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPresetNamesItsSourceAndComesBackFromItsCanonicalForm(String name) throws Exception {
    assertThat(Presets.file(name)).contains("# Source: ");
    RewardPolicy policy = Presets.policy(name);
    assertThat(RewardPolicy.parse(policy.toJson())).isEqualTo(policy);
    assertThatThrownBy(() -> Presets.file("none")).hasMessageContaining("none");
  }

  @Test
  void poolsPayWhatTheNetworksPay() {
    KnownAnswers.check("rewards/presets", row -> {
      contributions.clear();
      contribute(row.list("contributions"));
      Allocation allocation =
          divide(row.text("preset"), row.text("amount"), figures(row.list("figures")));
      PoolResult pool = pool(allocation, row.text("pool"));
      List<String> payments = paid(allocation, row.text("pool"));
      Set<String> different = new LinkedHashSet<>(payments);
      return answers(
          "amount-of-pool", pool.amount(),
          "paid", pool.paid(),
          "left", pool.left(),
          "payments", payments,
          "each", different);
    });
  }

  @Test
  void schedulesMintWhatTheNetworksMint() {
    KnownAnswers.check(
        "rewards/preset-minting",
        row -> answers(
            "minted",
            minted(
                row.text("preset"),
                row.number("epoch"),
                row.text("start"),
                figures(row.list("figures")))));
  }

  /** Helium counts 2 unallocated of whole fractions; pools here are whole. */
  @Test
  void roundingOfAllPoolsStaysSmall() throws Exception {
    contribute(List.of(
        "beacon/1:1:1:1",
        "beacon/1:2:2:2",
        "witness/1:3:3:2",
        "witness/1:4:4:3",
        "data-credits/1:5:5:1000000000000",
        "data-credits/1:6:6:2000000000000"));
    Allocation allocation = divide("helium-iot-2025", "89041095890411", "price", "1");
    assertThat(allocation.unallocatedItems().stream()
            .filter(u -> List.of("beacons", "witnesses", "data", "emission").contains(u.pool()))
            .map(u -> u.amount())
            .reduce(TokenAmount.ZERO, TokenAmount::plus))
        .isLessThan(TokenAmount.of(6));
  }

  @Test
  void weatherXmPaysByScoreAndHardware() {
    Token wxm = Presets.policy("weatherxm").token();
    contribute(List.of(
        "station-score/1:0:149:1000000",
        "hardware-weight/1:0:99:9",
        "hardware-weight/1:100:149:11"));
    for (int i = 0; i < 150; i++) {
      add(i, "cell/1", 1000 + i / 10);
      add(i, "claimed-at/1", i);
    }
    KnownAnswers.check("rewards/weatherxm", row -> {
      Allocation full = divide("weatherxm", row.text("pool"));
      assertThat(full.unallocated()).isLessThan(TokenAmount.of(150));
      List<String> payments = paid(full, "stations");
      return answers(
          "weight-9", millionths(wxm, payments.get(0)),
          "weight-11", millionths(wxm, payments.get(149)));
    });
  }

  private static String millionths(Token token, String baseUnits) throws Exception {
    String text = token.format(TokenAmount.parse(baseUnits));
    return text.substring(0, text.indexOf('.') + 7);
  }
}
