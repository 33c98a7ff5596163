/** Transparency logs: trees, proofs, signed notes, checkpoints, tiles, witness policies and witnesses. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.transparency {
  requires transitive java.net.http;
  requires jdk.httpserver;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports org.depinsdk.transparency;
  exports org.depinsdk.transparency.note;
  exports org.depinsdk.transparency.proof;
  exports org.depinsdk.transparency.tile;
  exports org.depinsdk.transparency.tree;
  exports org.depinsdk.transparency.witness;
}
