/** Judges evidence: the {@code ProofVerifier} interface and the verifiers that come with the SDK. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.proofs {
  requires transitive org.depinsdk.core;
  requires com.google.protobuf;
  requires com.fasterxml.jackson.core;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  uses org.depinsdk.proofs.ProofVerifier;

  exports org.depinsdk.proofs;
  exports org.depinsdk.proofs.metering;
}
