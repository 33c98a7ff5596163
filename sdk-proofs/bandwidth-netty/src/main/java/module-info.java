/** Measures bandwidth over sockets. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.bandwidth.netty {
  requires transitive org.depinsdk.bandwidth;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  requires static transitive org.jspecify;

  exports org.depinsdk.bandwidth.netty;
}
