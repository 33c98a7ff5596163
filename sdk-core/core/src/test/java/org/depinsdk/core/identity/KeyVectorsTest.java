package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.did.Did;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Known answers of the standards for keys, signatures and addresses. */
class KeyVectorsTest {
  @Test
  void signsAndVerifiesAsRfc8032() {
    KnownAnswers.check("signatures/ed25519-sign", row -> {
      byte[] message = row.bytes("message");
      InMemorySigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, row.bytes("secret"));
      byte[] signature = signer.signMessage(message);
      assertThat(signer.publicKey().verify(message, signature)).isTrue();
      byte[] changed = signature.clone();
      changed[40] ^= 1;
      assertThat(signer.publicKey().verify(message, changed)).isFalse();
      return answers("public", signer.publicKey().encoded(), "signature", signature);
    });
  }

  @Test
  void signsP256AsRfc6979WithLowS() {
    KnownAnswers.check("signatures/p256-rfc6979", row -> {
      EcdsaSignature made = signed(KeyAlgorithm.P256, row);
      return answers("r", scalar(made.r()), "s", scalar(made.s()));
    });
  }

  private static EcdsaSignature signed(KeyAlgorithm algorithm, ConformanceRow row)
      throws Exception {
    InMemorySigner signer = InMemorySigner.ofSecret(algorithm, row.bytes("secret"));
    byte[] message = row.text("message").getBytes(StandardCharsets.UTF_8);
    byte[] signature = signer.signMessage(message);
    assertThat(signer.publicKey().verify(message, signature)).isTrue();
    return EcdsaSignature.ofRaw(signature);
  }

  private static byte[] scalar(BigInteger number) {
    return BigIntegers.asUnsignedByteArray(32, number);
  }

  @Test
  void signsSecp256k1WithTheKnownNonces() {
    KnownAnswers.check(
        "signatures/secp256k1-rfc6979",
        row -> answers("r", scalar(signed(KeyAlgorithm.SECP256K1, row).r())));
  }

  @Test
  void readsAndWritesDidKeys() {
    KnownAnswers.check("identity/did-key", row -> {
      String did = row.text("did");
      if (row.flag("supported")) {
        DeviceKey key = DeviceKey.ofDidKey(did);
        assertThat(key.didKey()).isEqualTo(did);
        assertThat(Did.parse(did).text()).isEqualTo(did);
        return answers(
            "multicodec",
            "0x" + Integer.toHexString(key.algorithm().multicodec()),
            "key",
            key.encoded());
      }
      assertThatThrownBy(() -> Did.parse(did)).isInstanceOf(EncodingException.class);
      byte[] bytes = Base58.decode(did.substring("did:key:z".length()));
      String multicodec = "0x" + Integer.toHexString((bytes[0] & 0x7f) | bytes[1] << 7);
      assertThatThrownBy(() -> DeviceKey.ofDidKey(did))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining("unsupported multicodec " + multicodec);
      return answers("multicodec", multicodec, "key", Arrays.copyOfRange(bytes, 2, bytes.length));
    });
  }

  @Test
  void checksumsAddressesAsEip55() {
    KnownAnswers.check("identity/eip-55", row -> {
      String lower = row.text("lower");
      String address = new OperatorId(lower).text();
      assertThat(new OperatorId(address).text()).isEqualTo(address);
      String upper = "0x" + address.substring(2).toUpperCase(Locale.ROOT);
      assertThat(new OperatorId(upper).text()).isEqualTo(address);
      if (!address.equals(lower) && !address.equals(upper)) {
        int at = indexOfLetter(address);
        char flipped = (char) (address.charAt(at) ^ 0x20);
        String wrong = address.substring(0, at) + flipped + address.substring(at + 1);
        assertThatThrownBy(() -> OperatorId.parse(wrong))
            .isInstanceOf(EncodingException.class)
            .hasMessageContaining(address);
      }
      return answers("address", address);
    });
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
