package org.depinsdk.rewards.preset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.rewards.TokenAmount;

/**
 * How Helium Mobile paid its service providers and their promotions (helium/oracles at 8d18d678, {@code
 * service_provider/reward.rs}): a provider is paid what its data credits are worth, at most its part of the pool; a part of
 * that goes to promotions, which are matched from what the pool has left.
 *
 * <p>Computed as there, in decimals of 28 digits with every division where the program has it, and each amount cut to whole
 * base units: so 1,000 credits worth exactly 1,000 base units are paid 999 if 1,000 is no finite part of the pool.
 */
public final class HeliumPromotions {
  // DEFAULT_PREC of reward_shares.rs
  private static final int DECIMALS = 15;

  private HeliumPromotions() {}

  /**
   * A service provider.
   *
   * @param credits data credits that it burned, 0 or more
   * @param promotionPoints the part of its reward that goes to promotions, in hundredths of a percent
   * @param promotions the shares of its promotions, 1 or more each; without any it keeps all
   */
  public record Provider(BigInteger credits, int promotionPoints, List<Long> promotions) {
    /** Copies, and checks the part. */
    public Provider {
      promotions = List.copyOf(promotions);
      if (credits.signum() < 0) {
        throw new IllegalArgumentException("credits are 0 or more, not " + credits);
      }
      if (promotionPoints < 0 || promotionPoints > 10_000) {
        throw new IllegalArgumentException(
            "promotionPoints are 0 to 10000, not " + promotionPoints);
      }
      promotions.forEach(share -> {
        if (share < 1) {
          throw new IllegalArgumentException("the share of a promotion is 1 or more, not " + share);
        }
      });
    }
  }

  /**
   * A promotion's reward.
   *
   * @param own from its provider
   * @param matched from the pool
   */
  public record Promotion(TokenAmount own, TokenAmount matched) {}

  /**
   * A provider's reward.
   *
   * @param carrier what it keeps
   * @param promotions in the order of its promotions
   */
  public record Reward(TokenAmount carrier, List<Promotion> promotions) {}

  /** Parts of the pool: of a provider's credits, of its promotions, and of what matches them. */
  private record Parts(BigDecimal carrier, BigDecimal promoted, BigDecimal matched) {}

  /**
   * Divides the pool.
   *
   * @param pool base units
   * @param unit base units for a credit, times the price
   * @param price 1 or more
   * @param providers who shares
   * @return in the order of the providers; what is left of the pool stays unallocated
   * @throws IllegalArgumentException if the price is below 1, or an amount does not fit into 96 bits
   */
  public static List<Reward> divide(
      TokenAmount pool, BigInteger unit, BigInteger price, List<Provider> providers) {
    if (price.signum() <= 0) {
      throw new IllegalArgumentException("price is 1 or more, not " + price);
    }
    BigDecimal allocation = RustDecimal.of(pool.toBigInteger());
    BigInteger credits =
        providers.stream().map(Provider::credits).reduce(BigInteger.ZERO, BigInteger::add);
    List<BigDecimal> worth =
        providers.stream().map(p -> worth(p.credits(), unit, price)).toList();
    List<Parts> parts = parts(allocation.max(worth(credits, unit, price)), worth, providers);
    List<Reward> rewards = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Parts own = parts.get(i);
      List<Long> shares = providers.get(i).promotions();
      BigDecimal all = BigDecimal.valueOf(shares.stream().mapToLong(s -> s).sum());
      List<Promotion> promotions = new ArrayList<>();
      for (long share : shares) {
        promotions.add(new Promotion(
            promotion(allocation, own.promoted(), all, share),
            promotion(allocation, own.matched(), all, share)));
      }
      rewards.add(new Reward(
          whole(RustDecimal.multiply(allocation, own.carrier())), List.copyOf(promotions)));
    }
    return List.copyOf(rewards);
  }

  // dc_to_mobile_bones of reward_shares.rs
  private static BigDecimal worth(BigInteger credits, BigInteger unit, BigInteger price) {
    return RustDecimal.divide(
            RustDecimal.multiply(RustDecimal.of(credits), RustDecimal.of(unit)),
            RustDecimal.of(price))
        .setScale(DECIMALS, RoundingMode.CEILING);
  }

  // RewardInfo::new and distribute_unallocated
  private static List<Parts> parts(
      BigDecimal all, List<BigDecimal> worth, List<Provider> providers) {
    List<Parts> parts = new ArrayList<>();
    BigDecimal left = BigDecimal.ONE;
    BigDecimal promoted = BigDecimal.ZERO;
    for (int i = 0; i < providers.size(); i++) {
      Provider provider = providers.get(i);
      BigDecimal part = all.signum() == 0 ? BigDecimal.ZERO : RustDecimal.divide(worth.get(i), all);
      BigDecimal toPromotions = provider.promotions().isEmpty()
          ? BigDecimal.ZERO
          : RustDecimal.multiply(part, BigDecimal.valueOf(provider.promotionPoints(), 4));
      parts.add(new Parts(part.subtract(toPromotions), toPromotions, toPromotions));
      left = left.subtract(part);
      promoted = promoted.add(toPromotions);
    }
    if (promoted.signum() == 0 || promoted.compareTo(left) <= 0) {
      return parts;
    }
    BigDecimal hundred = BigDecimal.valueOf(100);
    BigDecimal total = RustDecimal.multiply(promoted, hundred);
    BigDecimal unallocated = left;
    parts.replaceAll(p -> new Parts(
        p.carrier(),
        p.promoted(),
        RustDecimal.multiply(
            RustDecimal.divide(RustDecimal.multiply(p.promoted(), hundred), total), unallocated)));
    return parts;
  }

  private static TokenAmount promotion(
      BigDecimal allocation, BigDecimal part, BigDecimal allShares, long share) {
    BigDecimal perShare = RustDecimal.divide(RustDecimal.multiply(allocation, part), allShares);
    return whole(RustDecimal.multiply(perShare, BigDecimal.valueOf(share)));
  }

  // what does not fit into an amount, a negative one too, is none there
  private static TokenAmount whole(BigDecimal amount) {
    return TokenAmount.of(amount.toBigInteger().max(BigInteger.ZERO));
  }
}
