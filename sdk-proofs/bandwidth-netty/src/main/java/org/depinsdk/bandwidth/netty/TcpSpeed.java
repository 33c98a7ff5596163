package org.depinsdk.bandwidth.netty;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.depinsdk.bandwidth.Direction;

/**
 * The simple case: one TCP connection to one server that is trusted, as in ndt7. The receiver counts, by its own clock, in ten
 * bins, of which the first, in which TCP begins slowly, is left out. What it proves is no more than the server's word.
 *
 * <p>The client sends one byte for the direction and four for the length in milliseconds. Of an upload the server answers with
 * bytes and microseconds, eight bytes each.
 */
public final class TcpSpeed {
  /** Longest test: ndt7's 10 s. */
  public static final Duration LONGEST = Duration.ofSeconds(10);

  private static final int BLOCK = 1 << 16;
  private static final int TIMEOUT_MS = 15_000;
  private static final int MAX_CONNECTIONS = 8;

  private TcpSpeed() {}

  /**
   * What a test came to.
   *
   * @param bytes of payload that the receiver counted
   * @param micros in how much time
   */
  public record Result(long bytes, long micros) {
    /**
     * The rate of the payload.
     *
     * @return kbit/s
     */
    public long kbps() {
      return bytes * 8_000 / Math.max(1, micros);
    }
  }

  /** A server for {@value #MAX_CONNECTIONS} tests at once; others are closed. */
  public static final class Server implements AutoCloseable {
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

    /**
     * Starts.
     *
     * @param listen address and port
     * @throws IOException if the port cannot be bound
     */
    public Server(InetSocketAddress listen) throws IOException {
      socket = new ServerSocket();
      socket.bind(listen);
      threads.execute(this::accept);
    }

    /**
     * Where it listens.
     *
     * @return address and port
     */
    public InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void accept() {
      while (!socket.isClosed()) {
        try {
          Socket client = socket.accept();
          if (free.tryAcquire()) {
            threads.execute(() -> serve(client));
          } else {
            client.close();
          }
        } catch (IOException e) {
          // closed, or a client that went at once
        }
      }
    }

    private void serve(Socket client) {
      try (client) {
        client.setSoTimeout(TIMEOUT_MS);
        DataInputStream in = new DataInputStream(client.getInputStream());
        boolean upload = in.readByte() == 1;
        Duration length = Duration.ofMillis(in.readInt());
        if (length.isNegative() || length.compareTo(LONGEST) > 0) {
          return;
        }
        if (upload) {
          Result result = receive(in, length);
          DataOutputStream out = new DataOutputStream(client.getOutputStream());
          out.writeLong(result.bytes());
          out.writeLong(result.micros());
          out.flush();
        } else {
          send(client.getOutputStream(), length);
        }
      } catch (IOException e) {
        // the client's loss
      } finally {
        free.release();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      threads.shutdownNow();
    }
  }

  /**
   * Makes a test.
   *
   * @param server where
   * @param direction download or upload
   * @param length 100 ms to {@link #LONGEST}
   * @return what the receiver counted
   * @throws IOException if the server is not there or ends the test
   */
  public static Result test(InetSocketAddress server, Direction direction, Duration length)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(server, TIMEOUT_MS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeByte(direction == Direction.UPLOAD ? 1 : 0);
      out.writeInt((int) length.toMillis());
      out.flush();
      if (direction == Direction.DOWNLOAD) {
        return receive(socket.getInputStream(), length);
      }
      send(socket.getOutputStream(), length);
      socket.shutdownOutput();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return new Result(in.readLong(), in.readLong());
    }
  }

  private static void send(OutputStream out, Duration length) throws IOException {
    byte[] block = new byte[BLOCK];
    new SecureRandom().nextBytes(block);
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      out.write(block);
    }
    out.flush();
  }

  private static Result receive(InputStream in, Duration length) throws IOException {
    byte[] block = new byte[BLOCK];
    long start = System.nanoTime();
    long begin = start + length.toNanos() / 10;
    long end = start + length.toNanos();
    long first = 0;
    long last = 0;
    long bytes = 0;
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      long now = System.nanoTime();
      if (now >= begin && now <= end) {
        // what came with the first block had begun before
        bytes += first == 0 ? 0 : read;
        first = first == 0 ? now : first;
        last = now;
      }
    }
    return new Result(bytes, (last - first) / 1_000);
  }
}
