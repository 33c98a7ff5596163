package org.depinsdk.core.vrf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.util.Arrays;
import org.depinsdk.core.Samples;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EcvrfTest {
  @Test
  void provesAndVerifiesAsRfc9381() {
    KnownAnswers.check("identity/ecvrf", row -> {
      VrfSuite suite = VrfSuite.values()[(int) row.number("suite") - 1];
      assertThat(suite.name().replace('_', '-')).isEqualTo(row.text("name"));
      byte[] secret = row.bytes("secret");
      DeviceKey key = InMemorySigner.ofSecret(suite.algorithm(), secret).publicKey();
      byte[] alpha = row.bytes("alpha");
      byte[] proof = Ecvrf.prove(suite, secret, alpha);
      return answers(
          "public", key.encoded(),
          "proof", proof,
          "output", Ecvrf.verify(suite, key, alpha, proof).orElseThrow());
    });
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
