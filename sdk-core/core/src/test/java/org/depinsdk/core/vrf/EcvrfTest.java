package org.depinsdk.core.vrf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.depinsdk.core.Samples;
import org.depinsdk.core.VectorJson;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.testing.Property;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EcvrfTest {
  @Test
  void provesAndVerifiesAsRfc9381() throws Exception {
    String path = "identity/rfc9381-ecvrf.json";
    int checked = 0;
    for (JsonNode vector : VectorJson.read(path).get("vectors")) {
      VrfSuite suite =
          VrfSuite.values()[Integer.parseInt(vector.get("suiteString").asText(), 16) - 1];
      assertThat(suite.name().replace('_', '-')).isEqualTo(vector.get("suite").asText());
      DeviceKey key = DeviceKey.of(suite.algorithm(), VectorJson.hex(vector.get("pk")));
      byte[] alpha = VectorJson.hex(vector.get("alpha"));
      byte[] proof = VectorJson.hex(vector.get("pi"));
      assertThat(Ecvrf.verify(suite, key, alpha, proof))
          .contains(VectorJson.hex(vector.get("beta")));
      byte[] secret = VectorJson.hex(vector.get("sk"));
      assertThat(InMemorySigner.ofSecret(suite.algorithm(), secret).publicKey()).isEqualTo(key);
      assertThat(Ecvrf.prove(suite, secret, alpha)).isEqualTo(proof);
      checked++;
    }
    assertThat(checked).isEqualTo(12);
    Vectors.report(path, checked, "");
  }

  @ParameterizedTest
  @EnumSource(VrfSuite.class)
  void refusesEveryChange(VrfSuite suite) throws Exception {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 7);
    DeviceKey key = InMemorySigner.ofSecret(suite.algorithm(), secret).publicKey();
    byte[] alpha = {1, 2, 3};
    byte[] proof = Ecvrf.prove(suite, secret, alpha);
    assertThat(proof).hasSize(suite.proofBytes());
    assertThat(Ecvrf.verify(suite, key, alpha, proof)).isPresent();
    assertThat(Ecvrf.verify(suite, key, new byte[] {1, 2, 4}, proof)).isEmpty();
    assertThat(Ecvrf.verify(suite, Samples.signer(suite.algorithm(), 8).publicKey(), alpha, proof))
        .isEmpty();
    for (VrfSuite other : VrfSuite.values()) {
      assertThat(Ecvrf.verify(other, key, alpha, proof).isPresent()).isEqualTo(other == suite);
    }
    for (KeyAlgorithm other : KeyAlgorithm.values()) {
      if (other != suite.algorithm()) {
        assertThat(Ecvrf.verify(suite, Samples.signer(other, 7).publicKey(), alpha, proof))
            .isEmpty();
      }
    }
    assertThat(Ecvrf.verify(suite, key, alpha, Arrays.copyOf(proof, proof.length + 1)))
        .isEmpty();
    assertThat(Ecvrf.verify(suite, key, alpha, new byte[0])).isEmpty();
    assertThatThrownBy(() -> Ecvrf.prove(suite, new byte[31], alpha))
        .isInstanceOf(InvalidKeyException.class);
    // s and s + order are the same number to a careless verifier
    byte[] beyond = proof.clone();
    Arrays.fill(beyond, beyond.length - 32, beyond.length, (byte) 0xff);
    assertThat(Ecvrf.verify(suite, key, alpha, beyond)).isEmpty();
    Property.check(40, random -> {
      byte[] hostile = proof.clone();
      hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(Ecvrf.verify(suite, key, alpha, hostile)).isEmpty();
    });
  }

  @Test
  void outputsOfTwoInputsAreUnrelated() throws Exception {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 9);
    for (VrfSuite suite : VrfSuite.values()) {
      DeviceKey key = InMemorySigner.ofSecret(suite.algorithm(), secret).publicKey();
      byte[] one = Ecvrf.verify(
              suite, key, new byte[] {1}, Ecvrf.prove(suite, secret, new byte[] {1}))
          .orElseThrow();
      byte[] two = Ecvrf.verify(
              suite, key, new byte[] {2}, Ecvrf.prove(suite, secret, new byte[] {2}))
          .orElseThrow();
      assertThat(one).isNotEqualTo(two).hasSameSizeAs(two);
    }
  }
}
