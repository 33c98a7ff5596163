/** Appraises what hardware says of itself (RFC 9334): evidence in, an attestation result out. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.attestation {
  requires transitive org.depinsdk.core;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.pkix;
  requires static transitive org.jspecify;

  uses org.depinsdk.attestation.EvidenceVerifier;

  exports org.depinsdk.attestation;
  exports org.depinsdk.attestation.device;
  exports org.depinsdk.attestation.enrolment;
  exports org.depinsdk.attestation.tpm;

  provides org.depinsdk.attestation.EvidenceVerifier with
      org.depinsdk.attestation.device.DeviceChainVerifier,
      org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
}
