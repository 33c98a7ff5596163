/** Judges evidence: the {@code ProofVerifier} interface and the verifiers that come with the SDK. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.proofs {
  requires transitive org.depinsdk.core;
  requires com.google.protobuf;
  requires static transitive org.jspecify;

  uses org.depinsdk.proofs.ProofVerifier;

  exports org.depinsdk.proofs;
}
