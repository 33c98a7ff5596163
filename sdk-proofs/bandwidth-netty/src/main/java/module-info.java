/** Measures bandwidth over sockets. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.bandwidth.netty {
  requires transitive org.depinsdk.bandwidth;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires transitive io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.unix.common;
  requires static transitive org.jspecify;

  exports org.depinsdk.bandwidth.netty;
}
