package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.core.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which accelerator is taken, and that none of them can do harm. */
class EcdsaAcceleratorsTest {
  private static final InMemorySigner SIGNER = Samples.signer(KeyAlgorithm.P256, 3);
  private static final SignedPayload PAYLOAD =
      DssePayload.of(new Domain("net", "report", 1), new byte[] {1});

  // kept, so that the level is too
  private static final Logger LOG = Logger.getLogger(EcdsaAccelerator.class.getName());

  /** What is broken on purpose is not to be read as a failure. */
  @BeforeAll
  static void quiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void loudAgain() {
    LOG.setLevel(null);
  }

  private record Fake(String name, Supplier<Boolean> answer) implements EcdsaAccelerator {
    @Override
    public KeyAlgorithm algorithm() {
      return KeyAlgorithm.P256;
    }

    @Override
    public boolean verify(byte[] point, byte[] digest, byte[] signature) {
      return answer.get();
    }
  }

  /** Bouncy Castle once more, by this module's own code. */
  private record Right(String name) implements EcdsaAccelerator {
    @Override
    public KeyAlgorithm algorithm() {
      return KeyAlgorithm.P256;
    }

    @Override
    public boolean verify(byte[] point, byte[] digest, byte[] signature) {
      byte[] compressed = java.util.Arrays.copyOf(point, 33);
      compressed[0] = (byte) (2 + (point[64] & 1));
      try {
        return EcdsaPoint.decode(EcdsaPoint.P256, KeyAlgorithm.P256, compressed)
            .verifyDigest(digest, signature, null);
      } catch (InvalidKeyException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Iterator<EcdsaAccelerator> of(List<Supplier<EcdsaAccelerator>> candidates) {
    return candidates.stream().map(Supplier::get).iterator();
  }

  private static EcdsaAccelerator fails(Throwable how) {
    return new Fake("fails", () -> {
      if (how instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) how;
    });
  }

  @Test
  void withoutAJarPlainJavaVerifies() {
    assertThat(EcdsaAccelerator.inUse(KeyAlgorithm.P256)).isEmpty();
    assertThat(EcdsaAccelerator.inUse(KeyAlgorithm.ED25519)).isEmpty();
  }

  @Test
  void takesTheFirstThatLoadsAndIsRight() {
    Right right = new Right("right");
    var found = EcdsaAccelerators.find(of(List.of(
        () -> {
          throw new ServiceConfigurationError("no library", new IllegalStateException("arm"));
        },
        () -> {
          throw new NoClassDefFoundError("com/amazon");
        },
        () -> new Fake("says yes", () -> true),
        () -> new Fake("says no", () -> false),
        () -> fails(new IllegalStateException("broken")),
        () -> fails(new UnsatisfiedLinkError("broken")),
        () -> right,
        () -> new Right("too late"))));
    assertThat(found).containsOnlyKeys(KeyAlgorithm.P256).containsValue(right);
  }

  @Test
  void whatAnAcceleratorCannotSayPlainJavaDoes() throws Exception {
    EcdsaPoint point =
        EcdsaPoint.decode(EcdsaPoint.P256, KeyAlgorithm.P256, SIGNER.publicKey().encoded());
    byte[] signature = SIGNER.sign(PAYLOAD);
    byte[] digest = PAYLOAD.ecdsaDigest();
    for (Throwable how : List.of(new IllegalStateException(), new UnsatisfiedLinkError())) {
      assertThat(point.verifyDigest(digest, signature, fails(how))).isTrue();
      assertThat(point.verifyDigest(new byte[32], signature, fails(how))).isFalse();
    }
  }

  @Test
  void anAcceleratorIsNotAskedAboutWhatTheRuleRefuses() throws Exception {
    EcdsaAccelerator yes = new Fake("says yes", () -> true);
    EcdsaPoint point =
        EcdsaPoint.decode(EcdsaPoint.P256, KeyAlgorithm.P256, SIGNER.publicKey().encoded());
    byte[] digest = new byte[32];
    byte[] signature = SIGNER.sign(PAYLOAD);
    assertThat(point.verifyDigest(digest, signature, yes)).isTrue();
    assertThat(point.verifyDigest(digest, java.util.Arrays.copyOf(signature, 63), yes))
        .isFalse();
    assertThat(point.verifyDigest(digest, new byte[64], yes)).isFalse();
    byte[] above = new byte[64];
    java.util.Arrays.fill(above, (byte) -1);
    assertThat(point.verifyDigest(digest, above, yes)).isFalse();

    InMemorySigner bitcoin = Samples.signer(KeyAlgorithm.SECP256K1, 3);
    EcdsaPoint lowOnly = EcdsaPoint.decode(
        EcdsaPoint.SECP256K1, KeyAlgorithm.SECP256K1, bitcoin.publicKey().encoded());
    byte[] low = bitcoin.sign(PAYLOAD);
    assertThat(lowOnly.verifyDigest(digest, low, yes)).isTrue();
    var n = EcdsaPoint.SECP256K1.getN();
    byte[] high = low.clone();
    org.bouncycastle.util.BigIntegers.asUnsignedByteArray(
        n.subtract(EcdsaSignature.ofRaw(low).s()), high, 32, 32);
    assertThat(lowOnly.verifyDigest(digest, high, yes)).isFalse();
  }
}
