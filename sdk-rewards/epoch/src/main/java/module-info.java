/** The epoch: engine, replayable bundle, statement. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.epoch {
  requires transitive org.depinsdk.attestation;
  requires transitive org.depinsdk.core;
  requires transitive org.depinsdk.proofs;
  requires transitive org.depinsdk.rewards;
  requires transitive org.depinsdk.transparency;
  requires com.google.common;
  requires static transitive org.jspecify;

  exports org.depinsdk.epoch;
  exports org.depinsdk.epoch.store;

  uses org.depinsdk.epoch.store.BundleStoreProvider;
}
