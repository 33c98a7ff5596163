/** A network's gRPC API and the clients that devices and operators call it with. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.client {
  requires transitive org.depinsdk.core;
  requires org.depinsdk.transparency;
  requires transitive com.google.common;
  requires transitive com.google.protobuf;
  requires transitive io.grpc;
  requires transitive io.grpc.protobuf;
  requires transitive io.grpc.stub;
  requires java.net.http;
  requires static transitive org.jspecify;

  exports org.depinsdk.client;
  exports org.depinsdk.client.admin.v1;
  exports org.depinsdk.client.drand;
  exports org.depinsdk.client.wire.v1;
}
