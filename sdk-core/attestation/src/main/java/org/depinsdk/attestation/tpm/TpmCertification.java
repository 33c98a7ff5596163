package org.depinsdk.attestation.tpm;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A TPM's word that a key is in it (TPM2_Certify), as other formats carry it: with the certificate of the attestation key and an
 * algorithm of COSE. Findings are {@code SCHEME.tpm.…}.
 */
public final class TpmCertification {
  private TpmCertification() {}

  /**
   * Checks which TPM a certificate is of. The names are compared with the reference values {@code manufacturer}, {@code model}
   * and {@code version}.
   *
   * @param certificate of an attestation key
   * @param appraisal gets the findings
   */
  public static void checkNames(Certificate certificate, Appraisal appraisal) {
    Map<String, String> names = EkCertificate.tpm(certificate);
    if (!EkCertificate.isNamed(names)) {
      appraisal.find("tpm.missing-name", TrustClaim.HARDWARE, TrustValues.UNRECOGNIZED);
    }
    EkCertificate.compareNames(names, "tpm", appraisal);
  }

  /**
   * Whether a certificate's key signed. The signature is a TPMT_SIGNATURE, as WebAuthn says, or its content in the form of
   * X.509, as Windows sends it.
   *
   * @param certificate of an attestation key
   * @param algorithm of that key
   * @param message what was signed, not its hash
   * @param signature either form
   * @return false also if the signature names another algorithm
   */
  public static boolean isSignedBy(
      Certificate certificate, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
    TpmSignature parsed;
    try {
      parsed = TpmSignature.parse(signature);
    } catch (EncodingException e) {
      return algorithm.verify(certificate.key(), message, signature);
    }
    try {
      boolean rsa = algorithm == SignatureAlgorithm.RS256 || algorithm == SignatureAlgorithm.RS1;
      return algorithm.fits(certificate.key())
          && parsed.scheme() == (rsa ? TpmSignature.RSASSA : TpmSignature.ECDSA)
          && parsed.hash() == hash(algorithm)
          && parsed.verifies(EkCertificate.publicKey(certificate), message);
    } catch (EncodingException e) {
      return false;
    }
  }

  /**
   * Checks what was certified. The signature over the attestation is the caller's to verify.
   *
   * @param publicArea a TPMT_PUBLIC
   * @param attestation a TPMS_ATTEST
   * @param algorithm whose hash the attestation carries
   * @param hashed what it is the hash of
   * @param appraisal gets the findings
   * @return the key in the public area; empty if it is not certified
   */
  public static Optional<AttestedKey> check(
      byte[] publicArea,
      byte[] attestation,
      SignatureAlgorithm algorithm,
      byte[] hashed,
      Appraisal appraisal) {
    TpmPublicArea area;
    TpmAttestation attested;
    try {
      area = TpmPublicArea.parse(publicArea);
      attested = TpmAttestation.parse(attestation);
    } catch (EncodingException e) {
      find("malformed", appraisal);
      return Optional.empty();
    }
    if (!Arrays.equals(attested.extraData(), hash(algorithm).hash(hashed))) {
      find("data-mismatch", appraisal);
    }
    if (!(attested.statement() instanceof TpmAttestation.Statement.Certify certify)
        || !Arrays.equals(certify.name(), area.name())) {
      find("other-key", appraisal);
      return Optional.empty();
    }
    if (!area.has(TpmPublicArea.BORN_HERE)) {
      appraisal.find("tpm.attributes", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
    return Optional.of(new AttestedKey(area.key().getEncoded()));
  }

  private static TpmHash hash(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case RS1 -> TpmHash.SHA1;
      case ES384 -> TpmHash.SHA384;
      case ES512 -> TpmHash.SHA512;
      case ES256, RS256, EDDSA -> TpmHash.SHA256;
    };
  }

  private static void find(String code, Appraisal appraisal) {
    appraisal.find("tpm." + code, TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
  }
}
