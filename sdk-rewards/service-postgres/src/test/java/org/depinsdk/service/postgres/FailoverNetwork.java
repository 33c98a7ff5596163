package org.depinsdk.service.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.client.Enrollment;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.server.NetworkServer;

/** A network of one hour's epochs that pays for uptime, as a program; and what its devices send. */
final class FailoverNetwork implements Network {
  static final String NAME = "failover-net";
  static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");

  private static final OperatorId OPERATOR =
      new OperatorId("0x52908400098527886E0F7030069857D2E4169EE7");

  public static void main(String[] args) throws PolicyException {
    System.exit(NetworkServer.run(new FailoverNetwork(), PolicySource.of(policy()), args));
  }

  static NetworkPolicy policy() throws PolicyException {
    return new NetworkPolicy(
        new AdmissionRules(
            NAME,
            new EpochSchedule(GENESIS, Duration.ofHours(1), Duration.ofMinutes(10)),
            Duration.ofMinutes(1),
            Duration.ofHours(2)),
        EnumSet.of(Provenance.SIMULATED),
        new TreeMap<>(Map.of(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT10M")))),
        RewardPolicy.builder(NAME, new Token("TST", 8))
            .emission(new HalvingEmission(TokenAmount.of(1_000_000), 4))
            .pool(Pool.named("uptime")
                .share(100)
                .proportionalTo(UptimeVerifier.KIND)
                .build())
            .build());
  }

  @Override
  public boolean activates(Enrollment enrollment) {
    return true;
  }

  static Enrollment enrollment(InMemorySigner signer) {
    return new Enrollment(
        new RegistryChange.Enrolled(signer.publicKey(), OPERATOR, "access-point", Optional.empty()),
        GENESIS.plusSeconds(60));
  }

  static SignedReport report(InMemorySigner signer, long sequence, Instant time) {
    Report report = new Report(
        DeviceId.derive(NAME, signer.publicKey()),
        UptimeVerifier.KIND,
        sequence,
        time,
        Provenance.SIMULATED,
        new UptimeVerifier().codec().encode(Heartbeat.of(Duration.ZERO)),
        "");
    try {
      return SignedReport.sign(NAME, report, signer);
    } catch (SigningException e) {
      throw new IllegalStateException("a key in memory always signs", e);
    }
  }
}
