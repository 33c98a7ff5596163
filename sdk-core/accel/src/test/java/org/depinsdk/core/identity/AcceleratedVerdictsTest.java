package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.internal.Digests;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The verdicts with native code and without are the same. */
class AcceleratedVerdictsTest {
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

  private static EcdsaPoint point(KeyAlgorithm algorithm, byte[] encoded)
      throws InvalidKeyException {
    return algorithm == KeyAlgorithm.P256
        ? EcdsaPoint.decode(EcdsaPoint.P256, algorithm, encoded)
        : EcdsaPoint.decode(EcdsaPoint.SECP256K1, algorithm, encoded);
  }

  /** Every case of Wycheproof's files for these curves: through the key, by native code, and by plain Java. */
  @ParameterizedTest
  @CsvSource({"signatures/ecdsa-p256, P256", "signatures/ecdsa-secp256k1, SECP256K1"})
  void wycheproof(String table, KeyAlgorithm algorithm) {
    Counting accelerator = new Counting(accelerator(algorithm));
    KnownAnswers.check(table, row -> {
      DeviceKey key = DeviceKey.of(algorithm, row.bytes("key"));
      byte[] message = row.bytes("message");
      byte[] signature;
      try {
        signature = row.text("form").equals("der")
            ? EcdsaSignature.ofDer(row.bytes("signature")).raw()
            : row.bytes("signature");
        if (row.flag("any-s")) {
          byte[] low = EcdsaSignature.ofRaw(signature).lowS(algorithm).raw();
          if (!Arrays.equals(low, signature)) {
            assertThat(verdict(key, message, signature, accelerator)).isFalse();
          }
          signature = low;
        }
      } catch (EncodingException e) {
        return answers("valid", false);
      }
      return answers("valid", verdict(key, message, signature, accelerator));
    });
    // the rest is refused before: encodings, ranges, high s
    assertThat(accelerator.asked).isBetween(60, Conformance.table(table).rows().size() - 1);
  }

  private static boolean verdict(
      DeviceKey key, byte[] message, byte[] signature, EcdsaAccelerator accelerator)
      throws InvalidKeyException {
    EcdsaPoint point = point(key.algorithm(), key.encoded());
    byte[] digest = Digests.sha256(message);
    boolean byJava = point.verifyDigest(digest, signature, null);
    assertThat(point.verifyDigest(digest, signature, accelerator))
        .as("by " + accelerator.name())
        .isEqualTo(byJava);
    assertThat(key.verify(message, signature)).as("by the key").isEqualTo(byJava);
    return byJava;
  }

  /** Its verdicts are those of core's tests, where there is no native code. */
  @Test
  void ed25519IsDecidedByPlainJavaAlone() {
    assertThat(EcdsaAccelerator.inUse(KeyAlgorithm.ED25519)).isEmpty();
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
