package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

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
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

/** What storage networks pay. */
class StorageMoneyTest {
  private static final BigInteger TIB = BigInteger.ONE.shiftLeft(40);

  /** Prices by the byte and block, and payment for proven time alone. */
  @Test
  void warmStorageIsPaidWhereItIsProven() {
    BigInteger month = BigInteger.valueOf(86_400);
    Tariff storage = new Tariff("TiB-month", new BigDecimal("2.5"), TIB.multiply(month));
    Tariff base = new Tariff("data set", new BigDecimal("0.024"), month);
    KnownAnswers.check("filecoin/warm-storage-rate", row -> {
      BigInteger bytes =
          row.integer("leaves").multiply(BigInteger.valueOf(32 * 127)).shiftRight(7);
      BigDecimal rate = bytes.signum() == 0
          ? BigDecimal.ZERO
          : storage.cost(bytes, 18).add(base.cost(BigInteger.ONE, 18));
      return answers("bytes", bytes, "rate", rate.movePointRight(18).toBigIntegerExact());
    });
    Tariff proof = new Tariff("proof", new BigDecimal("0.00023"), TIB);
    KnownAnswers.check(
        "filecoin/warm-storage-proof-fee",
        row -> answers(
            "fee",
            proof
                .cost(row.integer("leaves").shiftLeft(5), 18)
                .movePointRight(18)
                .toBigIntegerExact()));
    KnownAnswers.check("filecoin/warm-storage-settlement", row -> {
      List<Long> proven = row.numbers("proven");
      ProvenTime time = new ProvenTime(row.number("activation"), row.number("period"));
      ProvenTime.Settled settled = time.settle(
          TokenAmount.of(row.integer("proposed")),
          new ProvenTime.Blocks(row.number("from"), row.number("to")),
          row.number("now"),
          proven::contains);
      return answers("paid", settled.amount(), "settled", settled.upTo());
    });
  }

  @Test
  void unprovenTimeIsNeverPaid() {
    Property.check(2_000, random -> {
      ProvenTime time = new ProvenTime(random.nextInt(50), 1 + random.nextInt(30));
      long from = random.nextInt(200);
      long to = from + 1 + random.nextInt(300);
      long proven = random.nextLong();
      ProvenTime.Settled settled = time.settle(
          TokenAmount.of(to - from),
          new ProvenTime.Blocks(from, to),
          random.nextInt(600),
          p -> (proven >> p & 1) == 1);
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
    assertThatThrownBy(() -> new ProvenTime.Blocks(5, 5)).hasMessageContaining("5 to 5");
  }

  @Test
  void filecoinAwardsAndVests() {
    KnownAnswers.check(
        "filecoin/award",
        row -> answers(
            "paid",
            FilecoinPayout.award(
                TokenAmount.of(row.integer("balance")),
                TokenAmount.of(row.integer("reward")),
                (int) row.number("wins"),
                TokenAmount.of(row.integer("gas"))),
            "penalty",
            FilecoinPayout.penalty(TokenAmount.of(100))));
    KnownAnswers.check("filecoin/vesting", row -> {
      Instant start = Instant.ofEpochSecond(row.number("delay"));
      Vesting.Tranches vesting = Vesting.stepped(
          TokenAmount.of(100),
          start,
          Duration.ofSeconds(row.number("period")),
          Duration.ofSeconds(row.number("step")),
          Duration.ofSeconds(row.number("quantum")));
      assertThat(vesting.vested(start)).isEqualTo(TokenAmount.ZERO);
      assertThat(vesting.vested(start.plusSeconds(6))).isEqualTo(TokenAmount.of(100));
      return answers(
          "tranches", vesting.tranches().stream().map(Vesting.Tranche::amount).toList());
    });
    Vesting.Tranches locked =
        FilecoinPayout.locked(TokenAmount.of(1_000), Instant.parse("2026-01-01T07:00:00Z"));
    assertThat(locked.tranches()).hasSize(180);
    assertThat(locked.tranches().get(0).at()).isEqualTo(Instant.parse("2026-01-02T12:00:00Z"));
    assertThat(locked.vested(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo(TokenAmount.of(750));
    assertThatThrownBy(() -> Vesting.stepped(
            TokenAmount.of(1), Instant.EPOCH, Duration.ZERO, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("1 second or more");
  }

  @Test
  void arweavesInflationHalves() {
    HalvingEmission arweave = new HalvingEmission(TokenAmount.of(55_000_000), 1);
    KnownAnswers.check(
        "emission/arweave", row -> answers("minted", arweave.at(row.number("year"))));
  }
}
