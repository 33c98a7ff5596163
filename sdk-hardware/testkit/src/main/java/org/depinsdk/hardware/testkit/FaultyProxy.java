package org.depinsdk.hardware.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on the loopback between a driver and its device that breaks the connection in the ways in which networks do.
 * It begins with {@link Fault#NONE}; a change of the fault holds for connections that are open already, too.
 *
 * <pre>{@code
 * try (FaultyProxy proxy = FaultyProxy.to(device.address())) {
 *   open driver on proxy.port() …
 *   proxy.set(Fault.STALL);            // a pulled cable: the connection stands, nothing comes
 * }
 * }</pre>
 */
public final class FaultyProxy implements AutoCloseable {
  /** What goes wrong. */
  public enum Fault {
    /** Nothing: bytes pass both ways. */
    NONE,
    /** Connections are closed as soon as they are made, and those that stand are closed. */
    REFUSE,
    /** Connections stand, but no byte passes: a pulled cable. */
    STALL,
    /** What the device answers is replaced by bytes of the test. */
    GARBAGE,
    /** Of each piece that the device answers only the first half passes, then the connection is closed. */
    TRUNCATE
  }

  private static final int MAX_CONNECTIONS = 64;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private record State(Fault fault, byte[] garbage) {}

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MAX_CONNECTIONS);

  private volatile State state = new State(Fault.NONE, new byte[0]);

  private FaultyProxy(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts a proxy on a free port of the loopback.
   *
   * @param target where the device listens
   * @return the proxy; the caller closes it
   * @throws IOException if no port can be had
   */
  public static FaultyProxy to(InetSocketAddress target) throws IOException {
    FaultyProxy proxy = new FaultyProxy(
        new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress()), target);
    proxy.start("accept", proxy::accept);
    return proxy;
  }

  /**
   * Where the proxy listens.
   *
   * @return a port of the loopback
   */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * Sets what goes wrong from now on.
   *
   * @param fault any but {@link Fault#GARBAGE}
   */
  public void set(Fault fault) {
    if (fault == Fault.GARBAGE) {
      throw new IllegalArgumentException("garbage needs bytes: call answerWith");
    }
    change(new State(fault, new byte[0]));
  }

  /**
   * Answers with these bytes from now on, once for each piece that the device answers.
   *
   * @param garbage any bytes; copied
   */
  public void answerWith(byte[] garbage) {
    change(new State(Fault.GARBAGE, garbage.clone()));
  }

  private synchronized void change(State next) {
    State before = state;
    state = next;
    // what was held back while stalled never comes: whoever waited for it must dial again
    if (next.fault() == Fault.REFUSE || before.fault() == Fault.STALL) {
      open.forEach(FaultyProxy::closeQuietly);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (state.fault() == Fault.REFUSE || !places.tryAcquire()) {
          closeQuietly(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // the server was closed, which ends the loop, or a client went away before it was accepted
      }
    }
  }

  private void connect(Socket client) {
    Socket device = new Socket();
    open.add(client);
    open.add(device);
    try {
      device.connect(target, 2000);
      AtomicInteger ways = new AtomicInteger(2);
      start("to-device", () -> pump(client, device, false, ways));
      start("to-client", () -> pump(device, client, true, ways));
    } catch (IOException e) {
      end(client, device);
      places.release();
    }
  }

  private void pump(Socket from, Socket to, boolean answers, AtomicInteger ways) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!pass(out, buffer, n, answers)) {
          break;
        }
      }
    } catch (IOException e) {
      // one side closed: the other is closed below
    } finally {
      end(from, to);
      if (ways.decrementAndGet() == 0) {
        places.release();
      }
    }
  }

  private boolean pass(OutputStream out, byte[] piece, int length, boolean answers)
      throws IOException {
    State now = state;
    switch (now.fault()) {
      case STALL -> {
        return true;
      }
      case REFUSE -> {
        return false;
      }
      case GARBAGE ->
        out.write(answers ? now.garbage() : piece, 0, answers ? now.garbage().length : length);
      case TRUNCATE -> {
        out.write(piece, 0, answers ? length / 2 : length);
        out.flush();
        return !answers;
      }
      case NONE -> out.write(piece, 0, length);
    }
    out.flush();
    return true;
  }

  private void end(Socket one, Socket other) {
    open.remove(one);
    open.remove(other);
    closeQuietly(one);
    closeQuietly(other);
  }

  private void start(String name, Runnable work) {
    Thread thread = new Thread(work, "faulty-proxy-" + name + "-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed all the same
      return;
    }
  }

  /** Closes the port and all connections. Idempotent. */
  @Override
  public void close() {
    closeQuietly(server);
    open.forEach(FaultyProxy::closeQuietly);
  }
}
