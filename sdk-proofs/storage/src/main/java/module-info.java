/** Proofs of storage: pieces and their commitments, proofs of possession, and erasure coding. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.storage {
  requires transitive org.depinsdk.proofs;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports org.depinsdk.storage.erasure;
  exports org.depinsdk.storage.pdp;
  exports org.depinsdk.storage.piece;
}
