package org.depinsdk.attestation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * Verifies the signatures of certificates and lists. The algorithm must be one of those below and fit the issuer's key.
 * Bouncy Castle does it, since the JDK's provider takes points that are not on their curve.
 */
final class CertificateSignature {
  static final int LEAST_RSA_BITS = 2048;

  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  /** Signature algorithms, with the algorithm of the key that they need. */
  private static final Map<ASN1ObjectIdentifier, ASN1ObjectIdentifier> STRONG = Map.of(
      PKCSObjectIdentifiers.sha256WithRSAEncryption, PKCSObjectIdentifiers.rsaEncryption,
      PKCSObjectIdentifiers.sha384WithRSAEncryption, PKCSObjectIdentifiers.rsaEncryption,
      PKCSObjectIdentifiers.sha512WithRSAEncryption, PKCSObjectIdentifiers.rsaEncryption,
      PKCSObjectIdentifiers.id_RSASSA_PSS, PKCSObjectIdentifiers.rsaEncryption,
      X9ObjectIdentifiers.ecdsa_with_SHA256, X9ObjectIdentifiers.id_ecPublicKey,
      X9ObjectIdentifiers.ecdsa_with_SHA384, X9ObjectIdentifiers.id_ecPublicKey,
      X9ObjectIdentifiers.ecdsa_with_SHA512, X9ObjectIdentifiers.id_ecPublicKey,
      EdECObjectIdentifiers.id_Ed25519, EdECObjectIdentifiers.id_Ed25519);

  private static final Map<ASN1ObjectIdentifier, ASN1ObjectIdentifier> SHA1 = Map.of(
      PKCSObjectIdentifiers.sha1WithRSAEncryption, PKCSObjectIdentifiers.rsaEncryption,
      X9ObjectIdentifiers.ecdsa_with_SHA1, X9ObjectIdentifiers.id_ecPublicKey);

  private CertificateSignature() {}

  /** What is known of a signature algorithm. */
  enum Strength {
    STRONG,
    SHA1,
    UNSUPPORTED
  }

  static Strength strength(AlgorithmIdentifier algorithm) {
    if (SHA1.containsKey(algorithm.getAlgorithm())) {
      return Strength.SHA1;
    }
    return STRONG.containsKey(algorithm.getAlgorithm())
            && (!isPss(algorithm) || strongPss(algorithm))
        ? Strength.STRONG
        : Strength.UNSUPPORTED;
  }

  private static boolean isPss(AlgorithmIdentifier algorithm) {
    return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
  }

  private static boolean strongPss(AlgorithmIdentifier algorithm) {
    try {
      ASN1ObjectIdentifier hash = RSASSAPSSparams.getInstance(algorithm.getParameters())
          .getHashAlgorithm()
          .getAlgorithm();
      return hash.equals(NISTObjectIdentifiers.id_sha256)
          || hash.equals(NISTObjectIdentifiers.id_sha384)
          || hash.equals(NISTObjectIdentifiers.id_sha512);
    } catch (RuntimeException e) {
      // malformed parameters
      return false;
    }
  }

  /** Whether an RSA key is shorter than anybody should sign with; false for other keys. */
  static boolean weakKey(AttestedKey key) {
    try {
      SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.getInstance(key.spki());
      return spki.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
          && RSAPublicKey.getInstance(spki.parsePublicKey()).getModulus().bitLength()
              < LEAST_RSA_BITS;
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }

  static boolean verify(
      AlgorithmIdentifier algorithm, byte[] message, byte[] signature, AttestedKey issuer) {
    try {
      SubjectPublicKeyInfo spki = SubjectPublicKeyInfo.getInstance(issuer.spki());
      ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
      if (!spki.getAlgorithm().getAlgorithm().equals(STRONG.getOrDefault(oid, SHA1.get(oid)))) {
        return false;
      }
      ContentVerifier verifier = new JcaContentVerifierProviderBuilder()
          .setProvider(PROVIDER)
          .build(spki)
          .get(algorithm);
      try (OutputStream out = verifier.getOutputStream()) {
        out.write(message);
      }
      return verifier.verify(signature);
    } catch (OperatorCreationException | IOException | RuntimeException e) {
      // a key or signature that cannot be read; Bouncy Castle reports some of those unchecked
      return false;
    }
  }
}
