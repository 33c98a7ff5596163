/** What a verifier is tested with: a network in memory, an engine without files, and the laws that every verifier keeps. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.proofs.testkit {
  requires transitive org.depinsdk.proofs;
  requires static transitive org.jspecify;

  exports org.depinsdk.proofs.testkit;
}
