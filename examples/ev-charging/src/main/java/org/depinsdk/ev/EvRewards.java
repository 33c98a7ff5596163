package org.depinsdk.ev;

import java.math.BigDecimal;
import java.util.List;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.metering.MeteringVerifier;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Factor;
import org.depinsdk.rewards.policy.Leftover;
import org.depinsdk.rewards.policy.Limit;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;

/**
 * By which rules the EV charging network pays: a tariff for each signed kilowatt-hour, in full if the station was there
 * for three quarters of the epoch and half of it for one half; and something for being there.
 */
final class EvRewards {
  static final Token TOKEN = new Token("VOLT", 8);
  static final String ENERGY = "energy";
  static final String AVAILABILITY = "availability";

  /** 0.20 VOLT for a kilowatt-hour. The pool pays less if more was charged than it can pay. */
  static final TokenAmount TARIFF_PER_KWH = TokenAmount.of(20_000_000);

  static final OperatorId TREASURY = new OperatorId("0x00000000000000000000000000000000000fee02");
  private static final long FULL = 100;

  private EvRewards() {}

  /** The tariff as people write it. */
  static String tariff() {
    return new BigDecimal(TARIFF_PER_KWH.toBigInteger(), TOKEN.decimals())
            .stripTrailingZeros()
            .toPlainString()
        + " " + TOKEN.symbol();
  }

  static RewardPolicy policy() {
    Factor availability = new Factor.Tiers(
        UptimeVerifier.KIND,
        List.of(
            new Factor.Tier(EvNetwork.INTERVALS / 2, FULL / 2),
            new Factor.Tier(EvNetwork.INTERVALS * 3L / 4, FULL)));
    // a unit of weight is a watt-hour times a hundredth of availability
    TokenAmount perUnit = TARIFF_PER_KWH.mulDiv(1, 1000 * FULL);
    try {
      return RewardPolicy.builder(EvNetwork.NAME, TOKEN)
          .emission(new HalvingEmission(TokenAmount.of(10_000_000_000L), 4))
          .pool(Pool.named(ENERGY)
              .share(70)
              .proportionalTo(MeteringVerifier.KIND)
              .times(availability)
              .limit(new Limit.PerUnit(perUnit))
              .leftover(Leftover.CARRY_FORWARD)
              .build())
          .pool(Pool.named(AVAILABILITY)
              .share(20)
              .proportionalTo(UptimeVerifier.KIND)
              .build())
          .pool(Pool.named("treasury").share(10).paysTo(TREASURY).build())
          .build();
    } catch (PolicyException e) {
      throw new IllegalStateException("the example's own policy is wrong", e);
    }
  }
}
