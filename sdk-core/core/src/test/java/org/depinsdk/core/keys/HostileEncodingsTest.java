package org.depinsdk.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoded keys as an attacker would send them. */
class HostileEncodingsTest {
  private interface Decoder {
    DeviceKey decode(byte[] bytes) throws InvalidKeyException;
  }

  private interface Encoder {
    byte[] encode(DeviceKey key);
  }

  private static void mutate(DeviceKey key, Encoder encoder, Decoder decoder, boolean oneForm) {
    byte[] good = encoder.encode(key);
    Property.check(1500, random -> {
      byte[] hostile = random.nextInt(3) == 0
          ? Arrays.copyOf(good, random.nextInt(good.length + 4))
          : good.clone();
      for (int i = random.nextInt(4); i > 0 && hostile.length > 0; i--) {
        hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        DeviceKey read = decoder.decode(hostile);
        if (oneForm) {
          assertThat(encoder.encode(read)).isEqualTo(hostile);
        }
      } catch (InvalidKeyException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    });
  }

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void brokenBytesAreAnErrorAndNothingElse(KeyAlgorithm algorithm) {
    DeviceKey key = Samples.signer(algorithm, 5).publicKey();
    mutate(key, SpkiKey::encode, SpkiKey::decode, true);
    mutate(key, Libp2pKey::encode, Libp2pKey::decode, true);
    mutate(key, CoseKey::encode, CoseKey::decode, false);
    mutate(
        key,
        k -> JwkKey.encode(k).getBytes(StandardCharsets.UTF_8),
        b -> JwkKey.decode(new String(b, StandardCharsets.UTF_8)),
        false);
    mutate(
        key,
        k -> Libp2pKey.peerId(k).getBytes(StandardCharsets.UTF_8),
        b -> Libp2pKey.ofPeerId(new String(b, StandardCharsets.UTF_8)),
        true);
  }

  /** SunEC and others take these: a point off the curve, x beyond the field, a byte behind the end, explicit parameters. */
  @Test
  void refusesWhatOtherDecodersTake() throws Exception {
    byte[] spki = SpkiKey.encode(Samples.signer(KeyAlgorithm.P256, 5).publicKey());
    byte[] offCurve = spki.clone();
    offCurve[90] ^= 1;
    assertThatThrownBy(() -> SpkiKey.decode(offCurve)).hasMessageContaining("x and y do not fit");
    byte[] beyondField = spki.clone();
    Arrays.fill(beyondField, 27, 59, (byte) 0xff);
    assertThatThrownBy(() -> SpkiKey.decode(beyondField)).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> SpkiKey.decode(Arrays.copyOf(spki, spki.length + 1)))
        .hasMessageContaining("SubjectPublicKeyInfo");
    byte[] hybrid = spki.clone();
    hybrid[26] = (byte) (6 + (hybrid[90] & 1));
    assertThatThrownBy(() -> SpkiKey.decode(hybrid)).hasMessageContaining("starts with 04");
    assertThatThrownBy(() -> SpkiKey.decode(new byte[0])).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> Sec1Key.decode(KeyAlgorithm.ED25519, new byte[32]))
        .hasMessageContaining("not Ed25519");
    assertThatThrownBy(() -> Sec1Key.uncompressed(Samples.signer(1).publicKey()))
        .hasMessageContaining("not Ed25519");
  }

  @Test
  void readsCompressedSpki() throws Exception {
    for (KeyAlgorithm algorithm : new KeyAlgorithm[] {KeyAlgorithm.P256, KeyAlgorithm.SECP256K1}) {
      DeviceKey key = Samples.signer(algorithm, 5).publicKey();
      String header = algorithm == KeyAlgorithm.P256
          ? "3039301306072a8648ce3d020106082a8648ce3d030107032200"
          : "3036301006072a8648ce3d020106052b8104000a032200";
      assertThat(SpkiKey.decode(Hex.decode(header + Hex.encode(key.encoded())))).isEqualTo(key);
    }
  }

  private static final String X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":1}",
        "{\"kty\":\"EC\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + X + "\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "=\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + " \"}",
        // another last character for the same bytes
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"x\":\"" + X + "\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"d\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"alg\":\"none\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\"} x",
        "{\"kty\":\"oct\",\"k\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"k\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"p\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"q\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"dp\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"dq\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"qi\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"oth\":[]}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"use\":\"enc\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"use\":1}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"key_ops\":[\"encrypt\"]}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"key_ops\":[]}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\",\"key_ops\":\"verify\"}",
      })
  void refusesBrokenJwks(String jwk) {
    assertThatThrownBy(() -> JwkKey.decode(jwk)).isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void readsOverDescriptionsInAJwk() throws Exception {
    DeviceKey key = JwkKey.decode(
        "{\"kid\":\"a\",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"alg\":\"EdDSA\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
            + X + "\"}");
    assertThat(JwkKey.encode(key)).contains(X);
    assertThatThrownBy(() -> JwkKey.decode("[".repeat(10_000)))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> JwkKey.decode("x".repeat(JwkKey.MAX_CHARS + 1)))
        .hasMessageContaining("at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "a0",
        "a10101",
        // OKP with P-256's curve
        "a30101200121582000",
        // a private key
        "a501022001215820000000000000000000000000000000000000000000000000000000000000000122f52340",
        // y missing, and of the wrong type
        "a3010220012158200000000000000000000000000000000000000000000000000000000000000001",
        "a401022001215820000000000000000000000000000000000000000000000000000000000000000122f6",
      })
  void refusesBrokenCoseKeys(String hex) throws EncodingException {
    byte[] bytes = Hex.decode(hex);
    assertThatThrownBy(() -> CoseKey.decode(bytes)).isInstanceOf(InvalidKeyException.class);
  }

  /** RFC 9052 section 7.1: kid, key_ops, Base IV; and parameters of others, by number and by name. */
  @Test
  void readsOverDescriptionsInACoseKey() throws Exception {
    String key =
        "01022001215820bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff22f4";
    DeviceKey plain = CoseKey.decode(Hex.decode("a4" + key));
    for (String more : new String[] {
      "02414b", "048102", "04820102", "05410a", "3a0001117001", "1903e8f6", "636162636178"
    }) {
      assertThat(CoseKey.decode(Hex.decode("a5" + key + more))).as(more).isEqualTo(plain);
    }
    for (String refused : new String[] {"0480", "048101", "0402", "04816676657269667a", "2341ff"}) {
      byte[] bytes = Hex.decode("a5" + key + refused);
      assertThatThrownBy(() -> CoseKey.decode(bytes)).isInstanceOf(InvalidKeyException.class);
    }
    byte[] withoutVerify = Hex.decode("a5" + key + "048101");
    assertThatThrownBy(() -> CoseKey.decode(withoutVerify)).hasMessageContaining("verify (2)");
    byte[] bytesAsLabel = Hex.decode("a5" + key + "410101");
    assertThatThrownBy(() -> CoseKey.decode(bytesAsLabel))
        .hasMessage("a label of a COSE_Key must be an integer or a string");
  }

  /** The P-256 key "11" of RFC 9052 appendix C.7.1, whose y is known from both forms. */
  @Test
  void readsACoseKeyWithASignBit() throws Exception {
    String x = "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff";
    String y = "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e";
    DeviceKey full =
        CoseKey.decode(Hex.decode("a40102200121 5820".replace(" ", "") + x + "225820" + y));
    DeviceKey sign = CoseKey.decode(Hex.decode("a401022001215820" + x + "22f4"));
    assertThat(sign).isEqualTo(full);
    assertThat(Hex.encode(Sec1Key.uncompressed(full))).isEqualTo("04" + x + y);
    assertThat(CoseKey.decode(Hex.decode("a401022001215820" + x + "22f5"))).isNotEqualTo(full);
    // alg -7 (ES256) fits, alg -8 (EdDSA) does not
    assertThat(CoseKey.decode(Hex.decode("a5010203262001215820" + x + "22f4"))).isEqualTo(full);
    byte[] otherAlg = Hex.decode("a5010203272001215820" + x + "22f4");
    assertThatThrownBy(() -> CoseKey.decode(otherAlg))
        .hasMessageContaining("alg -8 does not fit P-256");
  }
}
