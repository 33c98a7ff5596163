package org.depinsdk.examples.first;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.junit.jupiter.api.Test;

class PingVerifierTest {
  private final TestNetwork network = new TestNetwork();
  private final DeviceId device = network.device("access-point", 1);
  private final PingVerifier verifier = new PingVerifier();
  private final List<Attributed<Long>> pings = List.of(
      network.report(device, Duration.ofHours(1), 20L),
      network.report(device, Duration.ofHours(2), 80L),
      network.report(device, Duration.ofHours(3), 81L));

  @Test
  void isFoundOnThePath() {
    assertThat(ProofVerifiers.load().find(new ProofKind("ping/1")))
        .containsInstanceOf(PingVerifier.class);
  }

  @Test
  void countsPingsWithinTheLimit() {
    assertThat(TestEngine.judge(verifier, pings, network.context(Map.of("max-millis", "80"))))
        .singleElement()
        .satisfies(v -> assertThat(v.score().units()).isEqualTo(2));
  }

  @Test
  void keepsTheLawsOfVerifiers() {
    VerifierLaws.check(verifier, pings, network.context(Map.of()), new SplittableRandom(1));
  }
}
