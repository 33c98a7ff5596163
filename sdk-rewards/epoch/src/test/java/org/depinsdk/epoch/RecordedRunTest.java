package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle says of an epoch is what the engine had. */
class RecordedRunTest {
  private static final LocalEpochEngine ENGINE = new LocalEpochEngine(ProofVerifiers.load());

  @TempDir
  Path scratch;

  private final TestNetwork network = new TestNetwork(5);
  private DeviceId stays;
  private DeviceId sold;

  @BeforeEach
  void aDeviceIsSoldWithinTheEpoch() throws Exception {
    stays = network.enroll(0);
    sold = network.enroll(1);
    for (int i = 0; i < 12; i++) {
      Duration at = Duration.ofMinutes(5L * i + 1);
      network.heartbeat(stays, i + 1, at);
      network.heartbeat(sold, i + 1, at.plusSeconds(1));
      if (i == 8) {
        network.change(
            at.plusSeconds(2), sold, new RegistryChange.Transferred(TestNetwork.operator(2)));
      }
    }
  }

  private EpochInput input(NetworkPolicy policy) {
    EpochInput input = network.input(SettlementState.GENESIS);
    return new EpochInput(
        policy, input.beacon(), input.facts(), input.registry(), input.evidence(), input.before());
  }

  private RecordedEpoch recorded(NetworkPolicy policy) throws Exception {
    Path folder = scratch.resolve("epoch-0");
    EpochBundle.write(folder, Publication.FIRST, input(policy), ENGINE.run(input(policy)));
    return RecordedRun.read(List.of(folder)).newest();
  }

  private void isAsJudged(RecordedEpoch epoch) throws BundleException {
    Owners both = new Owners(List.of(
        new Owners.Share(TestNetwork.operator(1), 9),
        new Owners.Share(TestNetwork.operator(2), 3)));
    assertThat(epoch.contributions())
        .containsExactlyInAnyOrder(
            new Contribution(stays, UptimeVerifier.KIND, 12, Owners.sole(TestNetwork.operator(0))),
            new Contribution(sold, UptimeVerifier.KIND, 12, both));
  }

  @Test
  void contributionsAreThoseThatWerePaidFor() throws Exception {
    RecordedEpoch epoch = recorded(TestNetwork.policy());
    isAsJudged(epoch);
    assertThat(epoch.minted()).hasToString("1000003");
    assertThat(epoch.index()).isZero();
  }

  /** A bundle says how owners share a contribution, whether a pool pays for it or not. */
  @Test
  void whatNoPoolPaysForIsSharedAsTheEngineSharedIt() throws Exception {
    RewardPolicy treasuryAlone = RewardPolicy.builder(
            TestNetwork.NAME, TestNetwork.policy().rewards().token())
        .emission(TestNetwork.policy().rewards().emission())
        .pool(Pool.named("treasury").share(100).paysTo(TestNetwork.operator(99)).build())
        .build();
    RecordedEpoch epoch = recorded(TestNetwork.policy().withRewards(treasuryAlone));
    isAsJudged(epoch);
  }

  @Test
  void aBundleThatDoesNotComeToItsPaymentsIsRefused() throws Exception {
    recorded(TestNetwork.policy());
    Path folder = scratch.resolve("epoch-0");
    Path payouts = folder.resolve("payouts.jsonl");
    String text = Files.readString(payouts);
    List<BundleManifest.Part> parts = new java.util.ArrayList<>();
    EpochBundle bundle = EpochBundle.open(folder);
    Files.writeString(payouts, text.replaceFirst("\"amount\":\"[0-9]+\"", "\"amount\":\"7\""));
    for (BundleManifest.Part part : bundle.manifest().parts()) {
      byte[] bytes = Files.readAllBytes(folder.resolve(part.path()));
      parts.add(new BundleManifest.Part(
          part.path(),
          bytes.length,
          org.depinsdk.core.encoding.Hex.encode(BundleWriter.sha256().digest(bytes))));
    }
    Files.write(
        folder.resolve(BundleManifest.FILE),
        new BundleManifest(
                bundle.manifest().network(),
                0,
                bundle.manifest().previous(),
                bundle.manifest().policyId(),
                bundle.manifest().root(),
                parts)
            .toJson());
    assertThatThrownBy(() -> RecordedRun.read(List.of(folder)).newest())
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("payouts.jsonl: is not what the recorded contributions come to");
  }
}
