package org.depinsdk.radio.witness;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.stream.Stream;
import org.depinsdk.proofs.testkit.EvidenceFuzz;
import org.junit.jupiter.params.provider.MethodSource;

/** Beacons and receptions of any bytes, from a good beacon and those who heard it on. */
class WitnessFuzzTest {
  private static final RadioScene SCENE = scene();
  private static final EvidenceFuzz<RadioReport> FUZZ =
      new EvidenceFuzz<>(SCENE.verifier, SCENE.network, Map.of());

  private static RadioScene scene() {
    RadioScene scene = new RadioScene(3);
    scene.addSelfWitness();
    scene.addStaleWitness();
    return scene;
  }

  static Stream<byte[]> receptions() {
    return Stream.of(FUZZ.seed(0, SCENE.reports));
  }

  @MethodSource("receptions")
  @FuzzTest
  void receptions(byte[] data) {
    FUZZ.judge(data);
  }
}
