package org.depinsdk.proofs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class DoorVerifierTest {
  private final TestNetwork network = new TestNetwork();
  private final DeviceId door = network.device("door", 1);
  private final DoorVerifier verifier = new DoorVerifier();

  @Test
  void crowdIsCut() {
    List<Attributed<Integer>> day = List.of(
        network.report(door, Duration.ofMinutes(1), 5),
        network.report(door, Duration.ofMinutes(2), 99));
    Verdict verdict = TestEngine.judge(verifier, day, network.context(Map.of())).get(0);
    assertThat(verdict.score().units()).isEqualTo(65);
    assertThat(TestNetwork.codes(verdict)).containsExactly("door.crowd");
  }

  @Test
  void lawsHold() {
    Property.check(100, random -> {
      List<Attributed<Integer>> day = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        day.add(network.report(door, Duration.ofSeconds(random.nextInt(600)), random.nextInt(100)));
      }
      VerifierLaws.codec(verifier, day);
      VerifierLaws.judgement(verifier, day, network.context(Map.of()), random);
      VerifierLaws.hostileBytes(verifier, day, network.context(Map.of()), random);
    });
  }
}
