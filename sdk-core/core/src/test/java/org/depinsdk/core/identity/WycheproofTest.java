package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.core.VectorJson;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every case of Wycheproof's signature files gives the expected verdict. */
class WycheproofTest {
  /**
   * {@code lowS} marks the files whose expectation allows high s where this SDK does not: all of ECDSA but the bitcoin
   * file. There a valid case with high s must be refused.
   */
  @ParameterizedTest
  @CsvSource({
    "ed25519_test, ED25519, raw, 151, false",
    "ecdsa_secp256r1_sha256_test, P256, der, 484, true",
    "ecdsa_secp256r1_sha256_p1363_test, P256, raw, 262, true",
    "ecdsa_secp256k1_sha256_bitcoin_test, SECP256K1, der, 463, false",
    "ecdsa_secp256k1_sha256_test, SECP256K1, der, 476, true",
    "ecdsa_secp256k1_sha256_p1363_test, SECP256K1, raw, 252, true",
  })
  void givesTheExpectedVerdict(
      String file, KeyAlgorithm algorithm, String form, int cases, boolean lowS) throws Exception {
    String path = "identity/wycheproof/" + file + ".json";
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    int highS = 0;
    for (JsonNode group : VectorJson.read(path).get("testGroups")) {
      DeviceKey key = DeviceKey.of(algorithm, canonical(group.get("publicKey")));
      for (JsonNode test : group.get("tests")) {
        byte[] signature = VectorJson.hex(test.get("sig"));
        boolean expected = test.get("result").asText().equals("valid");
        if (expected && lowS && isHighS(algorithm, signature, form)) {
          expected = false;
          highS++;
        }
        if (verify(key, VectorJson.hex(test.get("msg")), signature, form) != expected) {
          wrong.add(test.get("tcId") + " " + test.get("comment"));
        }
        checked++;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isEqualTo(cases);
    Vectors.report(
        path, checked, highS == 0 ? "" : highS + " of them valid but for their high s, refused");
  }

  private static boolean verify(DeviceKey key, byte[] message, byte[] signature, String form) {
    try {
      return key.verify(
          message, form.equals("der") ? EcdsaSignature.ofDer(signature).raw() : signature);
    } catch (EncodingException e) {
      return false;
    }
  }

  private static boolean isHighS(KeyAlgorithm algorithm, byte[] signature, String form)
      throws EncodingException {
    EcdsaSignature parsed =
        form.equals("der") ? EcdsaSignature.ofDer(signature) : EcdsaSignature.ofRaw(signature);
    return !parsed.lowS(algorithm).equals(parsed);
  }

  private static byte[] canonical(JsonNode publicKey) {
    if (publicKey.has("pk")) {
      return VectorJson.hex(publicKey.get("pk"));
    }
    byte[] uncompressed = VectorJson.hex(publicKey.get("uncompressed"));
    byte[] compressed = Arrays.copyOf(uncompressed, 33);
    compressed[0] = (byte) (2 + (uncompressed[64] & 1));
    return compressed;
  }
}
