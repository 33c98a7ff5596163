/** Appraises what hardware says of itself (RFC 9334): evidence in, an attestation result out. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.attestation {
  requires transitive org.depinsdk.core;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.pkix;
  requires static transitive org.jspecify;

  exports org.depinsdk.attestation;
}
