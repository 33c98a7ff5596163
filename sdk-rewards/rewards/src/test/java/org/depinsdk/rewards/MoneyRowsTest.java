package org.depinsdk.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** Which test checks which row of the known answers; a row without a test or a reason fails here. */
class MoneyRowsTest {
  private static final String OUT = "left out: ";

  private static final String TOKENOMICS = """
      1 2 4 5 = emission.HalvingEmissionTest#givesBitcoinsSubsidyAndSupply
      7 8 11 = emission.EmissionVectorsTest#heliumHip20HalvesEveryTwoYears
      10 = emission.EmissionVectorsTest#heliumHip138LooksUpItsTable
      13 14 = preset.HeliumMoneyTest#hip147MovedCoverageToData
      16 17 = emission.EmissionVectorsTest#heliumHip149TopsUpWhenThePriceIsLow
      19 = emission.EmissionVectorsTest#heliumsSupplementTapers
      20 = preset.HeliumChainTest#claims
      22 50 = policy.AllocationTest#dividesAsHeliumAndHamiltonDo
      23 = emission.FilecoinEmissionTest#simpleMintingIsThatOfTheGoldenFile
      25 = emission.FilecoinEmissionTest#theExponentialIsThatOfTheGoldenFile
      26 = emission.FilecoinEmissionTest#baselineMintingIsThatOfTheGoldenFile
      28 = emission.FilecoinEmissionTest#smoothingStartsAsTheActorDoes
      29 = emission.FilecoinEmissionTest#aYearDoublesTheBaseline
      31 32 = emission.EmissionVectorsTest#dimoDecaysByFifteenPercentAYear
      34 = preset.SmallerNetworksTest#dimoStreaksFallBackALevel
      35 = emission.EmissionVectorsTest#weatherXmPaysTheSameUntilTheVaultIsEmpty
      37 38 = preset.SmallerNetworksTest#renderMintsAndBurns
      40 41 = tariff.TariffTest#akashBurnsAndMints
      43 = emission.EmissionVectorsTest#hivemapperMintsAQuarterAgain
      44 = emission.EmissionVectorsTest#curveDividesByTheFourthRootOfTwo
      46 = emission.EmissionVectorsTest#theBaseFeeIsThatOfEip1559
      47 = preset.SmallerNetworksTest#storjHoldsAndReturns
      49 = staking.StakingVectorsTest#vestingIsThatOfOpenZeppelin
      52 = distribution.MerkleVectorsTest#treesAreThoseOfOpenZeppelin
      53 = distribution.MerkleVectorsTest#largeTreesHaveThePublishedRoots
      55 = left out: gas is the chain's; the calldata is that of row 56
      56 = left out: in depin-sdk-claims-evm, ClaimCalldataTest
      """;

  private static final String HELIUM = """
      H1 H5 H8 H10 H11 = preset.HeliumMoneyTest#mobileBeforeHip149
      H2 H4 H13 H14 = preset.PresetsTest#heliumMobileBeforeHip149
      H7 = left out: the row has the sums of the points and not those of each radio
      P1 P2 P4 P5 P7 P8 P10 P11 = preset.HeliumMoneyTest#serviceProvidersPromote
      I1 I2 I4 I5 I16 I17 = preset.HeliumChainTest#emissionsSplitAndPrices
      I7 I8 I10 I11 I13 I14 = policy.AllocationTest#dividesAsHeliumAndHamiltonDo
      J1 J2 J4 J5 J7 J8 = emission.EmissionVectorsTest#heliumHip138LooksUpItsTable
      J10 J11 J13 J14 J16 J17 J19 = preset.HeliumChainTest#theBackstop
      J20 = emission.EmissionVectorsTest#heliumsSupplementTapers
      J22 J23 J25 J26 = preset.HeliumChainTest#claims
      """;

  private static final String STORAGE = """
      C1 C2 C4 C5 C7 = preset.StorageMoneyTest#warmStorageIsPaidWhereItIsProven
      C8 = left out: signatures and not amounts
      D1 D2 D5 = emission.FilecoinEmissionTest#simpleMintingIsThatOfTheGoldenFile
      D4 = emission.FilecoinEmissionTest#baselineMintingIsThatOfTheGoldenFile
      D7 D8 D10 D11 = emission.FilecoinEmissionTest#rewardsOfTheFirstEpochsDependOnPower
      D13 = emission.FilecoinEmissionTest#smoothingRoundsAsTheActorDoes
      D14 = left out: the sum of a ratio of two estimates, for pledges, which the SDK does not set
      D16 D17 = preset.StorageMoneyTest#filecoinAwardsAndVests
      E10 E11 E13 E14 = preset.SmallerNetworksTest#storjHoldsAndReturns
      F7 G5 = preset.StorageMoneyTest#smallerRules
      G7 G8 = staking.StakingVectorsTest#samplesFindBadLeaves
      """;

  private static final String FILES = """
      akash_aep76.json = tariff.TariffTest#akashBurnsAndMints
      allocation.json = policy.AllocationTest#dividesAsHeliumAndHamiltonDo
      bitcoin.json = emission.HalvingEmissionTest#givesBitcoinsSubsidyAndSupply
      eip1559.json = emission.EmissionVectorsTest#theBaseFeeIsThatOfEip1559
      filecoin_baseline_reward_golden.csv = emission.FilecoinEmissionTest#baselineMintingIsThatOfTheGoldenFile
      filecoin_expneg_golden.csv = emission.FilecoinEmissionTest#theExponentialIsThatOfTheGoldenFile
      filecoin_simple_reward_golden.csv = emission.FilecoinEmissionTest#simpleMintingIsThatOfTheGoldenFile
      filecoin_state_trace.json = emission.FilecoinEmissionTest#theStateFollowsTheRewardActor
      geodnet.json = emission.EmissionVectorsTest#geodnetHalvesEveryYear
      helium_hip149_backstop.json = emission.EmissionVectorsTest#heliumHip149TopsUpWhenThePriceIsLow
      helium_hip20.json = emission.EmissionVectorsTest#heliumHip20HalvesEveryTwoYears
      hivemapper_mip15.json = emission.EmissionVectorsTest#hivemapperMintsAQuarterAgain
      render.json = preset.SmallerNetworksTest#renderMintsAndBurns
      synthetix_staking_rewards_evm.json = staking.StakingVectorsTest#stakingRewardsAreThoseOfSynthetix
      synthetix_staking_rewards_model.json = staking.StakingVectorsTest#stakingRewardsAreThoseOfSynthetix
      vesting.json = staking.StakingVectorsTest#vestingIsThatOfOpenZeppelin
      weatherxm.json = emission.EmissionVectorsTest#weatherXmPaysTheSameUntilTheVaultIsEmpty
      """;

  private static Map<String, String> table(String text) {
    Map<String, String> table = new TreeMap<>();
    for (String line : text.strip().split("\n")) {
      String[] sides = line.split(" = ", 2);
      for (String row : sides[0].strip().split(" ")) {
        assertThat(table.put(row, sides[1])).as("row %s stands once", row).isNull();
      }
    }
    return table;
  }

  /** The rows of a file whose ids match. */
  private static TreeSet<String> rows(String file, String id) {
    Pattern row = Pattern.compile("^\\| ?(" + id + ") ?\\|.*");
    TreeSet<String> rows = new TreeSet<>();
    for (String line : Vectors.text(file).split("\n")) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        rows.add(matcher.group(1));
      }
    }
    return rows;
  }

  private static void check(String file, TreeSet<String> rows, Map<String, String> table)
      throws Exception {
    assertThat(table.keySet()).as("rows of " + file).containsExactlyElementsOf(rows);
    Map<String, List<String>> byTest = new TreeMap<>();
    List<String> leftOut = new ArrayList<>();
    for (Map.Entry<String, String> row : table.entrySet()) {
      if (row.getValue().startsWith(OUT)) {
        leftOut.add(row.getKey() + " (" + row.getValue().substring(OUT.length()) + ")");
        continue;
      }
      String[] name = row.getValue().split("#");
      Class<?> test = Class.forName("org.depinsdk.rewards." + name[0]);
      assertThat(Arrays.stream(test.getDeclaredMethods()).map(m -> m.getName()))
          .as(row.getKey())
          .contains(name[1]);
      byTest.computeIfAbsent(row.getValue(), t -> new ArrayList<>()).add(row.getKey());
    }
    byTest.forEach((test, ids) -> System.out.println("vectors: " + file + " "
        + String.join(" ", ids) + " -> " + test.substring(test.indexOf('.') + 1)));
    Vectors.report(
        file,
        rows.size() - leftOut.size(),
        "of " + rows.size() + (leftOut.isEmpty() ? "" : ", left out " + leftOut));
  }

  @Test
  void everyRowOfTokenomicsHasATest() throws Exception {
    check("tokenomics.md", rows("tokenomics.md", "[0-9]+"), table(TOKENOMICS));
  }

  @Test
  void everyRowOfHeliumsMoneyHasATest() throws Exception {
    // D4 to D6 are no rows of a table: HeliumMoneyTest and PresetsTest name them
    check("helium.md", rows("helium.md", "[HPIJ][0-9]+"), table(HELIUM));
  }

  @Test
  void everyRowOfStoragesMoneyHasATest() throws Exception {
    check(
        "storage.md", rows("storage.md", "(?:C[0-9]+|D[0-9]+|E1[0-4]|F7|G[578])"), table(STORAGE));
  }

  @Test
  void everyFileOfEmissionHasATest() throws Exception {
    TreeSet<String> files = new TreeSet<>();
    for (Path file : Vectors.files("emission", "")) {
      files.add(file.getFileName().toString());
    }
    check("emission/", files, table(FILES));
  }
}
