package org.depinsdk.wifi;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.PolicyException;
import org.depinsdk.rewards.policy.RewardPolicy;

/** By which rules the Wi-Fi network judges and pays. */
final class WifiPolicy {
  static final String NETWORK = "wifi-demo";
  static final Token TOKEN = new Token("WIFI", 8);
  static final OperatorId TREASURY = new OperatorId("0x00000000000000000000000000000000000fee01");

  private WifiPolicy() {}

  static NetworkPolicy of(Timing timing) {
    EpochSchedule schedule = new EpochSchedule(timing.genesis(), timing.epoch(), timing.grace());
    // heartbeats may come late by no more than a third of an interval, so that nobody reports a day at its end
    Duration tolerance = timing.interval().dividedBy(3);
    AdmissionRules admission =
        new AdmissionRules(NETWORK, schedule, timing.interval().dividedBy(3), timing.epoch());
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(
        UptimeVerifier.KIND,
        new ProofConfig(Map.of(
            "interval", timing.interval().toString(),
            "tolerance", tolerance.toString(),
            "minimum", "2",
            "challenge", "required")));
    proofs.put(UsageVerifier.KIND, ProofConfig.DEFAULTS);
    // simulated access points count in this demonstration; a network that pays real ones takes HARDWARE alone
    return new NetworkPolicy(
        admission, EnumSet.of(Provenance.HARDWARE, Provenance.SIMULATED), proofs, rewards());
  }

  private static RewardPolicy rewards() {
    try {
      return RewardPolicy.builder(NETWORK, TOKEN)
          .emission(new HalvingEmission(TokenAmount.of(5_000_000_000L), 4))
          .pool(Pool.named("usage").share(50).proportionalTo(UsageVerifier.KIND).build())
          .pool(Pool.named("uptime").share(30).proportionalTo(UptimeVerifier.KIND).build())
          .pool(Pool.named("presence").share(10).equally(4, UptimeVerifier.KIND).build())
          .pool(Pool.named("treasury").share(10).paysTo(TREASURY).build())
          .build();
    } catch (PolicyException e) {
      throw new IllegalStateException("the example's own policy is wrong", e);
    }
  }
}
