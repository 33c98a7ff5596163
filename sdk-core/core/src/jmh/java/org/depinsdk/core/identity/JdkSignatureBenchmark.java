package org.depinsdk.core.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The platform's own provider on the same message, to compare {@link SignatureBenchmark} with. It has no secp256k1. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class JdkSignatureBenchmark {
  /** The key's algorithm. */
  @Param({"ED25519", "P256"})
  public KeyAlgorithm algorithm = KeyAlgorithm.ED25519;

  private final byte[] message =
      DssePayload.of(new Domain("bench", "report", 1), new byte[256]).signedBytes();
  private KeyPair pair = generate("EdDSA", NamedParameterSpec.ED25519);
  private byte[] signature = new byte[0];

  private static KeyPair generate(String name, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signatureName() {
    return algorithm == KeyAlgorithm.ED25519 ? "Ed25519" : "SHA256withECDSAinP1363Format";
  }

  /**
   * Makes the key and one signature.
   *
   * @throws GeneralSecurityException never
   */
  @Setup
  public void setUp() throws GeneralSecurityException {
    pair = algorithm == KeyAlgorithm.ED25519
        ? generate("EdDSA", NamedParameterSpec.ED25519)
        : generate("EC", new ECGenParameterSpec("secp256r1"));
    signature = sign();
  }

  /**
   * Verifies.
   *
   * @return true
   * @throws GeneralSecurityException never
   */
  @Benchmark
  public boolean verify() throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(signatureName());
    verifier.initVerify(pair.getPublic());
    verifier.update(message);
    return verifier.verify(signature);
  }

  /**
   * Signs.
   *
   * @return the signature
   * @throws GeneralSecurityException never
   */
  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    Signature signer = Signature.getInstance(signatureName());
    signer.initSign(pair.getPrivate());
    signer.update(message);
    return signer.sign();
  }
}
