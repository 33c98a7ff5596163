package org.depinsdk.hardware.tpm;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A TPM behind a socket that carries plain commands and answers, as swtpm's data channel does, over TCP or Unix sockets. */
final class SocketTransport implements TpmTransport {
  private final SocketChannel channel;
  private final Selector selector;

  private SocketTransport(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  static SocketTransport connect(SocketChannel channel, SocketAddress address, Duration timeout)
      throws IOException {
    Selector selector = null;
    try {
      channel.configureBlocking(false);
      selector = Selector.open();
      SocketTransport transport = new SocketTransport(channel, selector);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      long end = System.nanoTime() + timeout.toNanos();
      boolean connected = channel.connect(address);
      while (!connected) {
        transport.await(key, SelectionKey.OP_CONNECT, end);
        connected = channel.finishConnect();
      }
      return transport;
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw e instanceof IOException io ? io : new IOException("no address: " + e.getMessage(), e);
    }
  }

  @Override
  public byte[] exchange(byte[] command, Duration timeout) throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    SelectionKey key = channel.keyFor(selector);
    ByteBuffer in = ByteBuffer.allocate(MAX_BYTES + 1);
    int unasked = channel.read(in);
    if (unasked != 0) {
      throw unasked < 0
          ? new EOFException("the connection has ended")
          : new IOException("bytes came that no command had asked for");
    }
    ByteBuffer out = ByteBuffer.wrap(command);
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        await(key, SelectionKey.OP_WRITE, end);
      }
    }
    int length = -1;
    while (length < 0 || in.position() < length) {
      int read = channel.read(in);
      if (read < 0) {
        throw new EOFException(
            "the connection ended after " + in.position() + " bytes of an answer");
      }
      if (read == 0) {
        await(key, SelectionKey.OP_READ, end);
      }
      length = Answers.length(in);
    }
    return Answers.take(in, length);
  }

  private void await(SelectionKey key, int operation, long end) throws IOException {
    key.interestOps(operation);
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    selector.select(millis);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted while waiting for the TPM");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      selector.close();
    }
  }
}
