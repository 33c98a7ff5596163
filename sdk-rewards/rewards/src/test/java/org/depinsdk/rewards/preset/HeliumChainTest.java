package org.depinsdk.rewards.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.BackstopEmission;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.emission.NetEmission;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** What Helium's chain does with money. */
class HeliumChainTest {
  private static final Token HNT = new Token("HNT", 8);

  private static BackstopEmission backstop() throws Exception {
    return new BackstopEmission(
        new ConstantEmission(HNT.parse("20548")),
        new NetEmission(7, HNT.parse("1644"), TokenAmount.ZERO),
        70,
        BigInteger.TEN.pow(11));
  }

  @Test
  void emissionsSplitAndPrices() throws Exception {
    KnownAnswers.check("rewards/helium-split", row -> {
      HeliumClaims.Split split = HeliumClaims.split(
          TokenAmount.of(row.integer("total")), TokenAmount.of(row.integer("issued")));
      return answers("service-providers", split.serviceProvider(), "data", split.data());
    });
    BackstopEmission backstop = backstop();
    // cap = credits * 3 * unit / price, and so price = credits * 3 * unit / cap
    KnownAnswers.check("rewards/helium-price", row -> {
      TokenAmount price = backstop.deployerCap(row.integer("credits"), row.integer("cap"));
      assertThat(
              backstop.deployerCap(row.integer("credits"), price.toBigInteger()).toBigInteger())
          .isBetween(row.integer("cap"), row.integer("cap").add(BigInteger.TEN.pow(6)));
      return answers("price", price);
    });
  }

  @Test
  void theBackstopIssuesNoMoreThanWasBurned() throws Exception {
    EpochFacts facts = EpochFacts.builder(
            new Epoch(0, Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(1))))
        .figure(EpochFacts.CREDITS_BURNED, BigInteger.valueOf(910_000_000))
        .figure(EpochFacts.PRICE, BigInteger.valueOf(10_000_000))
        .figure(BackstopEmission.SHARE, BigInteger.valueOf(3_834_117_304L))
        .build();
    for (String smoothed : List.of("0", "0.000003", "1644", "1644.00000001", "50000", "91000")) {
      BackstopEmission.Outcome any = backstop().outcome(HNT.parse(smoothed), facts);
      assertThat(any.reEmitted().plus(any.topUp())).isLessThanOrEqualTo(HNT.parse(smoothed));
    }
    KnownAnswers.check(
        "rewards/helium-overflow",
        row -> answers(
            "overflow",
            HeliumClaims.overflow(
                TokenAmount.of(row.integer("reward")),
                TokenAmount.of(row.integer("cap")),
                row.has("escrow") ? TokenAmount.of(row.integer("escrow")) : TokenAmount.MAX)));
  }

  @Test
  void claims() {
    KnownAnswers.check(
        "rewards/helium-council-cut",
        row -> answers("cut", HeliumClaims.councilCut(TokenAmount.of(row.integer("amount")))));
    HeliumClaims.ClaimedEpochs[] claimed = {new HeliumClaims.ClaimedEpochs(0, BigInteger.ZERO)};
    KnownAnswers.check("rewards/helium-claimed-epochs", row -> {
      claimed[0] = claimed[0].claim(row.number("epoch")).orElseThrow();
      return answers("last", claimed[0].lastClaimed(), "bitmap", claimed[0].bitmap());
    });
    assertThat(claimed[0].claim(2)).isEmpty();
    KnownAnswers.check("rewards/helium-oracles", row -> {
      List<TokenAmount> votes =
          row.numbers("votes").stream().map(TokenAmount::of).toList();
      Optional<TokenAmount> due =
          HeliumClaims.due((int) row.number("oracles"), votes, TokenAmount.of(row.integer("paid")));
      return answers("due", due.map(TokenAmount::toString).orElse("none"));
    });
    KnownAnswers.check("rewards/helium-circuit-breaker", row -> {
      TokenAmount threshold = TokenAmount.of(row.integer("threshold"));
      HeliumClaims.CircuitBreaker breaker = new HeliumClaims.CircuitBreaker(
          row.number("window"), threshold, TokenAmount.of(row.integer("last")), 10_000);
      TokenAmount amount = TokenAmount.of(row.integer("amount"));
      Optional<HeliumClaims.CircuitBreaker> after = breaker.take(amount, row.number("now"));
      TokenAmount counted = breaker.counted(row.number("now"));
      after.ifPresent(next -> assertThat(next.last()).isEqualTo(counted.plus(amount)));
      return answers("counted", counted, "taken", after.isPresent());
    });
  }
}
