/** Proof of delivered energy: {@code metering/1}. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.metering {
  requires transitive org.depinsdk.proofs;
  requires transitive com.google.protobuf;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  provides org.depinsdk.proofs.ProofVerifier with
      org.depinsdk.metering.MeteringVerifier;

  exports org.depinsdk.metering;
  exports org.depinsdk.metering.wire.v1;
}
