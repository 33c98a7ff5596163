package org.depinsdk.bandwidth;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.proofs.testkit.EvidenceFuzz;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans, claims and counts of any bytes, from good ones on, get a verdict, and the laws hold. */
class BandwidthFuzzTest {
  private static final BandwidthScene SCENE = new BandwidthScene();
  private static final EvidenceFuzz<BandwidthReport> BANDWIDTH = new EvidenceFuzz<>(
      new BandwidthVerifier(BandwidthScene.GRID),
      List.of(SCENE.context(Map.of("places", "checked")), SCENE.context(Map.of())));

  static Stream<byte[]> bandwidth() {
    TestPlan plan = SCENE.plan();
    SCENE.report(SCENE.coordinator, plan);
    SCENE.seen(plan, SCENE.prover, 133);
    SCENE.report(SCENE.prover, new ProverTraffic(plan.test(), 1_000, new TreeMap<>()));
    TestPlan alone = SCENE.plan(0, "pair-1", 0, 0, Direction.DOWNLOAD, SCENE.prover);
    SCENE.report(SCENE.coordinator, alone);
    SCENE.seen(alone, SCENE.prover, 133);
    return Stream.of(BANDWIDTH.seed(0, SCENE.evidence));
  }

  @MethodSource("bandwidth")
  @FuzzTest
  void bandwidth(byte[] data) {
    BANDWIDTH.judge(data);
  }
}
