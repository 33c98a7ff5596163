package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that runs while somebody edits its reward policy. */
class PolicyFilesTest {
  private static final EpochEngine ENGINE = new LocalEpochEngine(ProofVerifiers.load());

  private static final String REWARDS = """
      format: depin-reward-policy/1
      name: uptime
      version: 1
      token: {symbol: UP, decimals: 8}
      emission: {schedule: constant, perEpoch: 5 UP}
      pools: [{name: uptime, share: 100, pay: {by: units, kinds: [uptime/1]}}]
      """;

  @TempDir
  Path scratch;

  private Path file;
  private PolicySource policies;
  private EpochSchedule schedule;

  private long versionIn(long epoch) throws Exception {
    Epoch next = schedule.at(epoch);
    long version = policies.open(next).rewards().version();
    assertThat(policies.policy(next).rewards().version()).isEqualTo(version);
    return version;
  }

  @Test
  void theLastGoodPolicyStaysInForceAndANewOneHoldsFromItsEpoch() throws Exception {
    file = Files.writeString(scratch.resolve("rewards.yaml"), REWARDS);
    NetworkPolicy rules = TestNetwork.POLICY;
    Path policy = Files.write(scratch.resolve("policy.json"), rules.toJson());
    schedule = rules.admission().schedule();
    policies = PolicyFiles.read(policy, Optional.of(file), ENGINE);
    assertThat(versionIn(0)).isEqualTo(1);
    String next = REWARDS.replace("version: 1", "version: 2\nvalidFromEpoch: 3");
    Files.writeString(file, next.replace("share: 100", "share: 101"));
    assertThat(versionIn(1)).isEqualTo(1);
    Files.writeString(file, next);
    assertThat(versionIn(2)).isEqualTo(1);
    assertThat(versionIn(3)).isEqualTo(2);
    Files.writeString(file, next.replace("perEpoch: 5 UP", "perEpoch: 6 DOWN"));
    assertThat(versionIn(4)).isEqualTo(2);
    // good by itself, and nothing of this network gives what it pays for
    String unfit = next.replace("version: 2\nvalidFromEpoch: 3", "version: 3\nvalidFromEpoch: 6")
        .replace("kinds: [uptime/1]", "kinds: [uptime/9]");
    Files.writeString(file, unfit);
    assertThat(versionIn(5)).isEqualTo(2);
    assertThat(versionIn(6)).isEqualTo(2);
    assertThat(policies.policy(schedule.at(4)).proofs()).isEqualTo(rules.proofs());
    Path other = Files.writeString(scratch.resolve("unfit.yaml"), unfit);
    assertThatThrownBy(() -> PolicyFiles.read(policy, Optional.of(other), ENGINE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(other.toString())
        .hasMessageContaining("uptime/9");
    assertThat(PolicyFiles.read(policy, Optional.empty(), ENGINE).policy(schedule.at(4)))
        .isEqualTo(rules);
  }

  @Test
  void aReplacementIsWrittenToTheFileWhereItFollows() throws Exception {
    file = Files.writeString(scratch.resolve("rewards.yaml"), REWARDS);
    Path policy = Files.write(scratch.resolve("policy.json"), TestNetwork.POLICY.toJson());
    schedule = TestNetwork.POLICY.admission().schedule();
    policies = PolicyFiles.read(policy, Optional.of(file), ENGINE);
    assertThat(versionIn(0)).isEqualTo(1);
    String next = REWARDS.replace("version: 1", "version: 2\nvalidFromEpoch: 3");
    assertThatThrownBy(() -> policies.replaceRewards(bytes(next), 4))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("epochs before 4 are fixed");
    assertThatThrownBy(
            () -> policies.replaceRewards(bytes(next.replace("uptime/1", "uptime/9")), 1))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("uptime/9");
    assertThat(file).hasContent(REWARDS);
    assertThat(policies.replaceRewards(bytes(next), 1).version()).isEqualTo(2);
    assertThat(file).hasContent(next);
    assertThat(versionIn(2)).isEqualTo(1);
    assertThat(versionIn(3)).isEqualTo(2);
    assertThatThrownBy(() -> PolicySource.of(TestNetwork.POLICY).replaceRewards(bytes(next), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--rewards FILE");
  }

  private static byte[] bytes(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }
}
