package org.depinsdk.radio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.depinsdk.proofs.ProofVerifiers;
import org.junit.jupiter.api.Test;

class NetworkPresetTest {
  @Test
  void presetsNameKnownProofsAndSettings() {
    ProofVerifiers known = ProofVerifiers.load();
    for (NetworkPreset preset :
        List.of(NetworkPreset.WIFI, NetworkPreset.CELLULAR, NetworkPreset.LORA)) {
      assertThat(preset.configs().keySet())
          .allSatisfy(k -> assertThat(known.find(k)).isPresent());
      assertThat(preset.composition().parts())
          .allSatisfy(p -> assertThat(preset.configs()).containsKey(p.kind()));
    }
  }
}
