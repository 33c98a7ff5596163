/** Pretend certificate authorities and attesters, honest and tampered with. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.attestation.testkit {
  requires transitive org.depinsdk.attestation;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.pkix;
  requires static transitive org.jspecify;

  exports org.depinsdk.attestation.testkit;
}
