package org.depinsdk.core.identity;

import java.util.Arrays;
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

/** Signing and verifying a report-sized message, and decoding a key. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class SignatureBenchmark {
  /** The key's algorithm. */
  @Param({"ED25519", "P256", "SECP256K1"})
  public KeyAlgorithm algorithm = KeyAlgorithm.ED25519;

  private InMemorySigner signer = signer(KeyAlgorithm.ED25519);
  private DeviceKey key = signer.publicKey();
  private SignedPayload payload = payload();
  private byte[] signature = signer.sign(payload);
  private byte[] encodedKey = key.encoded();

  private static InMemorySigner signer(KeyAlgorithm algorithm) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 7);
    try {
      return InMemorySigner.ofSecret(algorithm, secret);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SignedPayload payload() {
    return DssePayload.of(new Domain("bench", "report", 1), new byte[256]);
  }

  /** Makes the key and one signature. */
  @Setup
  public void setUp() {
    signer = signer(algorithm);
    key = signer.publicKey();
    payload = payload();
    signature = signer.sign(payload);
    encodedKey = key.encoded();
  }

  /**
   * Verifies with a key that was decoded once, as an enrolled device's is.
   *
   * @return true
   */
  @Benchmark
  public boolean verify() {
    return key.verify(payload, signature);
  }

  /**
   * Signs.
   *
   * @return the signature
   */
  @Benchmark
  public byte[] sign() {
    return signer.sign(payload);
  }

  /**
   * Decodes and checks a key, as at enrolment.
   *
   * @return the key
   * @throws InvalidKeyException never
   */
  @Benchmark
  public DeviceKey decodeKey() throws InvalidKeyException {
    return DeviceKey.of(algorithm, encodedKey);
  }
}
