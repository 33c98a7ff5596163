package org.depinsdk.ev;

import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.proofs.metering.MeteringVerifier;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.PolicyException;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;

/** By which rules the EV charging network pays: most by the watt-hour, some for being there. */
final class EvRewards {
  static final Token TOKEN = new Token("VOLT", 8);
  static final OperatorId TREASURY = new OperatorId("0x00000000000000000000000000000000000fee02");

  private EvRewards() {}

  static RewardPolicy policy() {
    try {
      return RewardPolicy.builder(EvNetwork.NAME, TOKEN)
          .emission(new HalvingEmission(TokenAmount.of(10_000_000_000L), 4))
          .pool(Pool.named("energy")
              .share(70)
              .proportionalTo(MeteringVerifier.KIND)
              .build())
          .pool(Pool.named("availability")
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
