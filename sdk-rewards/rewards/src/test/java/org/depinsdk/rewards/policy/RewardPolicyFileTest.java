package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.depinsdk.rewards.document.PolicyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running network does with its policy file. */
class RewardPolicyFileTest {
  private static final String GOOD = """
      format: depin-reward-policy/1
      name: wifi
      version: 1
      token: {symbol: WIFI, decimals: 8}
      emission: {schedule: constant, perEpoch: 50 WIFI}
      pools:
        - name: data
          share: 70
          pay: {by: units, kinds: [usage/1], cap: {per: device, amount: 5 WIFI}}
          leftoverTo: treasury
        - {name: treasury, share: 30, reserve: true}
      """;
  private static final String NEXT =
      GOOD.replace("version: 1", "version: 2\nvalidFromEpoch: 7").replace("5 WIFI", "6 WIFI");

  @TempDir
  Path scratch;

  private Path file;
  private Path taken;

  @BeforeEach
  void files() throws IOException {
    file = scratch.resolve("rewards.yaml");
    taken = scratch.resolve("taken");
    Files.writeString(file, GOOD);
  }

  private RewardPolicyFile open() throws Exception {
    return RewardPolicyFile.open(file, taken, policy -> List.of());
  }

  @Test
  void aBrokenFileIsRefusedAndTheLastGoodPolicyStaysInForceOverARestart() throws Exception {
    RewardPolicyFile running = open();
    PolicyBook before = running.book();
    String[][] broken = {
      {"share: 70", "share: 80", "line 8, column 3: pools: the shares sum to 110, expected 100"},
      {"leftoverTo: treasury", "leftoverTo: bank", "pools[0].leftoverTo: there is no pool \"bank\""
      },
      {"leftoverTo: treasury", "leftoverTo: data", "pools[0].leftoverTo: what pools leave goes in"},
      {"6 WIFI", "-6 WIFI", "pools[0].pay.cap.amount: expected an amount with its unit"},
      {"6 WIFI", "6 HNT", "pools[0].pay.cap.amount: expected WIFI, which the policy pays, not HNT"},
    };
    for (String[] row : broken) {
      Files.writeString(file, NEXT.replace(row[0], row[1]));
      PolicyException refused = running.refresh(3).orElseThrow();
      assertThat(refused.getMessage()).contains(row[2]).contains("line ");
      assertThat(running.refresh(3)).contains(refused);
      assertThat(running.book()).isSameAs(before);
      RewardPolicyFile again = open();
      assertThat(again.book().inForce(9)).isEqualTo(before.inForce(9));
      assertThat(again.refresh(3)).isPresent();
    }
    Files.delete(file);
    assertThat(running.refresh(3).orElseThrow().getMessage()).contains("there is no file");
    assertThat(running.book()).isSameAs(before);
  }

  @Test
  void aGoodFileIsTakenForOpenEpochsAndKept() throws Exception {
    RewardPolicyFile running = open();
    assertThat(running.refresh(0)).isEmpty();
    Files.writeString(file, NEXT);
    assertThat(running.refresh(8).orElseThrow().getMessage()).contains("epochs before 8 are fixed");
    assertThat(running.book().policies()).hasSize(1);
    RewardPolicyFile other = open();
    assertThat(other.refresh(7)).isEmpty();
    assertThat(other.book().inForce(6).version()).isEqualTo(1);
    assertThat(other.book().inForce(7).version()).isEqualTo(2);
    RewardPolicyFile restarted = open();
    assertThat(restarted.book().policies()).isEqualTo(other.book().policies());
    assertThat(restarted.refresh(8)).isEmpty();
  }

  @Test
  void aNetworkDoesNotStartWithoutAGoodPolicy() throws Exception {
    Files.writeString(file, GOOD.replace("share: 70", "share: 80"));
    assertThatThrownBy(this::open)
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("sum to 110");
    assertThat(taken).isEmptyDirectory();
  }
}
