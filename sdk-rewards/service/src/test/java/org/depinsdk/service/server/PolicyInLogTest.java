package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.ReplayNote;
import org.depinsdk.epoch.ReplayNotes;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log fixes the policy of an epoch when the epoch opens. */
class PolicyInLogTest {
  private final SteppedClock clock = new SteppedClock(TestNetwork.GENESIS);
  private NetworkPolicy next = TestNetwork.POLICY;

  @TempDir
  Path data;

  /** The policy that holds after epoch 0 can be changed at any time, as no honest source lets it. */
  private final PolicySource policies = new PolicySource() {
    @Override
    public NetworkPolicy policy() {
      return TestNetwork.POLICY;
    }

    @Override
    public NetworkPolicy policy(Epoch epoch) {
      return epoch.index() == 0 ? policy() : next;
    }
  };

  private NetworkServer start() throws IOException {
    return NetworkServer.builder(new TestNetwork(), policies)
        .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
        .clock(clock)
        .start();
  }

  private static NetworkPolicy paying(long amount) throws Exception {
    RewardPolicy rewards = TestNetwork.POLICY.rewards();
    return TestNetwork.POLICY.withRewards(RewardPolicy.builder(rewards.name(), rewards.token())
        .version(2)
        .emission(new ConstantEmission(TokenAmount.of(amount)))
        .pool(Pool.named("treasury").share(100).paysTo(TestNetwork.TREASURY).build())
        .build());
  }

  private void settleUntil(NetworkServer server, long epoch) throws Exception {
    clock.advance(TestNetwork.POLICY
        .admission()
        .schedule()
        .closesAt(TestNetwork.POLICY.admission().schedule().at(epoch)));
    server.settleDue();
  }

  @BeforeEach
  void anotherPolicyFollows() throws Exception {
    next = paying(7);
  }

  @Test
  void aChangeIsInTheLogBeforeTheEpochTakesReports() throws Exception {
    try (NetworkServer server = start()) {
      settleUntil(server, 0);
      settleUntil(server, 1);
    }
    List<ReplayNote> notes = new ArrayList<>();
    assertThat(new RunReplay(new TestNetwork().engine())
            .replay(
                List.of(RunFolder.open(data.resolve("bundles"))),
                step -> notes.addAll(((RunReplay.Step.Epoch) step).same().notes())))
        .isEmpty();
    assertThat(notes)
        .filteredOn(note -> note.code().equals(ReplayNotes.POLICY_CHANGED))
        .singleElement()
        .satisfies(note -> assertThat(note.level()).isEqualTo(ReplayNote.Level.CHECKED));
  }

  @Test
  void aPolicyThatIsAnotherOneWhenItsEpochIsSettledStopsTheSettlement() throws Exception {
    try (NetworkServer server = start()) {
      settleUntil(server, 0);
      next = paying(8);
      assertThatThrownBy(() -> settleUntil(server, 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the policy of epoch 1 has sha256")
          .hasMessageContaining("but the log fixed");
      next = paying(7);
      server.settleDue();
      assertThat(data.resolve("bundles/epoch-1")).isDirectory();
    }
  }

  @Test
  void anEpochThatIsNotSettledHoldsAServiceToItsPolicy() throws Exception {
    try (NetworkServer server = start()) {
      settleUntil(server, 0);
    }
    next = paying(8);
    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("epoch 1 has begun with another policy, of sha256 ")
        .hasMessageContaining("--rewards");
    next = paying(7);
    try (NetworkServer server = start()) {
      settleUntil(server, 1);
    }
  }
}
