package org.depinsdk.radio.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.depinsdk.proofs.MalformedEvidenceException;
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

  static Stream<byte[]> entropy() {
    return Stream.of("{\"version\":0,\"timestamp\":1663702455,\"data\":\"CE98+w==\"}"
        .getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("entropy")
  @FuzzTest
  void entropy(byte[] data) {
    String json = new String(data, StandardCharsets.UTF_8);
    try {
      RemoteEntropy entropy = RemoteEntropy.parse(json);
      assertThat(RemoteEntropy.parse(entropy.toJson())).isEqualTo(entropy);
      assertThat(entropy.seed(data)).isEqualTo(entropy.seed(data)).hasSize(32);
    } catch (MalformedEvidenceException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
