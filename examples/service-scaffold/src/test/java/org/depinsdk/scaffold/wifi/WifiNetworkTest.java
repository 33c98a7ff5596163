package org.depinsdk.scaffold.wifi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.proofs.usage.UsageClaim;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.scaffold.RunningNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access points serve a client, who signs for the bytes; a claim of more than was signed earns nothing. */
class WifiNetworkTest {
  private static final Instant GENESIS = Instant.parse("2026-11-24T00:00:00Z");
  private static final OperatorId ANNE =
      new OperatorId("0x0000000000000000000000000000000000000001");
  private static final OperatorId BEN =
      new OperatorId("0x0000000000000000000000000000000000000002");
  private static final OperatorId GUEST =
      new OperatorId("0x0000000000000000000000000000000000000003");

  @TempDir
  Path folder;

  @Test
  void accessPointsArePaidForWhatTheirClientConfirms() throws Exception {
    InMemorySigner honest = RunningNetwork.signer(KeyAlgorithm.ED25519, 1);
    InMemorySigner greedy = RunningNetwork.signer(KeyAlgorithm.ED25519, 2);
    InMemorySigner client = RunningNetwork.signer(KeyAlgorithm.ED25519, 3);
    UptimeVerifier uptime = new UptimeVerifier();
    UsageVerifier usage = new UsageVerifier();
    try (RunningNetwork network = new RunningNetwork(
        WifiNetwork.class, "wifi-demo", Path.of("policies/wifi.json"), folder, GENESIS)) {
      network.enroll(honest, ANNE, "access-point", Optional.empty());
      network.enroll(greedy, BEN, "access-point", Optional.empty());
      network.enroll(client, GUEST, "client", Optional.empty());

      Instant noon = GENESIS.plus(Duration.ofHours(12));
      network.advance(noon);
      byte[] heartbeat = uptime.codec().encode(Heartbeat.of(Duration.ofHours(1)));
      assertThat(network.submit(honest, uptime.kind(), heartbeat)).isEmpty();
      assertThat(network.submit(greedy, uptime.kind(), heartbeat)).isEmpty();
      UsageReceipt served = new UsageReceipt(
          network.device(honest), network.device(client), "session-1", 4_000_000, noon);
      UsageReceipt inflated = new UsageReceipt(
          network.device(greedy), network.device(client), "session-2", 1_000, noon);
      UsageClaim claim = UsageClaim.of(served.sign("wifi-demo", client));
      UsageClaim lie = new UsageClaim(8_000_000, inflated.sign("wifi-demo", client));
      assertThat(network.submit(honest, usage.kind(), usage.codec().encode(claim))).isEmpty();
      assertThat(network.submit(greedy, usage.kind(), usage.codec().encode(lie))).isEmpty();

      // both were heard in one hour: 45 tokens each; the bytes that count are those of the honest one
      network.advance(GENESIS.plus(Duration.ofHours(25)));
      assertThat(network.earned(ANNE)).isEqualTo("315000000");
      assertThat(network.earned(BEN)).isEqualTo("45000000");
    }
    assertThat(new BundleReplay(new WifiNetwork().engine())
            .replay(folder.resolve("data/bundles/epoch-0")))
        .isInstanceOf(ReplayResult.Same.class);
  }
}
