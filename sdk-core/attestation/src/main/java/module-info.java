/** Appraises what hardware says of itself (RFC 9334): evidence in, an attestation result out. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.attestation {
  requires transitive org.depinsdk.core;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.pkix;
  requires static transitive org.jspecify;

  exports org.depinsdk.attestation;
  exports org.depinsdk.attestation.android;
  exports org.depinsdk.attestation.apple;
  exports org.depinsdk.attestation.ear;
  exports org.depinsdk.attestation.eat;
  exports org.depinsdk.attestation.nitro;
  exports org.depinsdk.attestation.token;
  exports org.depinsdk.attestation.tpm;
  exports org.depinsdk.attestation.webauthn;
}
