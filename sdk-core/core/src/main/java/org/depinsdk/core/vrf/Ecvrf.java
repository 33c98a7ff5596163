package org.depinsdk.core.vrf;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;

/**
 * Proofs and outputs of a verifiable random function (RFC 9381). Who holds the secret makes for each input one proof, from
 * which everybody computes the same output; without the secret the output cannot be foreseen.
 */
public final class Ecvrf {
  static final int CHALLENGE_BYTES = 16;
  static final int SCALAR_BYTES = 32;

  private static final int MAX_TRIES = 256;

  private Ecvrf() {}

  /**
   * Makes a proof. Its time depends on the secret, so that it is for devices and services that nobody can measure closely.
   *
   * @param suite the cipher suite
   * @param secret 32 bytes: an Ed25519 seed or a P-256 scalar, as of {@link InMemorySigner#ofSecret}
   * @param alpha the input
   * @return the proof
   * @throws InvalidKeyException if the secret has the wrong length or range
   */
  public static byte[] prove(VrfSuite suite, byte[] secret, byte[] alpha)
      throws InvalidKeyException {
    byte[] publicKey =
        InMemorySigner.ofSecret(suite.algorithm(), secret).publicKey().encoded();
    return switch (suite.algorithm()) {
      case P256 -> prove(suite, new P256Group(), secret, publicKey, alpha);
      case ED25519 -> prove(suite, new EdwardsGroup(), secret, publicKey, alpha);
      case SECP256K1 -> throw new IllegalArgumentException("no suite has secp256k1");
    };
  }

  /**
   * Verifies a proof and computes the output.
   *
   * @param suite the cipher suite
   * @param key of the suite's algorithm
   * @param alpha the input
   * @param proof as {@link #prove} makes it
   * @return the output, 32 bytes for P-256 and 64 for Edwards25519; empty if the proof is not valid
   */
  public static Optional<byte[]> verify(VrfSuite suite, DeviceKey key, byte[] alpha, byte[] proof) {
    if (key.algorithm() != suite.algorithm() || proof.length != suite.proofBytes()) {
      return Optional.empty();
    }
    return switch (suite.algorithm()) {
      case P256 -> verify(suite, new P256Group(), key.encoded(), alpha, proof);
      case ED25519 -> verify(suite, new EdwardsGroup(), key.encoded(), alpha, proof);
      case SECP256K1 -> throw new IllegalArgumentException("no suite has secp256k1");
    };
  }

  // RFC 9381 section 5.1
  private static <P> byte[] prove(
      VrfSuite suite, VrfGroup<P> group, byte[] secret, byte[] publicKey, byte[] alpha)
      throws InvalidKeyException {
    P y = group.decode(publicKey);
    P h = encodeToCurve(suite, group, publicKey, alpha);
    if (y == null || h == null) {
      throw new InvalidKeyException("no point found for this input");
    }
    BigInteger x = group.secretScalar(secret);
    P gamma = group.multiply(h, x);
    BigInteger k = group.nonce(secret, group.encode(h));
    byte[] c =
        challenge(suite, group, y, h, gamma, group.multiply(group.base(), k), group.multiply(h, k));
    BigInteger s = group.scalar(c).multiply(x).add(k).mod(group.order());
    byte[] gammaBytes = group.encode(gamma);
    byte[] proof = Arrays.copyOf(gammaBytes, suite.proofBytes());
    System.arraycopy(c, 0, proof, gammaBytes.length, CHALLENGE_BYTES);
    System.arraycopy(
        group.scalarBytes(s, SCALAR_BYTES),
        0,
        proof,
        gammaBytes.length + CHALLENGE_BYTES,
        SCALAR_BYTES);
    return proof;
  }

  // RFC 9381 section 5.3; the key is in the prime-order group already, which is what validate_key
  // asks for
  private static <P> Optional<byte[]> verify(
      VrfSuite suite, VrfGroup<P> group, byte[] publicKey, byte[] alpha, byte[] proof) {
    int pointBytes = suite.algorithm().encodedLength();
    P y = group.decode(publicKey);
    P gamma = group.decode(Arrays.copyOf(proof, pointBytes));
    byte[] c = Arrays.copyOfRange(proof, pointBytes, pointBytes + CHALLENGE_BYTES);
    BigInteger s =
        group.scalar(Arrays.copyOfRange(proof, pointBytes + CHALLENGE_BYTES, proof.length));
    P h = encodeToCurve(suite, group, publicKey, alpha);
    if (y == null || gamma == null || h == null || s.compareTo(group.order()) >= 0) {
      return Optional.empty();
    }
    BigInteger challenge = group.scalar(c);
    P u = group.add(group.multiply(group.base(), s), group.negate(group.multiply(y, challenge)));
    P v = group.add(group.multiply(h, s), group.negate(group.multiply(gamma, challenge)));
    if (group.isIdentity(u) || group.isIdentity(v)) {
      return Optional.empty();
    }
    return Arrays.equals(c, challenge(suite, group, y, h, gamma, u, v))
        ? Optional.of(output(suite, group, gamma))
        : Optional.empty();
  }

  private static <P> @org.jspecify.annotations.Nullable P encodeToCurve(
      VrfSuite suite, VrfGroup<P> group, byte[] salt, byte[] alpha) {
    if (suite.isHashToCurve()) {
      byte[] message = Arrays.copyOf(salt, salt.length + alpha.length);
      System.arraycopy(alpha, 0, message, salt.length, alpha.length);
      return group.encodeToCurve(message, suite);
    }
    // RFC 9381 section 5.4.1.1: half of all tries find a point
    for (int counter = 0; counter < MAX_TRIES; counter++) {
      byte[] hash = group.hash(
          new byte[] {suite.suiteString(), 0x01}, salt, alpha, new byte[] {(byte) counter, 0x00});
      P point = group.interpretHash(hash);
      if (point != null) {
        P cleared = group.clearCofactor(point);
        if (!group.isIdentity(cleared)) {
          return cleared;
        }
      }
    }
    return null;
  }

  // RFC 9381 section 5.4.3
  @SafeVarargs
  private static <P> byte[] challenge(VrfSuite suite, VrfGroup<P> group, P... points) {
    byte[][] parts = new byte[points.length + 2][];
    parts[0] = new byte[] {suite.suiteString(), 0x02};
    for (int i = 0; i < points.length; i++) {
      parts[i + 1] = group.encode(points[i]);
    }
    parts[points.length + 1] = new byte[] {0x00};
    return Arrays.copyOf(group.hash(parts), CHALLENGE_BYTES);
  }

  // RFC 9381 section 5.2
  private static <P> byte[] output(VrfSuite suite, VrfGroup<P> group, P gamma) {
    return group.hash(
        new byte[] {suite.suiteString(), 0x03},
        group.encode(group.clearCofactor(gamma)),
        new byte[] {0x00});
  }
}
