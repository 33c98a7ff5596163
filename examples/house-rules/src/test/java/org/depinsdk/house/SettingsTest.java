package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Setting;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.junit.jupiter.api.Test;

/** A policy that passed its check settles: each setting of each verifier with values that nobody has tried before. */
class SettingsTest {
  private static final EpochSchedule SCHEDULE = new EpochSchedule(
      Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(1), Duration.ofMinutes(5));
  private static final List<String> VALUES = List.of(
      "",
      " ",
      "0",
      "1",
      "-1",
      "2",
      "1000000",
      "9223372036854775807",
      "9223372036854775808",
      "1e9",
      "0.5",
      "PT0.001S",
      "PT0S",
      "-PT5M",
      "PT1S",
      "P36525D",
      "P36526D",
      "none",
      "required",
      "true",
      "a,b",
      "0,0",
      "1970-01-01T00:00:00Z",
      "\u0661",
      "\u0430ccess-point");

  private final LocalEpochEngine engine =
      LocalEpochEngine.builder(ProofVerifiers.load()).threads(1).build();

  @Test
  void everyValueIsRefusedBeforehandOrSettles() throws Exception {
    int settled = 0;
    int refused = 0;
    for (ProofVerifier<?> verifier : ProofVerifiers.load().all()) {
      for (Setting<?> setting : verifier.settings().all()) {
        for (String value : VALUES) {
          String name = setting.name().replace("*", "temperature");
          NetworkPolicy policy = policy(verifier.kind(), new ProofConfig(Map.of(name, value)));
          if (engine.check(policy).isEmpty()) {
            settle(policy);
            assertThat(NetworkPolicy.parse(policy.toJson())).isEqualTo(policy);
            settled++;
          } else {
            assertThat(engine.check(policy))
                .allSatisfy(problem ->
                    assertThat(problem.toString()).startsWith("proofs." + verifier.kind()));
            refused++;
          }
        }
      }
    }
    assertThat(settled).isPositive();
    assertThat(refused).isGreaterThan(settled);
  }

  private static NetworkPolicy policy(ProofKind kind, ProofConfig config) throws Exception {
    RewardPolicy rewards = RewardPolicy.builder("settings", new Token("TST", 0))
        .emission(new ConstantEmission(TokenAmount.of(100)))
        .pool(Pool.named("all").share(100).proportionalTo(kind).build())
        .build();
    AdmissionRules admission =
        new AdmissionRules("settings", SCHEDULE, Duration.ofMinutes(1), Duration.ofMinutes(30));
    return new NetworkPolicy(
        admission, EnumSet.of(Provenance.HARDWARE), new TreeMap<>(Map.of(kind, config)), rewards);
  }

  private void settle(NetworkPolicy policy) throws Exception {
    Epoch epoch = SCHEDULE.at(0);
    EpochInput input = new EpochInput(
        policy,
        VerifiedBeacon.demo(epoch, new byte[32]),
        EpochFacts.of(epoch),
        new InMemoryDeviceRegistry().view(),
        EvidenceSource.of(List.of()),
        SettlementState.GENESIS);
    try (EpochOutcome outcome = engine.run(input)) {
      assertThat(outcome.distribution().root()).isNotNull();
    }
  }
}
