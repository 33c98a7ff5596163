/** Proof of bandwidth: {@code bandwidth/1}. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.bandwidth {
  requires transitive org.depinsdk.proofs;
  requires transitive com.google.protobuf;
  requires static transitive org.jspecify;

  provides org.depinsdk.proofs.ProofVerifier with
      org.depinsdk.bandwidth.BandwidthVerifier;

  exports org.depinsdk.bandwidth;
  exports org.depinsdk.bandwidth.wire.v1;
}
