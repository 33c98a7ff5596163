package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.BackstopEmission;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.emission.NetEmission;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** What Helium's chain does with money, row by row of {@code helium.md}, groups I and J. */
class HeliumChainTest {
  private static final Token HNT = new Token("HNT", 8);
  private static final BigInteger UNIT = BigInteger.TEN.pow(11);

  /** I1, I2, I4 and I5: the split; I16 and I17: the price is found again from the cap. */
  @Test
  void emissionsSplitAndPrices() {
    long[][] rows = {{100, 94, 24, 70}, {100, 80, 24, 56}, {100, 100, 24, 76}, {100, 20, 20, 0}};
    for (long[] row : rows) {
      HeliumClaims.Split split = HeliumClaims.split(TokenAmount.of(row[0]), TokenAmount.of(row[1]));
      assertThat(split)
          .isEqualTo(new HeliumClaims.Split(TokenAmount.of(row[2]), TokenAmount.of(row[3])));
    }
    BackstopEmission backstop = backstop("20548", "1644");
    // cap = credits * 3 * unit / price, and so price = credits * 3 * unit / cap
    assertThat(backstop.deployerCap(
            BigInteger.valueOf(785_184_940), BigInteger.valueOf(11_573_616_090_838L)))
        .hasToString("20352799");
    BigInteger billion = BigInteger.valueOf(1_000_000_000);
    TokenAmount cap = backstop.deployerCap(billion, BigInteger.valueOf(250_000_000));
    assertThat(backstop.deployerCap(billion, cap.toBigInteger())).hasToString("250000000");
    Vectors.report(
        "helium.md rows I1-I5, I16, I17", 6, "I7-I14 are rows of emission/allocation.json");
  }

  private static BackstopEmission backstop(String base, String cap) {
    try {
      return new BackstopEmission(
          new ConstantEmission(HNT.parse(base)),
          new NetEmission(7, HNT.parse(cap), TokenAmount.ZERO),
          70,
          UNIT);
    } catch (org.depinsdk.core.encoding.EncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static EpochFacts facts(long price) {
    return EpochFacts.builder(new org.depinsdk.core.epoch.Epoch(
            0, java.time.Instant.EPOCH, java.time.Instant.EPOCH.plusSeconds(86_400)))
        .figure(EpochFacts.CREDITS_BURNED, BigInteger.valueOf(910_000_000))
        .figure(EpochFacts.PRICE, BigInteger.valueOf(price))
        .figure(BackstopEmission.SHARE, BigInteger.valueOf(3_834_117_304L))
        .build();
  }

  /** J10 to J19. */
  @Test
  void theBackstop() throws Exception {
    BackstopEmission backstop = backstop("20548", "1644");
    TokenAmount cap = HNT.parse("1644");
    BackstopEmission.Outcome one = backstop.outcome(cap, facts(100_000_000));
    assertThat(one.topUp()).isEqualTo(TokenAmount.ZERO);
    assertThat(one.minted()).hasToString("2219200000000");
    BackstopEmission.Outcome low = backstop.outcome(HNT.parse("91000"), facts(10_000_000));
    assertThat(low.topUp()).hasToString("5062081506014");
    assertThat(low.minted()).hasToString("7281281506014");
    assertThat(new BigDecimal(HNT.format(TokenAmount.of(
            backstop.deployers(low.minted().toBigInteger(), BigInteger.valueOf(3_834_117_304L))))))
        .isBetween(new BigDecimal("45450"), new BigDecimal("45550"));
    BigInteger credits = BigInteger.valueOf(910_000_000);
    BackstopEmission.Outcome high = backstop.outcome(HNT.parse("91000"), facts(250_000_000));
    assertThat(high.topUp()).isEqualTo(TokenAmount.ZERO);
    assertThat(backstop.deployerCap(credits, BigInteger.valueOf(250_000_000)))
        .isEqualTo(HNT.parse("10920"));
    // the floor's price is below the cap's by twice the uncertainty
    assertThat(backstop.deployerCap(credits, BigInteger.valueOf(100_000_000)))
        .isEqualTo(HNT.parse("27300"));
    TokenAmount bucket = TokenAmount.of(1_386_755_887_910L);
    assertThat(
            HeliumClaims.overflow(bucket, HNT.parse("27300"), TokenAmount.MAX).isZero())
        .isTrue();
    assertThat(HeliumClaims.overflow(bucket, TokenAmount.ZERO, TokenAmount.MAX).isZero())
        .isTrue();
    assertThat(HeliumClaims.overflow(HNT.parse("100000"), TokenAmount.of(1), HNT.parse("10000")))
        .isEqualTo(HNT.parse("10000"));
    for (String smoothed : List.of("0", "0.000003", "1644", "1644.00000001", "50000", "91000")) {
      BackstopEmission.Outcome any = backstop.outcome(HNT.parse(smoothed), facts(10_000_000));
      assertThat(any.reEmitted().plus(any.topUp())).isLessThanOrEqualTo(HNT.parse(smoothed));
    }
    Vectors.report("helium.md rows J10-J19", 17, "");
  }

  /** J22 to J26, and tokenomics row 20. */
  @Test
  void claims() {
    String[][] cuts = {{"0", "0"}, {"79", "0"}, {"80", "1"}, {"9800000000000", "122500000000"}};
    for (String[] cut : cuts) {
      assertThat(HeliumClaims.councilCut(TokenAmount.of(Long.parseLong(cut[0]))))
          .hasToString(cut[1]);
    }
    HeliumClaims.ClaimedEpochs two =
        new HeliumClaims.ClaimedEpochs(0, BigInteger.ZERO).claim(2).orElseThrow();
    assertThat(two.lastClaimed()).isZero();
    assertThat(two.bitmap()).isEqualTo(BigInteger.ONE.shiftLeft(126));
    assertThat(two.claim(2)).isEmpty();
    assertThat(two.claim(1).orElseThrow())
        .isEqualTo(new HeliumClaims.ClaimedEpochs(2, BigInteger.ZERO));
    List<TokenAmount> three =
        List.of(TokenAmount.of(300), TokenAmount.of(100), TokenAmount.of(200));
    assertThat(HeliumClaims.due(3, three, TokenAmount.of(50))).contains(TokenAmount.of(150));
    assertThat(HeliumClaims.due(3, three.subList(1, 3), TokenAmount.ZERO))
        .contains(TokenAmount.of(200));
    assertThat(HeliumClaims.due(3, three.subList(0, 1), TokenAmount.ZERO)).isEmpty();
    assertThat(HeliumClaims.due(3, three, TokenAmount.of(201))).isEmpty();
    HeliumClaims.CircuitBreaker breaker =
        new HeliumClaims.CircuitBreaker(3600, TokenAmount.of(1200), TokenAmount.of(1000), 10_000);
    assertThat(breaker.counted(11_800)).isEqualTo(TokenAmount.of(500));
    assertThat(breaker.counted(99_999)).isEqualTo(TokenAmount.ZERO);
    assertThat(breaker.take(TokenAmount.of(701), 11_800)).isEqualTo(Optional.empty());
    assertThat(breaker.take(TokenAmount.of(700), 11_800).orElseThrow().last())
        .isEqualTo(TokenAmount.of(1200));
    Vectors.report("helium.md rows J22-J26, tokenomics.md row 20", 14, "");
  }
}
