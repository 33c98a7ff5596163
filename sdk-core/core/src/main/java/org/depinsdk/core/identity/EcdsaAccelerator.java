package org.depinsdk.core.identity;

import java.util.Optional;

/**
 * Verifies ECDSA signatures of one algorithm faster than plain Java does, most often by native code. Name an implementation
 * in {@code META-INF/services} (or {@code provides}), and {@link P256Key} and {@link Secp256k1Key} find it; {@code
 * depin-sdk-accel} has two. If none is found or none works, plain Java verifies, and the log says so once.
 *
 * <p><b>It computes the equation and nothing else.</b> Keys and signatures are read and checked before it is asked, by the same code
 * as without it: the point is on the curve, r and s are from 1 to n - 1, and s is low if the algorithm requires it. So
 * the acceptance rule stays this SDK's own. An implementation must give, for every such input, the answer of SEC 1 section
 * 4.1.4; roots depend on it. It is tried on a valid and an invalid signature before it is used.
 *
 * <p>There is none for Ed25519. The native libraries check the equation without the cofactor: what they accept this SDK
 * accepts too, but what they refuse must be decided again, and {@link Ed25519Key} with its table and {@link SignatureBatch}
 * are not slower (see docs/performance.md).
 *
 * <p>{@code -Dorg.depinsdk.accelerators=off} turns all of them off. A public constructor without arguments throws if
 * the native library cannot be loaded. Implementations are safe for several threads.
 */
public interface EcdsaAccelerator {
  /**
   * The library's name, for the log.
   *
   * @return for example {@code AmazonCorrettoCryptoProvider 2.5}
   */
  String name();

  /**
   * Whose signatures it verifies.
   *
   * @return {@link KeyAlgorithm#P256} or {@link KeyAlgorithm#SECP256K1}
   */
  KeyAlgorithm algorithm();

  /**
   * Verifies.
   *
   * @param point the key, 65 bytes: 04, x, y; on the curve
   * @param digest what was signed, 32 bytes
   * @param signature r || s, 64 bytes, both from 1 to n - 1
   * @return whether the signature is valid
   * @throws IllegalStateException if it fails; plain Java verifies then
   */
  boolean verify(byte[] point, byte[] digest, byte[] signature);

  /**
   * Which accelerator verifies an algorithm's signatures in this process.
   *
   * @param algorithm the algorithm
   * @return its name; empty if plain Java verifies
   */
  static Optional<String> inUse(KeyAlgorithm algorithm) {
    return Optional.ofNullable(EcdsaAccelerators.of(algorithm)).map(EcdsaAccelerator::name);
  }
}
