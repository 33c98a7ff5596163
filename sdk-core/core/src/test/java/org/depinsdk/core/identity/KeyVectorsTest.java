package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.core.VectorJson;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** Known answers of the standards for keys, signatures and addresses. */
class KeyVectorsTest {
  @Test
  void refusesSmallOrderEd25519Keys() {
    String path = "identity/ed25519-small-order.json";
    int checked = 0;
    for (JsonNode key : VectorJson.read(path).get("mustRejectPublicKeys")) {
      assertThatThrownBy(() -> Ed25519Key.of(VectorJson.hex(key.get("hex"))))
          .as(key.get("name").asText())
          .isInstanceOf(InvalidKeyException.class);
      checked++;
    }
    assertThat(checked).isEqualTo(14);
    Vectors.report(path, checked, "");
  }

  @Test
  void signsAndVerifiesAsRfc8032() throws Exception {
    String path = "identity/rfc8032-eddsa.json";
    int checked = 0;
    int other = 0;
    for (JsonNode vector : VectorJson.read(path).get("vectors")) {
      if (!vector.get("curve").asText().equals("Ed25519")) {
        other++;
        continue;
      }
      byte[] message = VectorJson.hex(vector.get("message"));
      byte[] signature = VectorJson.hex(vector.get("signature"));
      InMemorySigner signer =
          InMemorySigner.ofSecret(KeyAlgorithm.ED25519, VectorJson.hex(vector.get("secretKey")));
      assertThat(signer.publicKey().encoded()).isEqualTo(VectorJson.hex(vector.get("publicKey")));
      assertThat(signer.signMessage(message)).isEqualTo(signature);
      assertThat(signer.publicKey().verify(message, signature)).isTrue();
      signature[40] ^= 1;
      assertThat(signer.publicKey().verify(message, signature)).isFalse();
      checked++;
    }
    assertThat(checked).isEqualTo(5);
    Vectors.report(path, checked, other + " left out: Ed448 is not a device key algorithm");
  }

  @Test
  void signsP256AsRfc6979WithLowS() throws Exception {
    String path = "identity/rfc6979-ecdsa.json";
    JsonNode p256 = VectorJson.read(path).get("p256");
    InMemorySigner signer =
        InMemorySigner.ofSecret(KeyAlgorithm.P256, VectorJson.hex(p256.get("privateKey")));
    BigInteger n = EcdsaPoint.P256.getN();
    int checked = 0;
    int otherHash = 0;
    for (JsonNode vector : p256.get("vectors")) {
      if (!vector.get("hash").asText().equals("SHA-256")) {
        otherHash++;
        continue;
      }
      byte[] message = vector.get("message").asText().getBytes(StandardCharsets.UTF_8);
      BigInteger s = new BigInteger(vector.get("s").asText(), 16);
      EcdsaSignature made = EcdsaSignature.ofRaw(signer.signMessage(message));
      assertThat(made.r()).isEqualTo(new BigInteger(vector.get("r").asText(), 16));
      assertThat(made.s()).isEqualTo(s.min(n.subtract(s)));
      assertThat(signer.publicKey().verify(message, made.raw())).isTrue();
      checked++;
    }
    assertThat(checked).isEqualTo(2);
    Vectors.report(path + " (P-256)", checked, otherHash + " left out: other hashes than SHA-256");
  }

  @Test
  void signsSecp256k1WithTheKnownNonces() throws Exception {
    String path = "identity/rfc6979-ecdsa.json";
    int checked = 0;
    for (JsonNode vector : VectorJson.read(path).get("secp256k1Nonce")) {
      InMemorySigner signer =
          InMemorySigner.ofSecret(KeyAlgorithm.SECP256K1, VectorJson.hex(vector.get("privateKey")));
      byte[] message = vector.get("message").asText().getBytes(StandardCharsets.UTF_8);
      ECPoint nonce = EcdsaPoint.SECP256K1
          .getG()
          .multiply(new BigInteger(vector.get("k").asText(), 16))
          .normalize();
      byte[] signature = signer.signMessage(message);
      assertThat(EcdsaSignature.ofRaw(signature).r())
          .isEqualTo(nonce.getAffineXCoord().toBigInteger().mod(EcdsaPoint.SECP256K1.getN()));
      assertThat(signer.publicKey().verify(message, signature)).isTrue();
      checked++;
    }
    assertThat(checked).isEqualTo(6);
    Vectors.report(path + " (secp256k1)", checked, "");
  }

  @Test
  void readsAndWritesDidKeys() throws Exception {
    String path = "identity/did-key.json";
    int checked = 0;
    int unsupported = 0;
    for (JsonNode vector : VectorJson.read(path).get("vectors")) {
      String did = vector.get("did").asText();
      String codec = vector.get("codec").asText();
      if (codec.equals("p384-pub") || codec.equals("bls12_381-g2-pub")) {
        assertThatThrownBy(() -> DeviceKey.ofDidKey(did))
            .isInstanceOf(InvalidKeyException.class)
            .hasMessageContaining(
                "unsupported multicodec " + vector.get("multicodec").asText());
        unsupported++;
        continue;
      }
      DeviceKey key = DeviceKey.ofDidKey(did);
      assertThat(key.encoded()).isEqualTo(VectorJson.hex(vector.get("publicKeyHex")));
      assertThat(key.algorithm().multicodec())
          .isEqualTo(Integer.decode(vector.get("multicodec").asText()));
      assertThat(key.didKey()).isEqualTo(did);
      checked++;
    }
    assertThat(checked).isEqualTo(6);
    Vectors.report(path, checked, unsupported + " refused by name: P-384 and BLS12-381");
  }

  @Test
  void checksumsAddressesAsEip55() {
    String path = "identity/eip-55.json";
    int checked = 0;
    for (JsonNode vector : VectorJson.read(path).get("vectors")) {
      String address = vector.asText();
      assertThat(new OperatorId(address.toLowerCase(Locale.ROOT)).text()).isEqualTo(address);
      assertThat(new OperatorId(address).text()).isEqualTo(address);
      String upper = "0x" + address.substring(2).toUpperCase(Locale.ROOT);
      assertThat(new OperatorId(upper).text()).isEqualTo(address);
      if (!address.equals(address.toLowerCase(Locale.ROOT)) && !address.equals(upper)) {
        int at = indexOfLetter(address);
        char flipped = (char) (address.charAt(at) ^ 0x20);
        String wrong = address.substring(0, at) + flipped + address.substring(at + 1);
        assertThatThrownBy(() -> OperatorId.parse(wrong))
            .isInstanceOf(EncodingException.class)
            .hasMessageContaining(address);
      }
      checked++;
    }
    assertThat(checked).isEqualTo(8);
    Vectors.report(path, checked, "");
  }

  private static int indexOfLetter(String address) {
    for (int i = 2; i < address.length(); i++) {
      if (Character.isLetter(address.charAt(i))) {
        return i;
      }
    }
    throw new AssertionError("no letter in " + address);
  }

  /** The example of DSSE 1.0.2, protocol.md: key, encoding and signature. */
  @Test
  void encodesAndSignsAsDsse() throws Exception {
    byte[] encoded = DssePayload.preAuthenticationEncoding(
        "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(encoded, StandardCharsets.UTF_8))
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    assertThat(new String(
            DssePayload.preAuthenticationEncoding("", new byte[0]), StandardCharsets.UTF_8))
        .isEqualTo("DSSEv1 0  0 ");

    BigInteger d = new BigInteger(
        "97358161215184420915383655311931858321456579547487070936769975997791359926199");
    BigInteger x = new BigInteger(
        "46950820868899156662930047687818585632848591499744589407958293238635476079160");
    InMemorySigner signer =
        InMemorySigner.ofSecret(KeyAlgorithm.P256, BigIntegers.asUnsignedByteArray(32, d));
    byte[] key = signer.publicKey().encoded();
    assertThat(new BigInteger(1, Arrays.copyOfRange(key, 1, 33))).isEqualTo(x);
    byte[] signature = Base64.getDecoder()
        .decode(
            "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
    assertThat(signer.publicKey().verify(encoded, signature)).isTrue();
    assertThat(signer.signMessage(encoded)).isEqualTo(signature);
  }

  @Test
  void bindsTheDomainIntoTheSignedBytes() {
    byte[] body = HexFormat.of().parseHex("00ff");
    DssePayload payload = DssePayload.of(new Domain("wifi-demo", "report", 1), body);
    assertThat(payload.signedBytes())
        .isEqualTo(DssePayload.preAuthenticationEncoding(
            "application/vnd.depinsdk.report.v1;network=wifi-demo", body));
    assertThat(payload.domain()).isEqualTo(new Domain("wifi-demo", "report", 1));
  }
}
