package org.depinsdk.core.identity;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.core.internal.Digests;

/**
 * A signer whose private key lives in this process: for tests, simulated devices and devices without a secure element.
 * Signatures are deterministic (RFC 8032, RFC 6979), ECDSA with low s.
 */
public final class InMemorySigner implements DeviceSigner {
  private final byte[] secret;
  private final DeviceKey publicKey;
  private final byte[] encodedKey;

  private InMemorySigner(byte[] secret, DeviceKey publicKey) {
    this.secret = secret;
    this.publicKey = publicKey;
    this.encodedKey = publicKey.encoded();
  }

  /**
   * Makes a new key.
   *
   * @param algorithm the algorithm
   * @param random where the secret comes from
   * @return the signer
   */
  public static InMemorySigner generate(KeyAlgorithm algorithm, SecureRandom random) {
    while (true) {
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      try {
        return ofSecret(algorithm, secret);
      } catch (InvalidKeyException e) {
        // an ECDSA scalar outside 1..n-1, less likely than 2^-32: draw again
      }
    }
  }

  /**
   * A signer for a known secret.
   *
   * @param algorithm the algorithm
   * @param secret 32 bytes: the Ed25519 seed, or the ECDSA scalar, big-endian, 1 to n - 1
   * @return the signer
   * @throws InvalidKeyException if the secret has the wrong length or range
   */
  public static InMemorySigner ofSecret(KeyAlgorithm algorithm, byte[] secret)
      throws InvalidKeyException {
    if (secret.length != 32) {
      throw new InvalidKeyException("a secret has 32 bytes, not " + secret.length);
    }
    byte[] copy = secret.clone();
    return switch (algorithm) {
      case ED25519 -> {
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(copy, 0, publicKey, 0);
        yield new InMemorySigner(copy, Ed25519Key.of(publicKey));
      }
      case P256 -> new InMemorySigner(copy, P256Key.of(publicPoint(EcdsaPoint.P256, copy)));
      case SECP256K1 ->
        new InMemorySigner(copy, Secp256k1Key.of(publicPoint(EcdsaPoint.SECP256K1, copy)));
    };
  }

  @Override
  public DeviceKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(SignedPayload payload) {
    return switch (publicKey.algorithm()) {
      case ED25519 -> signEd25519(payload.signedBytes());
      case P256 -> signEcdsa(EcdsaPoint.P256, payload.ecdsaDigest());
      case SECP256K1 -> signEcdsa(EcdsaPoint.SECP256K1, payload.ecdsaDigest());
    };
  }

  // for the key file
  void copySecret(byte[] to, int at) {
    System.arraycopy(secret, 0, to, at, secret.length);
  }

  // for the known answers of the algorithms themselves, which sign bare messages
  byte[] signMessage(byte[] message) {
    return switch (publicKey.algorithm()) {
      case ED25519 -> signEd25519(message);
      case P256 -> signEcdsa(EcdsaPoint.P256, Digests.sha256(message));
      case SECP256K1 -> signEcdsa(EcdsaPoint.SECP256K1, Digests.sha256(message));
    };
  }

  private byte[] signEd25519(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    // the key that the constructor's callers derived of the secret: one more derivation would
    // double the time
    Ed25519.sign(secret, 0, encodedKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  private byte[] signEcdsa(ECDomainParameters domain, byte[] digest) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, secret), domain));
    BigInteger[] rs = signer.generateSignature(digest);
    BigInteger s =
        rs[1].compareTo(domain.getN().shiftRight(1)) > 0 ? domain.getN().subtract(rs[1]) : rs[1];
    byte[] signature = Arrays.copyOf(BigIntegers.asUnsignedByteArray(32, rs[0]), 64);
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, signature, 32, 32);
    return signature;
  }

  private static byte[] publicPoint(ECDomainParameters domain, byte[] secret)
      throws InvalidKeyException {
    BigInteger d = new BigInteger(1, secret);
    if (d.signum() == 0 || d.compareTo(domain.getN()) >= 0) {
      throw new InvalidKeyException("an ECDSA secret is 1 to n - 1");
    }
    return new FixedPointCombMultiplier().multiply(domain.getG(), d).normalize().getEncoded(true);
  }
}
