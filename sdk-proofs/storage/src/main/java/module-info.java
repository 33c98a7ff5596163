/** Proofs of storage: {@code possession/1} and {@code audit/1}, pieces and their commitments, and erasure coding. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.storage {
  requires transitive org.depinsdk.proofs;
  requires transitive com.google.protobuf;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  provides org.depinsdk.proofs.ProofVerifier with
      org.depinsdk.storage.audit.AuditVerifier,
      org.depinsdk.storage.possession.PossessionVerifier;

  exports org.depinsdk.storage;
  exports org.depinsdk.storage.audit;
  exports org.depinsdk.storage.erasure;
  exports org.depinsdk.storage.pdp;
  exports org.depinsdk.storage.piece;
  exports org.depinsdk.storage.possession;
  exports org.depinsdk.storage.sia;
  exports org.depinsdk.storage.wire.v1;
}
