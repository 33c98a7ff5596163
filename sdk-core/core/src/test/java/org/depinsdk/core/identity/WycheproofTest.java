package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.util.Arrays;
import java.util.Map;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.keys.Sec1Key;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Every case of Wycheproof's signature files gives the expected verdict. */
class WycheproofTest {
  @Test
  void ed25519() {
    KnownAnswers.check(
        "signatures/ed25519",
        row -> answers(
            "valid",
            Ed25519Key.of(row.bytes("key")).verify(row.bytes("message"), row.bytes("signature"))));
  }

  @Test
  void ed25519KeysOfSmallOrder() {
    KnownAnswers.check("signatures/ed25519-small-order", row -> {
      try {
        Ed25519Key.of(row.bytes("key"));
        return answers("usable", true);
      } catch (InvalidKeyException e) {
        return answers("usable", false);
      }
    });
  }

  @Test
  void p256() {
    KnownAnswers.check("signatures/ecdsa-p256", row -> ecdsa(KeyAlgorithm.P256, row));
  }

  @Test
  void secp256k1() {
    KnownAnswers.check("signatures/ecdsa-secp256k1", row -> ecdsa(KeyAlgorithm.SECP256K1, row));
  }

  /** EIP-7951's precompile: the digest is given, keys and signatures are hostile. */
  @Test
  void verifiesP256DigestsAsThePrecompile() {
    KnownAnswers.check("signatures/p256-digest", row -> {
      byte[] input = row.bytes("input");
      if (input.length != 160) {
        return answers("valid", false);
      }
      byte[] point = new byte[65];
      point[0] = 4;
      System.arraycopy(input, 96, point, 1, 64);
      try {
        DeviceKey key = Sec1Key.decode(KeyAlgorithm.P256, point);
        return answers(
            "valid",
            // the precompile takes either s
            EcdsaPoint.decode(EcdsaPoint.P256, KeyAlgorithm.P256, key.encoded())
                .verifyDigest(
                    Arrays.copyOf(input, 32),
                    EcdsaSignature.foreign(KeyAlgorithm.P256, Arrays.copyOfRange(input, 32, 96))));
      } catch (InvalidKeyException e) {
        return answers("valid", false);
      }
    });
  }

  private static Map<String, Object> ecdsa(KeyAlgorithm algorithm, ConformanceRow row)
      throws InvalidKeyException {
    DeviceKey key = DeviceKey.of(algorithm, row.bytes("key"));
    byte[] raw;
    try {
      raw = row.text("form").equals("der")
          ? EcdsaSignature.ofDer(row.bytes("signature")).raw()
          : row.bytes("signature");
    } catch (EncodingException e) {
      return answers("valid", false);
    }
    if (row.flag("any-s")) {
      raw = withLowS(algorithm, key, row.bytes("message"), raw);
    }
    return answers("valid", key.verify(row.bytes("message"), raw));
  }

  /** Where the verdict takes any s, a high one is judged by its negative; the key refuses it as it is. */
  private static byte[] withLowS(
      KeyAlgorithm algorithm, DeviceKey key, byte[] message, byte[] raw) {
    byte[] low;
    try {
      low = EcdsaSignature.ofRaw(raw).lowS(algorithm).raw();
    } catch (EncodingException e) {
      return raw;
    }
    if (!Arrays.equals(low, raw)) {
      assertThat(key.verify(message, raw)).isFalse();
    }
    return low;
  }
}
