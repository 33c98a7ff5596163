/** From pieces on a disk to their commitments and proofs. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware.bridge.disk.storage {
  requires transitive org.depinsdk.hardware.disk;
  requires transitive org.depinsdk.storage;
  requires static transitive org.jspecify;

  exports org.depinsdk.hardware.bridge.disk.storage;
}
