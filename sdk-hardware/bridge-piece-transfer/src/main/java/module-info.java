/** Transfer of pieces between clients and providers over gRPC. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware.bridge.piece.transfer {
  requires transitive org.depinsdk.hardware.bridge.disk.storage;
  requires transitive com.google.common;
  requires transitive com.google.protobuf;
  requires transitive io.grpc;
  requires transitive io.grpc.protobuf;
  requires transitive io.grpc.stub;
  requires static transitive org.jspecify;

  exports org.depinsdk.hardware.bridge.piece.transfer;
  exports org.depinsdk.hardware.bridge.piece.transfer.wire.v1;
}
