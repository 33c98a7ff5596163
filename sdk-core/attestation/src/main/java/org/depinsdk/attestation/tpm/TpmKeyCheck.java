package org.depinsdk.attestation.tpm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.tpm.TpmEvidence.CertifiedKey;
import org.depinsdk.core.tpm.TpmEvidence.Signed;

/** Checks an attestation key, what it signed, and the device's own key that it certified. */
final class TpmKeyCheck {
  private final Appraisal appraisal;
  private final TpmPublicArea ak;
  private final byte[] secret;

  private TpmKeyCheck(Appraisal appraisal, TpmPublicArea ak, byte[] secret) {
    this.appraisal = appraisal;
    this.ak = ak;
    this.secret = secret;
  }

  /**
   * Checks that a key attests and does nothing else: generated in the TPM, bound to it, restricted, for signing alone.
   *
   * @param secret that everything it signed has to carry
   * @return the checks of what it signed; empty if there is no such key
   */
  static Optional<TpmKeyCheck> of(Appraisal appraisal, byte[] publicArea, byte[] secret) {
    TpmPublicArea ak;
    try {
      ak = TpmPublicArea.parse(publicArea);
    } catch (EncodingException e) {
      appraisal.find("ak.malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return Optional.empty();
    }
    List<String> wrong = wrongAttributes(ak);
    if (!ak.has(TpmPublicArea.RESTRICTED)) {
      wrong.add("restricted");
    }
    if (!wrong.isEmpty()) {
      appraisal.find(
          "ak.attributes",
          TrustClaim.INSTANCE_IDENTITY,
          TrustValues.UNTRUSTWORTHY,
          "wrong",
          String.join(" ", wrong));
    }
    if (ak.schemeHash() == TpmHash.SHA1) {
      appraisal.findUnless(
          Relaxation.ALLOW_SHA1,
          "ak.sha1",
          TrustClaim.INSTANCE_IDENTITY,
          TrustValues.CRYPTO_FAILED);
    }
    return Optional.of(new TpmKeyCheck(appraisal, ak, secret));
  }

  private static List<String> wrongAttributes(TpmPublicArea key) {
    List<String> wrong = new ArrayList<>();
    if (!key.has(TpmPublicArea.BORN_HERE)) {
      wrong.add("fixedTPM fixedParent sensitiveDataOrigin");
    }
    if (!key.has(TpmPublicArea.SIGN)) {
      wrong.add("sign");
    }
    if (key.has(TpmPublicArea.DECRYPT)) {
      wrong.add("decrypt");
    }
    return wrong;
  }

  TpmPublicArea ak() {
    return ak;
  }

  /** What the attestation key signed, if it did, and over the secret. Findings begin with the word. */
  Optional<TpmAttestation> verified(String word, Signed signed) {
    TpmSignature signature;
    TpmAttestation attestation;
    try {
      signature = TpmSignature.parse(signed.signature());
      attestation = TpmAttestation.parse(signed.attestation());
    } catch (EncodingException e) {
      find(word + ".malformed");
      return Optional.empty();
    }
    // scheme and hash are the key's; the message does not choose them
    if (signature.scheme() != ak.scheme()
        || signature.hash() != ak.schemeHash()
        || !signature.verifies(ak.key(), signed.attestation())) {
      find(word + ".bad-signature");
      return Optional.empty();
    }
    if (!Arrays.equals(attestation.extraData(), secret)) {
      find(word + ".nonce-mismatch");
    }
    return Optional.of(attestation);
  }

  /** Checks the device's key, and records it. */
  void checkKey(Optional<CertifiedKey> presented) {
    if (presented.isEmpty()) {
      appraisal.find("key.not-certified", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
      return;
    }
    Optional<TpmAttestation> certified = verified("key", presented.get().certification());
    if (certified.isEmpty()) {
      return;
    }
    TpmPublicArea key;
    try {
      key = TpmPublicArea.parse(presented.get().publicArea());
    } catch (EncodingException e) {
      find("key.malformed");
      return;
    }
    if (!(certified.get().statement() instanceof TpmAttestation.Statement.Certify certify)
        || !Arrays.equals(certify.name(), key.name())) {
      find("key.other-key");
      return;
    }
    List<String> wrong = wrongAttributes(key);
    if (!wrong.isEmpty()) {
      appraisal.find(
          "key.attributes",
          TrustClaim.INSTANCE_IDENTITY,
          TrustValues.UNTRUSTWORTHY,
          "wrong",
          String.join(" ", wrong));
    }
    appraisal.key(new AttestedKey(key.key().getEncoded()));
  }

  private void find(String code) {
    appraisal.find(code, TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
  }
}
