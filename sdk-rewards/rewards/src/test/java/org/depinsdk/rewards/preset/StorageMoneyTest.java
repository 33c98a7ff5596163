package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.staking.Vesting;
import org.depinsdk.rewards.tariff.ProvenTime;
import org.depinsdk.rewards.tariff.Tariff;
import org.depinsdk.testing.Property;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** What storage networks pay, row by row of {@code storage.md}. */
class StorageMoneyTest {
  private static final BigInteger TIB = BigInteger.ONE.shiftLeft(40);

  private static JsonNode fwss() throws Exception {
    return new ObjectMapper().readTree(Vectors.text("filecoin-fwss/fwss_derived.json"));
  }

  /** Storage vectors C1 to C7: prices by the byte and block, and payment for proven time alone. */
  @Test
  void warmStorageIsPaidWhereItIsProven() throws Exception {
    JsonNode vectors = fwss();
    int checked = 0;
    BigInteger month = BigInteger.valueOf(86_400);
    Tariff storage = new Tariff("TiB-month", new BigDecimal("2.5"), TIB.multiply(month));
    Tariff base = new Tariff("data set", new BigDecimal("0.024"), month);
    for (JsonNode row : vectors.get("rates")) {
      BigInteger bytes = row.get("rawSize").bigIntegerValue();
      assertThat(bytes)
          .isEqualTo(row.get("leafCount")
              .bigIntegerValue()
              .multiply(BigInteger.valueOf(32 * 127))
              .shiftRight(7));
      BigInteger rate = bytes.signum() == 0
          ? BigInteger.ZERO
          : storage
              .cost(bytes, 18)
              .add(base.cost(BigInteger.ONE, 18))
              .movePointRight(18)
              .toBigIntegerExact();
      assertThat(rate).isEqualTo(row.get("ratePerEpoch").bigIntegerValue());
      checked++;
    }
    Tariff proof = new Tariff("proof", new BigDecimal("0.00023"), TIB);
    for (JsonNode row : vectors.get("proofFee")) {
      BigInteger bytes = row.get("challengeRangeLeaves").bigIntegerValue().shiftLeft(5);
      assertThat(proof.cost(bytes, 18).movePointRight(18).toBigIntegerExact())
          .isEqualTo(row.get("proofFeeAtto").bigIntegerValue());
      checked++;
    }
    for (JsonNode row : vectors.get("settlement")) {
      List<Integer> proven = new java.util.ArrayList<>();
      row.get("provenPeriods").forEach(p -> proven.add(p.asInt()));
      ProvenTime time = new ProvenTime(
          row.get("activation").asLong(), row.get("maxProvingPeriod").asLong());
      long to = row.get("to").asLong();
      ProvenTime.Settled settled = time.settle(
          TokenAmount.of(row.get("proposedAmount").asLong()),
          new ProvenTime.Blocks(row.get("from").asLong(), to),
          row.get("currentBlock").asLong(),
          period -> proven.contains((int) period));
      assertThat(settled)
          .as(row.get("case").asText())
          .isEqualTo(new ProvenTime.Settled(
              TokenAmount.of(row.get("modifiedAmount").asLong()),
              row.get("settleUpto").asLong()));
      checked++;
    }
    Vectors.report(
        "filecoin-fwss/fwss_derived.json, storage.md rows C1-C7",
        checked,
        "C8 is of signatures and not of amounts");
  }

  @Test
  void unprovenTimeIsNeverPaid() {
    Property.check(2_000, random -> {
      ProvenTime time = new ProvenTime(random.nextInt(50), 1 + random.nextInt(30));
      long from = random.nextInt(200);
      long to = from + 1 + random.nextInt(300);
      long proven = random.nextLong();
      ProvenTime.Settled settled = time.settle(
          TokenAmount.of(to - from), new ProvenTime.Blocks(from, to), random.nextInt(600), p -> (proven >> p & 1) == 1);
      long expected = 0;
      for (long block = from + 1; block <= settled.upTo(); block++) {
        boolean active = block > time.activation();
        boolean paid =
            active && (proven >> (block - time.activation() - 1) / time.periodBlocks() & 1) == 1;
        expected += paid ? 1 : 0;
      }
      assertThat(settled.amount()).isEqualTo(TokenAmount.of(expected));
      assertThat(settled.upTo()).isBetween(from, to);
    });
    assertThatThrownBy(() -> new ProvenTime(0, 0)).hasMessageContaining("0");
    assertThatThrownBy(() -> new ProvenTime.Blocks(5, 5))
        .hasMessageContaining("5 to 5");
  }

  /** Storage vectors D16 and D17. */
  @Test
  void filecoinAwardsAndVests() {
    TokenAmount reward = TokenAmount.of(1_000);
    TokenAmount gas = TokenAmount.of(7);
    assertThat(FilecoinPayout.award(TokenAmount.MAX, reward, 2, gas))
        .isEqualTo(TokenAmount.of(407));
    assertThat(FilecoinPayout.award(TokenAmount.of(400), reward, 2, gas))
        .isEqualTo(TokenAmount.of(400));
    assertThat(FilecoinPayout.penalty(TokenAmount.of(100))).isEqualTo(TokenAmount.of(300));
    // total 100: delay, period, step, quantum, tranches
    long[][] rows = {
      {0, 3, 1, 1, 33, 33, 34},
      {0, 5, 2, 1, 40, 40, 20},
      {0, 5, 3, 2, 80, 20},
      {5, 5, 1, 1, 20, 20, 20, 20, 20}
    };
    for (long[] row : rows) {
      Vesting.Tranches vesting = Vesting.stepped(
          TokenAmount.of(100),
          Instant.ofEpochSecond(row[0]),
          Duration.ofSeconds(row[1]),
          Duration.ofSeconds(row[2]),
          Duration.ofSeconds(row[3]));
      assertThat(vesting.tranches().stream()
              .mapToLong(t -> t.amount().toBigInteger().longValueExact())
              .toArray())
          .containsExactly(java.util.Arrays.copyOfRange(row, 4, row.length));
      assertThat(vesting.vested(Instant.ofEpochSecond(row[0]))).isEqualTo(TokenAmount.ZERO);
      assertThat(vesting.vested(Instant.ofEpochSecond(row[0] + 6))).isEqualTo(TokenAmount.of(100));
    }
    Vesting.Tranches locked =
        FilecoinPayout.locked(TokenAmount.of(1_000), Instant.parse("2026-01-01T07:00:00Z"));
    assertThat(locked.tranches()).hasSize(180);
    assertThat(locked.tranches().get(0).at()).isEqualTo(Instant.parse("2026-01-02T12:00:00Z"));
    assertThat(locked.vested(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo(TokenAmount.of(750));
    assertThatThrownBy(() -> Vesting.stepped(
            TokenAmount.of(1), Instant.EPOCH, Duration.ZERO, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("1 second or more");
    Vectors.report(
        "storage.md rows D16-D17",
        7,
        "the table of 17 vesting cases is not among the files, the row names 4; D14 is an estimate of pledges");
  }

  /** Storage vectors F7 (Sia) and G5 (Arweave). */
  @Test
  void smallerRules() {
    TokenAmount siacoin = TokenAmount.of(BigInteger.TEN.pow(24));
    // MinRenterAllowance: storage price by collateral price times the collateral; MaxHostCollateral
    // the other way
    assertThat(siacoin.times(2).mulDiv(1, 2)).isEqualTo(siacoin);
    assertThat(siacoin.mulDiv(2, 1)).isEqualTo(siacoin.times(2));
    HalvingEmission arweave = new HalvingEmission(TokenAmount.of(5_500_000), 1);
    long[] years = {5_500_000, 2_750_000, 1_375_000, 687_500, 343_750};
    for (int year = 0; year < years.length; year++) {
      assertThat(arweave.at(year)).isEqualTo(TokenAmount.of(years[year]));
    }
    Vectors.report("storage.md rows F7, G5", 7, "G5 by the year and not by the block");
  }
}
