package org.depinsdk.attestation;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * The signature algorithms of tokens and statements (RFC 9053, RFC 7518, RFC 8812). Each belongs to one kind of key, so that a
 * message that names another algorithm than its key's is refused.
 */
public enum SignatureAlgorithm {
  /** ECDSA on P-256 with SHA-256. */
  ES256(-7, X9ObjectIdentifiers.ecdsa_with_SHA256, SECObjectIdentifiers.secp256r1, 32),
  /** ECDSA on P-384 with SHA-384. */
  ES384(-35, X9ObjectIdentifiers.ecdsa_with_SHA384, SECObjectIdentifiers.secp384r1, 48),
  /** ECDSA on P-521 with SHA-512. */
  ES512(-36, X9ObjectIdentifiers.ecdsa_with_SHA512, SECObjectIdentifiers.secp521r1, 66),
  /** Ed25519. */
  EDDSA(-8, EdECObjectIdentifiers.id_Ed25519, null, 0),
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256(-257, PKCSObjectIdentifiers.sha256WithRSAEncryption, null, 0),
  /** RSASSA-PKCS1-v1_5 with SHA-1, which TPMs of the first years use. Only where a policy relaxes it. */
  RS1(-65535, PKCSObjectIdentifiers.sha1WithRSAEncryption, null, 0);

  private final long cose;
  private final ASN1ObjectIdentifier signature;
  private final @Nullable ASN1ObjectIdentifier curve;
  private final int numberBytes;

  SignatureAlgorithm(
      long cose,
      ASN1ObjectIdentifier signature,
      @Nullable ASN1ObjectIdentifier curve,
      int numberBytes) {
    this.cose = cose;
    this.signature = signature;
    this.curve = curve;
    this.numberBytes = numberBytes;
  }

  /**
   * The number of COSE.
   *
   * @return for example -7
   */
  public long cose() {
    return cose;
  }

  /**
   * The name of JOSE.
   *
   * @return for example {@code ES256}
   */
  public String jose() {
    return this == EDDSA ? "EdDSA" : name();
  }

  /**
   * The algorithm of a number of COSE.
   *
   * @param number as a message names it
   * @return empty if it is none of these
   */
  public static Optional<SignatureAlgorithm> ofCose(long number) {
    return Stream.of(values()).filter(a -> a.cose == number).findFirst();
  }

  /**
   * The algorithm that a key signs with.
   *
   * @param key any key
   * @return empty if it signs with none of these; never {@link #RS1}
   */
  public static Optional<SignatureAlgorithm> of(AttestedKey key) {
    return Stream.of(values()).filter(a -> a != RS1 && a.fits(key)).findFirst();
  }

  /**
   * Whether a key is of the kind that signs with this algorithm.
   *
   * @param key any key
   * @return whether it is
   */
  public boolean fits(AttestedKey key) {
    try {
      AlgorithmIdentifier kind = SubjectPublicKeyInfo.getInstance(key.spki()).getAlgorithm();
      ASN1Encodable parameters = kind.getParameters();
      if (curve != null) {
        return kind.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
            && curve.equals(parameters);
      }
      return kind.getAlgorithm()
          .equals(
              this == EDDSA
                  ? EdECObjectIdentifiers.id_Ed25519
                  : PKCSObjectIdentifiers.rsaEncryption);
    } catch (RuntimeException e) {
      // bytes that are no SubjectPublicKeyInfo
      return false;
    }
  }

  /**
   * Verifies a signature as X.509 and TPMs write it.
   *
   * @param key that must have signed
   * @param message what was signed, not its hash
   * @param bytes DER for ECDSA
   * @return false also if the key is of another kind
   */
  public boolean verify(AttestedKey key, byte[] message, byte[] bytes) {
    boolean rsa = this == RS256 || this == RS1;
    AlgorithmIdentifier algorithm = rsa
        ? new AlgorithmIdentifier(signature, DERNull.INSTANCE)
        : new AlgorithmIdentifier(signature);
    return fits(key) && CertificateSignature.verify(algorithm, message, bytes, key);
  }

  /**
   * Verifies a signature as COSE and JOSE write it.
   *
   * @param key that must have signed
   * @param message what was signed, not its hash
   * @param bytes r || s for ECDSA, each as long as the curve's order
   * @return false also if the key is of another kind
   */
  public boolean verifyRaw(AttestedKey key, byte[] message, byte[] bytes) {
    if (curve == null) {
      return verify(key, message, bytes);
    }
    if (bytes.length != 2 * numberBytes) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOf(bytes, numberBytes));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, numberBytes, bytes.length));
    return r.signum() > 0 && s.signum() > 0 && verify(key, message, der(r, s));
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    try {
      return new DERSequence(new ASN1Encodable[] {new ASN1Integer(r), new ASN1Integer(s)})
          .getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }
}
