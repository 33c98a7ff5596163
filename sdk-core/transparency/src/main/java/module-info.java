/** Transparency logs: trees, proofs, signed notes, checkpoints, tiles and witness policies. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.transparency {
  requires transitive java.net.http;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports org.depinsdk.transparency;
  exports org.depinsdk.transparency.note;
  exports org.depinsdk.transparency.proof;
  exports org.depinsdk.transparency.tile;
  exports org.depinsdk.transparency.tree;
}
