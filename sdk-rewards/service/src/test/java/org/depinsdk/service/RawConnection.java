package org.depinsdk.service;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP/2 connection that sends what no gRPC client would. */
public final class RawConnection implements AutoCloseable {
  private static final MultiThreadIoEventLoopGroup THREADS =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  // of all calls, so that an attack takes little memory here
  private static final byte[] ZEROS = new byte[1 << 20];

  private final Channel channel;

  /** The {@code grpc-status} of each call that was ended. */
  public final BlockingQueue<String> statuses = new LinkedBlockingQueue<>();

  public RawConnection(int port) {
    channel = new Bootstrap()
        .group(THREADS)
        .channel(NioSocketChannel.class)
        .handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel made) {
            made.pipeline()
                .addLast(
                    Http2FrameCodecBuilder.forClient().build(),
                    new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
          }
        })
        .connect("127.0.0.1", port)
        .syncUninterruptibly()
        .channel();
  }

  /** A call whose message says that it has so many bytes, one more than come. */
  public void unfinished(String method, int bytes) {
    Channel stream = new Http2StreamChannelBootstrap(channel)
        .handler(new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2HeadersFrame headers
                && headers.headers().contains("grpc-status")) {
              statuses.add(headers.headers().get("grpc-status").toString());
            }
            ReferenceCountUtil.release(frame);
          }
        })
        .open()
        .syncUninterruptibly()
        .getNow();
    var unused = stream.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
        .method("POST")
        .scheme("http")
        .path("/" + method)
        .authority("localhost")
        .add("content-type", "application/grpc")
        .add("te", "trailers")));
    ByteBuf prefix = Unpooled.buffer(5).writeByte(0).writeInt(bytes);
    var unusedToo = stream.writeAndFlush(new DefaultHttp2DataFrame(
        Unpooled.wrappedBuffer(prefix, Unpooled.wrappedBuffer(ZEROS, 0, bytes - 1))));
  }

  /** The next status; null if there is none for a minute. */
  public String status() throws InterruptedException {
    return statuses.poll(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }
}
