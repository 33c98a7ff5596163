package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.testing.Vectors;
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

  /** Helium vectors D5. */
  @Test
  void heliumIotIntegrationRun() throws Exception {
    add(1, "beacon/1", 1);
    add(2, "beacon/1", 2);
    add(3, "witness/1", 2);
    add(4, "witness/1", 3);
    add(5, "data-credits/1", 1_000_000_000_000L);
    add(6, "data-credits/1", 2_000_000_000_000L);
    Allocation allocation = divide("helium-iot-2025", "89041095890411", "price", "1");
    assertThat(paid(allocation, "beacons")).containsExactly("1780821917808", "3561643835616");
    assertThat(paid(allocation, "witnesses")).containsExactly("8547945205479", "12821917808219");
    assertThat(paid(allocation, "data")).containsExactly("14840182648401", "29680365296803");
    assertThat(pool(allocation, "operations").left()).hasToString("6232876712328");
    assertThat(pool(allocation, "oracles").left()).hasToString("6232876712328");
    assertThat(allocation.unallocatedItems().stream()
            .filter(u -> List.of("beacons", "witnesses", "data", "emission").contains(u.pool()))
            .map(u -> u.amount())
            .reduce(TokenAmount.ZERO, TokenAmount::plus))
        .isLessThan(TokenAmount.of(6));
    Vectors.report(
        "helium.md row D5",
        8,
        "Helium counts 2 unallocated of whole fractions; pools here are whole");
  }

  /** Helium vectors H2, H4, H13 and H14. */
  @Test
  void heliumMobileBeforeHip149() throws Exception {
    for (int i = 1; i <= 10_000; i++) {
      add(i, "mapping/1", 60);
    }
    add(20_001, "data-credits/1", Long.MAX_VALUE / 4);
    Allocation allocation = divide("helium-mobile-2024", "82191780821917", "price", "100000000");
    PoolResult mappers = pool(allocation, "mappers");
    assertThat(mappers.amount()).hasToString("16438356164383");
    assertThat(mappers.lines()).allMatch(l -> l.amount().toString().equals("1643835616"));
    assertThat(mappers.paid()).hasToString("16438356160000");
    assertThat(mappers.left()).hasToString("4383");
    assertThat(pool(allocation, "data").paid()).hasToString("32876712328766");
    assertThat(pool(allocation, "coverage").amount()).hasToString("16438356164383");
    assertThat(pool(allocation, "oracles").left()).hasToString("3287671232876");
    contributions.clear();
    for (int i = 0; i < 3; i++) {
      add(i, "mapping/1", 1);
    }
    Allocation three = divide("helium-mobile-2024", "82191780821917", "price", "100000000");
    assertThat(paid(three, "mappers"))
        .containsExactly("5479452054794", "5479452054794", "5479452054794");
    assertThat(pool(three, "mappers").left()).hasToString("1");
    Vectors.report("helium.md rows H2, H4, H13, H14", 9, "");
  }

  /** Helium vectors I1; the emission of a day without usage figures. */
  @Test
  void heliumMobileSinceHip149() throws Exception {
    add(1, "service-provider/1", 1);
    add(2, "data-credits/1", 20);
    Allocation allocation = divide("helium-mobile-2026", "100");
    assertThat(paid(allocation, "service-provider")).containsExactly("24");
    assertThat(paid(allocation, "data")).containsExactly("70");
    assertThat(minted(
            "helium-mobile-2026",
            0,
            "2026-08-06T00:00:00Z",
            "burned",
            "0",
            "emission-part",
            "1000000000000000000"))
        .isEqualTo(TokenAmount.of(2_054_794_520_548L + 257 + 9_800_000_000_000L));
    Vectors.report("helium.md row I1", 2, "");
  }

  /** Competition vectors 1 to 3. */
  @Test
  void dimoPaysByPoints() throws Exception {
    add(1, "streak/1", 1000);
    add(1, "stake-points/1", 1000);
    add(2, "connection/1", 4000);
    TokenAmount week80 = minted("dimo", 40, "2023-08-14T05:00:00Z");
    assertThat(paid(divide("dimo", week80.toString()), "points"))
        .containsExactly(
            "184166666666666666666666", "184166666666666666666666", "736666666666666666666666");
    TokenAmount week92 = minted("dimo", 52, "2023-11-06T05:00:00Z");
    assertThat(paid(divide("dimo", week92.toString()), "points"))
        .containsExactly(
            "156541666666666666666666", "156541666666666666666666", "626166666666666666666666");
    contributions.clear();
    add(1, "connection/1", 9);
    add(2, "connection/1", 240_000 - 9);
    assertThat(paid(divide("dimo", week80.toString()), "points").get(0))
        .isEqualTo("41437500000000000000");
    assertThat(minted("dimo", 364, "2030-01-01T00:00:00Z")).isEqualTo(TokenAmount.ZERO);
    Vectors.report("competition.md rows 1-3", 6, "");
  }

  /** Competition vector 7, and the capacity of a cell. */
  @Test
  void weatherXmPaysByScoreHardwareAndCell() throws Exception {
    for (int i = 0; i < 150; i++) {
      add(i, "station-score/1", 1_000_000);
      add(i, "hardware-weight/1", i < 100 ? 9 : 11);
      add(i, "cell/1", 1000 + i / 10);
      add(i, "claimed-at/1", i);
    }
    Allocation full = divide("weatherxm", "14246000000000000000000");
    assertThat(paid(full, "stations").get(0)).startsWith("88423448");
    assertThat(paid(full, "stations").get(149)).startsWith("108073103");
    assertThat(full.unallocated()).isLessThan(TokenAmount.of(150));
    contributions.clear();
    for (int i = 0; i < 11; i++) {
      add(i, "station-score/1", i == 0 ? 500_000 : 1_000_000);
      add(i, "hardware-weight/1", 10);
      add(i, "cell/1", 7);
      add(i, "claimed-at/1", i);
    }
    Allocation crowded = divide("weatherxm", "1000");
    // eleven stations in a cell for ten: the worst has no rank
    assertThat(paid(crowded, "stations"))
        .containsExactly("0", "100", "100", "100", "100", "100", "100", "100", "100", "100", "100");
    contributions.removeIf(c -> c.device().equals(device(1)));
    Allocation missed = divide("weatherxm", "1000");
    assertThat(paid(missed, "stations").get(0)).isEqualTo("50");
    assertThat(pool(missed, "business").amount()).isEqualTo(TokenAmount.of(50));
    Vectors.report("competition.md row 7", 3, "");
  }

  /** Competition vectors 25 (neighbours) and 26. */
  @Test
  void geodnetPaysStationHours() throws Exception {
    int[][] stations = {{24, 100, 30, 1}, {24, 100, 25, 2}, {24, 100, 20, 3}, {24, 49, 30, 4}};
    for (int[] s : stations) {
      add(s[3], "station-hours/1", s[0]);
      add(s[3], "online-percent/1", s[1]);
      add(s[3], "satellites/1", s[2]);
    }
    String pool = minted("geodnet", 0, "2022-01-01T00:00:00Z").toString();
    assertThat(paid(divide("geodnet", pool), "stations"))
        .containsExactly("48000000000000000000", "24000000000000000000", "0", "0");
    Vectors.report(
        "competition.md row 26",
        3,
        "row 25 (shares of NFT holders, neighbours) is not in the preset");
  }

  @Test
  void filecoinMintsForPower() throws Exception {
    assertThat(minted("filecoin", 0, "2020-10-15T00:00:00Z", "capacity", "0"))
        .hasToString("36266264293777134739");
    add(1, "storage-power/1", 1);
    add(2, "storage-power/1", 3);
    assertThat(paid(divide("filecoin", "36266264293777134739"), "storage"))
        .containsExactly("9066566073444283684", "27199698220332851054");
  }
}
