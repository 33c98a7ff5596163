package org.depinsdk.core.keys;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.P256Key;
import org.depinsdk.core.internal.Digests;

/** A verify-only key of a {@link LegacyAlgorithm}. */
public final class LegacyKey {
  private final LegacyAlgorithm algorithm;
  private final ECPublicKeyParameters key;

  private LegacyKey(LegacyAlgorithm algorithm, ECPublicKeyParameters key) {
    this.algorithm = algorithm;
    this.key = key;
  }

  /**
   * Reads a P-192 key.
   *
   * @param sec1 25 bytes compressed, or 49 bytes uncompressed (SEC 1)
   * @return the key
   * @throws InvalidKeyException if the bytes are not a point on the curve
   */
  public static LegacyKey p192(byte[] sec1) throws InvalidKeyException {
    boolean compressed = sec1.length == 25 && (sec1[0] == 2 || sec1[0] == 3);
    if (!compressed && !(sec1.length == 49 && sec1[0] == 4)) {
      throw new InvalidKeyException(
          "a P-192 key is 25 bytes that start with 02 or 03, or 49 that start with 04, not "
              + sec1.length + " bytes");
    }
    return new LegacyKey(LegacyAlgorithm.LEGACY_P192, decode("secp192r1", sec1));
  }

  /**
   * Reads a P-256 key of which only x is known.
   *
   * @param x 32 bytes
   * @return the key whose y is the smaller root
   * @throws InvalidKeyException if no point has this x
   */
  public static LegacyKey p256XOnly(byte[] x) throws InvalidKeyException {
    P256Key full = HeliumKey.compact(x);
    return new LegacyKey(LegacyAlgorithm.LEGACY_P256_X_ONLY, decode("secp256r1", full.encoded()));
  }

  private static ECPublicKeyParameters decode(String curve, byte[] sec1)
      throws InvalidKeyException {
    X9ECParameters parameters = CustomNamedCurves.getByName(curve);
    try {
      ECPoint point = parameters.getCurve().decodePoint(sec1).normalize();
      return new ECPublicKeyParameters(
          point,
          new ECDomainParameters(
              parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH()));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("not a point of " + curve + ": " + e.getMessage());
    }
  }

  /**
   * The algorithm.
   *
   * @return which legacy algorithm the key verifies
   */
  public LegacyAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * Verifies a signature over a message with SHA-256.
   *
   * @param message the message
   * @param signature r || s, each of {@link LegacyAlgorithm#coordinateBytes()}
   * @return whether it is valid
   */
  public boolean verify(byte[] message, byte[] signature) {
    return verifyDigest(Digests.sha256(message), signature);
  }

  /**
   * Verifies a signature over a digest that hardware has made in its own way. Whoever can have such hardware sign any
   * digest can have it sign this one, so that it is weak evidence.
   *
   * @param digest the digest; if it is longer than the curve's order, its left bits count
   * @param signature r || s, each of {@link LegacyAlgorithm#coordinateBytes()}
   * @return whether it is valid
   */
  public boolean verifyDigest(byte[] digest, byte[] signature) {
    int half = algorithm.coordinateBytes();
    if (signature.length != 2 * half) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, half));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half));
    BigInteger n = key.getParameters().getN();
    if (r.signum() == 0 || s.signum() == 0 || r.compareTo(n) >= 0 || s.compareTo(n) >= 0) {
      return false;
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    return verifier.verifySignature(digest, r, s);
  }
}
