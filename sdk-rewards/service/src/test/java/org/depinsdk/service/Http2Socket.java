package org.depinsdk.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A client of HTTP/2 that takes next to no memory: it writes frames to a socket and reads nothing. */
public final class Http2Socket implements Closeable {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int INITIAL_WINDOW_SIZE = 4;

  private final Socket socket;
  private final OutputStream out;
  private int nextStream = 1;

  /** Connects from one of the machine's own addresses, 127.0.0.{@code host}. */
  public Http2Socket(int host, int port) throws IOException {
    socket = socket(host, port);
    out = socket.getOutputStream();
  }

  /** A socket from one of the machine's own addresses. */
  public static Socket socket(int host, int port) throws IOException {
    InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
    return new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
  }

  /** Begins HTTP/2; answers may have so many bytes before they are read. */
  public Http2Socket begin(int window) throws IOException {
    out.write(PREFACE.getBytes(US_ASCII));
    frame(
        SETTINGS,
        0,
        0,
        ByteBuffer.allocate(6)
            .putShort((short) INITIAL_WINDOW_SIZE)
            .putInt(window)
            .array());
    return this;
  }

  /** Begins a call. */
  public int call(String method, String more) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    header(block, ":method", "POST");
    header(block, ":scheme", "http");
    header(block, ":path", "/" + method);
    header(block, ":authority", "localhost");
    header(block, "content-type", "application/grpc");
    header(block, "te", "trailers");
    if (!more.isEmpty()) {
      header(block, "x", more);
    }
    int stream = nextStream;
    nextStream += 2;
    frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    return stream;
  }

  /** Sends one message of a call. */
  public void message(int stream, byte[] message, boolean last) throws IOException {
    byte[] framed = ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
    frame(DATA, last ? END_STREAM : 0, stream, framed);
  }

  /** Sends the beginning of a message of a call. */
  public void partial(int stream, int length, int sent) throws IOException {
    frame(DATA, 0, stream, ByteBuffer.allocate(5).put((byte) 0).putInt(length).array());
    for (int left = sent; left > 0; left -= 16_000) {
      frame(DATA, 0, stream, new byte[Math.min(left, 16_000)]);
    }
  }

  /** A literal header that is not indexed (RFC 7541, 6.2.2). */
  private static void header(ByteArrayOutputStream block, String name, String value)
      throws IOException {
    block.write(0);
    for (String text : new String[] {name, value}) {
      byte[] bytes = text.getBytes(US_ASCII);
      length(block, bytes.length);
      block.write(bytes);
    }
  }

  /** An integer with a prefix of seven bits (RFC 7541, 5.1). */
  private static void length(ByteArrayOutputStream block, int length) {
    if (length < 127) {
      block.write(length);
      return;
    }
    block.write(127);
    int rest = length - 127;
    for (; rest >= 128; rest >>>= 7) {
      block.write(rest & 127 | 128);
    }
    block.write(rest);
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.write(ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >>> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
