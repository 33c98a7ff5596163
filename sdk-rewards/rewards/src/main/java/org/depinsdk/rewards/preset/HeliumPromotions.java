package org.depinsdk.rewards.preset;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.rewards.TokenAmount;

/**
 * How Helium Mobile paid its service providers and their promotions (helium/oracles at 8d18d678, {@code
 * service_provider/reward.rs}): a provider is paid what its data credits are worth, at most its part of the pool; a part of
 * that goes to promotions, which are matched from what the pool has left. Every amount is one fraction, rounded down once.
 */
public final class HeliumPromotions {
  private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

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
      if (credits.signum() < 0 || promotionPoints < 0 || promotionPoints > 10_000) {
        throw new IllegalArgumentException("credits are 0 or more and a part is 0 to 10000, not "
            + credits + " and " + promotionPoints);
      }
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

  /**
   * Divides the pool.
   *
   * @param pool base units
   * @param unit base units for a credit, times the price
   * @param price 1 or more
   * @param providers who shares
   * @return in the order of the providers; what is left of the pool stays unallocated
   */
  public static List<Reward> divide(
      TokenAmount pool, BigInteger unit, BigInteger price, List<Provider> providers) {
    BigInteger credits =
        providers.stream().map(Provider::credits).reduce(BigInteger.ZERO, BigInteger::add);
    // all amounts are parts of this denominator: what is shared is min(pool, credits * unit /
    // price)
    BigInteger worth = credits.multiply(unit);
    BigInteger whole = pool.toBigInteger().multiply(price);
    BigInteger shared = worth.min(whole);
    BigInteger denominator = price.multiply(credits.max(BigInteger.ONE)).multiply(WHOLE);
    BigInteger promoted = BigInteger.ZERO;
    for (Provider provider : providers) {
      promoted = promoted.add(promotion(provider, shared));
    }
    BigInteger left = whole.subtract(shared).multiply(credits).multiply(WHOLE).min(promoted);
    List<Reward> rewards = new ArrayList<>();
    for (Provider provider : providers) {
      BigInteger own = promotion(provider, shared);
      BigInteger all = provider.credits().multiply(shared).multiply(WHOLE);
      long shares = provider.promotions().stream().mapToLong(s -> s).sum();
      List<Promotion> promotions = new ArrayList<>();
      for (long share : provider.promotions()) {
        BigInteger part = own.multiply(BigInteger.valueOf(share));
        BigInteger of = denominator.multiply(BigInteger.valueOf(shares));
        TokenAmount matched = promoted.signum() == 0
            ? TokenAmount.ZERO
            : TokenAmount.of(part.multiply(left).divide(of.multiply(promoted)));
        promotions.add(new Promotion(TokenAmount.of(part.divide(of)), matched));
      }
      rewards.add(new Reward(
          TokenAmount.of(all.subtract(own).divide(denominator)), List.copyOf(promotions)));
    }
    return List.copyOf(rewards);
  }

  private static BigInteger promotion(Provider provider, BigInteger shared) {
    return provider.promotions().isEmpty()
        ? BigInteger.ZERO
        : provider
            .credits()
            .multiply(shared)
            .multiply(BigInteger.valueOf(provider.promotionPoints()));
  }
}
