/** Proofs of radio coverage: {@code coverage/1} and {@code witness/1}. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.radio {
  requires transitive org.depinsdk.proofs;
  requires transitive com.google.protobuf;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  provides org.depinsdk.proofs.ProofVerifier with
      org.depinsdk.radio.coverage.CoverageVerifier,
      org.depinsdk.radio.witness.WitnessVerifier;

  exports org.depinsdk.radio;
  exports org.depinsdk.radio.coverage;
  exports org.depinsdk.radio.wire.v1;
  exports org.depinsdk.radio.witness;
}
