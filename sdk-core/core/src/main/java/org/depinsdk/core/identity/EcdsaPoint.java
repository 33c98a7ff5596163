package org.depinsdk.core.identity;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.depinsdk.core.internal.Digests;
import org.jspecify.annotations.Nullable;

/** What the two ECDSA key types share: one compressed point, decoded once, and verification with SHA-256. */
final class EcdsaPoint {
  static final ECDomainParameters P256 = domain("secp256r1");
  static final ECDomainParameters SECP256K1 = domain("secp256k1");

  private final ECDomainParameters domain;
  private final KeyAlgorithm algorithm;
  private final ECPublicKeyParameters key;
  private final byte[] encoded;

  private EcdsaPoint(
      ECDomainParameters domain, KeyAlgorithm algorithm, ECPoint point, byte[] encoded) {
    this.domain = domain;
    this.algorithm = algorithm;
    this.key = new ECPublicKeyParameters(point, domain);
    this.encoded = encoded;
  }

  static EcdsaPoint decode(ECDomainParameters domain, KeyAlgorithm algorithm, byte[] encoded)
      throws InvalidKeyException {
    if (encoded.length != algorithm.encodedLength() || (encoded[0] != 2 && encoded[0] != 3)) {
      throw new InvalidKeyException("a " + algorithm.label()
          + " key is 33 bytes that start with 02 or 03, not " + encoded.length + " bytes");
    }
    byte[] copy = encoded.clone();
    try {
      // decodePoint checks the range of x, the curve equation and, for these curves of cofactor 1,
      // the group
      ECPoint point = domain.getCurve().decodePoint(copy).normalize();
      if (point.isInfinity() || !Arrays.equals(point.getEncoded(true), copy)) {
        throw new InvalidKeyException("not a canonical " + algorithm.label() + " point");
      }
      return new EcdsaPoint(domain, algorithm, point, copy);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("not a " + algorithm.label() + " point: " + e.getMessage());
    }
  }

  byte[] encoded() {
    return encoded.clone();
  }

  byte[] uncompressed() {
    return key.getQ().getEncoded(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcdsaPoint point && Arrays.equals(encoded, point.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  boolean verify(byte[] message, byte[] signature) {
    return verifyDigest(Digests.sha256(message), signature);
  }

  boolean verifyDigest(byte[] digest, byte[] signature) {
    return verifyDigest(digest, signature, EcdsaAccelerators.of(algorithm));
  }

  /** The same verdict with an accelerator and, if that is null, without. */
  boolean verifyDigest(byte[] digest, byte[] signature, @Nullable EcdsaAccelerator accelerator) {
    if (signature.length != 64) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    BigInteger n = domain.getN();
    boolean low = s.compareTo(n.shiftRight(1)) <= 0;
    if (r.signum() == 0 || s.signum() == 0 || r.compareTo(n) >= 0 || !low) {
      return false;
    }
    if (accelerator != null && digest.length == 32) {
      try {
        return accelerator.verify(uncompressed(), digest, signature);
      } catch (RuntimeException | LinkageError e) {
        EcdsaAccelerators.failed(accelerator, e);
      }
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    return verifier.verifySignature(digest, r, s);
  }

  private static ECDomainParameters domain(String name) {
    X9ECParameters parameters = CustomNamedCurves.getByName(name);
    return new ECDomainParameters(
        parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
  }
}
