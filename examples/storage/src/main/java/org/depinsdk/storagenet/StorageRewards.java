package org.depinsdk.storagenet;

import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.storage.audit.AuditVerifier;
import org.depinsdk.storage.possession.PossessionVerifier;

/** By which rules the storage network pays: proven bytes, shards that pass an audit, bytes that clients confirm, and something for the treasury. */
final class StorageRewards {
  static final Token TOKEN = new Token("DISK", 6);
  static final String STORAGE = "storage";
  static final String EGRESS = "egress";
  static final OperatorId TREASURY = new OperatorId("0x00000000000000000000000000000000000fee03");

  private StorageRewards() {}

  static RewardPolicy policy() {
    try {
      return RewardPolicy.builder(StorageNetwork.NAME, TOKEN)
          .emission(new HalvingEmission(TokenAmount.of(1_000_000_000L), 365))
          .pool(Pool.named(STORAGE)
              .share(60)
              .proportionalTo(PossessionVerifier.KIND)
              .build())
          .pool(
              Pool.named("audits").share(10).proportionalTo(AuditVerifier.KIND).build())
          .pool(Pool.named(EGRESS).share(20).proportionalTo(UsageVerifier.KIND).build())
          .pool(Pool.named("treasury").share(10).paysTo(TREASURY).build())
          .build();
    } catch (PolicyException e) {
      throw new IllegalStateException("the example's own policy is wrong", e);
    }
  }
}
