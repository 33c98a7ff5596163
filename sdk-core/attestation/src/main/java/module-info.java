/** Appraises what hardware says of itself (RFC 9334): evidence in, an attestation result out. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.attestation {
  requires transitive org.depinsdk.core;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.pkix;
  requires static transitive org.jspecify;

  uses org.depinsdk.attestation.EvidenceVerifier;

  exports org.depinsdk.attestation;
  exports org.depinsdk.attestation.android;
  exports org.depinsdk.attestation.apple;
  exports org.depinsdk.attestation.device;
  exports org.depinsdk.attestation.ear;
  exports org.depinsdk.attestation.eat;
  exports org.depinsdk.attestation.enrolment;
  exports org.depinsdk.attestation.nitro;
  exports org.depinsdk.attestation.token;
  exports org.depinsdk.attestation.tpm;
  exports org.depinsdk.attestation.webauthn;

  provides org.depinsdk.attestation.EvidenceVerifier with
      org.depinsdk.attestation.android.AndroidKeyVerifier,
      org.depinsdk.attestation.apple.AppAssertionVerifier,
      org.depinsdk.attestation.apple.AppAttestationVerifier,
      org.depinsdk.attestation.device.DeviceChainVerifier,
      org.depinsdk.attestation.eat.EatVerifier,
      org.depinsdk.attestation.nitro.NitroVerifier,
      org.depinsdk.attestation.tpm.TpmEvidenceVerifier,
      org.depinsdk.attestation.webauthn.WebAuthnVerifier;
}
