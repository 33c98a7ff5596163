package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.internal.Digests;
import org.depinsdk.testing.Property;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The verdicts with native code and without are the same. */
class AcceleratedVerdictsTest {
  private static JsonNode read(String path) throws Exception {
    return new ObjectMapper().readTree(Vectors.text(path));
  }

  private static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }

  private static EcdsaAccelerator accelerator(KeyAlgorithm algorithm) {
    EcdsaAccelerator found = EcdsaAccelerators.of(algorithm);
    Assumptions.assumeTrue(
        found != null,
        "skipped: no native library for this platform, so no accelerator of " + algorithm.label());
    return java.util.Objects.requireNonNull(found);
  }

  /** Counts what reaches it. */
  private static final class Counting implements EcdsaAccelerator {
    private final EcdsaAccelerator native_;
    private int asked;

    Counting(EcdsaAccelerator native_) {
      this.native_ = native_;
    }

    @Override
    public String name() {
      return native_.name();
    }

    @Override
    public KeyAlgorithm algorithm() {
      return native_.algorithm();
    }

    @Override
    public boolean verify(byte[] point, byte[] digest, byte[] signature) {
      asked++;
      return native_.verify(point, digest, signature);
    }
  }

  private static EcdsaPoint point(KeyAlgorithm algorithm, byte[] encoded) throws Exception {
    return algorithm == KeyAlgorithm.P256
        ? EcdsaPoint.decode(EcdsaPoint.P256, algorithm, encoded)
        : EcdsaPoint.decode(EcdsaPoint.SECP256K1, algorithm, encoded);
  }

  /** Every case of Wycheproof's files for these curves: through the key, by native code, and by plain Java. */
  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_test, P256, der, 484, true",
    "ecdsa_secp256r1_sha256_p1363_test, P256, raw, 262, true",
    "ecdsa_secp256k1_sha256_bitcoin_test, SECP256K1, der, 463, false",
    "ecdsa_secp256k1_sha256_test, SECP256K1, der, 476, true",
    "ecdsa_secp256k1_sha256_p1363_test, SECP256K1, raw, 252, true",
  })
  void wycheproof(String file, KeyAlgorithm algorithm, String form, int cases, boolean lowS)
      throws Exception {
    Counting accelerator = new Counting(accelerator(algorithm));
    String path = "identity/wycheproof/" + file + ".json";
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (JsonNode group : read(path).get("testGroups")) {
      byte[] uncompressed = hex(group.get("publicKey").get("uncompressed"));
      byte[] encoded = Arrays.copyOf(uncompressed, 33);
      encoded[0] = (byte) (2 + (uncompressed[64] & 1));
      DeviceKey key = DeviceKey.of(algorithm, encoded);
      EcdsaPoint point = point(algorithm, encoded);
      for (JsonNode test : group.get("tests")) {
        checked++;
        byte[] message = hex(test.get("msg"));
        boolean expected = test.get("result").asText().equals("valid");
        byte[] signature;
        try {
          signature = form.equals("der")
              ? EcdsaSignature.ofDer(hex(test.get("sig"))).raw()
              : hex(test.get("sig"));
          // these files allow high s, this SDK does not
          expected &= !lowS || isLow(algorithm, EcdsaSignature.ofRaw(signature));
        } catch (EncodingException e) {
          if (expected) {
            wrong.add(test.get("tcId") + " is refused: " + e.getMessage());
          }
          continue;
        }
        byte[] digest = Digests.sha256(message);
        boolean byNative = point.verifyDigest(digest, signature, accelerator);
        boolean byJava = point.verifyDigest(digest, signature, null);
        if (byNative != expected
            || byJava != expected
            || key.verify(message, signature) != expected) {
          wrong.add(test.get("tcId") + " " + test.get("comment") + ": " + expected + " expected, "
              + byNative + " by native code, " + byJava + " by plain Java");
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isEqualTo(cases);
    Vectors.report(
        path,
        checked,
        "the same by " + accelerator.name() + ", which was asked for " + accelerator.asked
            + ", and by plain Java");
    // the rest is refused before: encodings, ranges, high s
    assertThat(accelerator.asked).isBetween(60, cases - 1);
  }

  private static boolean isLow(KeyAlgorithm algorithm, EcdsaSignature signature) {
    return signature.lowS(algorithm).equals(signature);
  }

  /** Ed25519 has no accelerator, and its file and its small-order keys get the verdicts that they always get. */
  @Test
  void ed25519IsDecidedByPlainJavaAlone() throws Exception {
    assertThat(EcdsaAccelerator.inUse(KeyAlgorithm.ED25519)).isEmpty();
    int checked = 0;
    for (JsonNode group : read("identity/wycheproof/ed25519_test.json").get("testGroups")) {
      Ed25519Key key = Ed25519Key.of(hex(group.get("publicKey").get("pk")));
      for (JsonNode test : group.get("tests")) {
        assertThat(key.verify(hex(test.get("msg")), hex(test.get("sig"))))
            .as("tcId " + test.get("tcId"))
            .isEqualTo(test.get("result").asText().equals("valid"));
        checked++;
      }
    }
    assertThat(checked).isEqualTo(151);
    JsonNode small = read("identity/ed25519-small-order.json").get("mustRejectPublicKeys");
    assertThat(small).hasSize(14);
    for (JsonNode key : small) {
      assertThatThrownBy(() -> Ed25519Key.of(hex(key.get("hex"))))
          .isInstanceOf(InvalidKeyException.class);
    }
  }

  /** Numbers at the edges of what may reach native code, valid signatures, and such with one bit changed. */
  @ParameterizedTest
  @EnumSource(names = {"P256", "SECP256K1"})
  void edgesAndChangedBits(KeyAlgorithm algorithm) {
    EcdsaAccelerator accelerator = accelerator(algorithm);
    BigInteger n = (algorithm == KeyAlgorithm.P256 ? EcdsaPoint.P256 : EcdsaPoint.SECP256K1).getN();
    BigInteger[] edges = {
      BigInteger.ONE,
      BigInteger.TWO,
      n.subtract(BigInteger.ONE),
      n.shiftRight(1),
      n,
      BigInteger.ZERO,
      n.add(BigInteger.ONE),
      BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)
    };
    int[] valid = {0};
    Property.check(400, random -> {
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      InMemorySigner signer = InMemorySigner.ofSecret(algorithm, secret);
      EcdsaPoint point = point(algorithm, signer.publicKey().encoded());
      SignedPayload payload = DssePayload.of(new Domain("n", "p", 1), secret);
      byte[] digest = payload.ecdsaDigest();
      byte[] signature = signer.sign(payload);
      switch (random.nextInt(5)) {
        case 0 -> signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> digest[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(digest, (byte) (random.nextBoolean() ? 0 : -1));
        case 3 -> {
          BigIntegers.asUnsignedByteArray(edges[random.nextInt(edges.length)], signature, 0, 32);
          BigIntegers.asUnsignedByteArray(edges[random.nextInt(edges.length)], signature, 32, 32);
        }
        default -> valid[0]++;
      }
      boolean byJava = point.verifyDigest(digest, signature, null);
      assertThat(point.verifyDigest(digest, signature, accelerator)).isEqualTo(byJava);
    });
    assertThat(valid[0]).isPositive();
  }
}
