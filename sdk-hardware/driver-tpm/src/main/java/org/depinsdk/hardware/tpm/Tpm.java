package org.depinsdk.hardware.tpm;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a TPM 2.0 is and how long it may take. Nothing is opened until a {@link TpmSigner} is.
 *
 * @param name for messages, for example {@code /dev/tpmrm0}
 * @param connector opens connections
 * @param timeout how long connecting, and each command, may take; more than zero. A discrete TPM may need seconds to make a
 *     key
 */
public record Tpm(String name, TpmTransport.Connector connector, Duration timeout) {
  /** How long a command may take unless {@link #withTimeout} says otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  /** Checks the timeout. */
  public Tpm {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be more than zero, not " + timeout);
    }
  }

  /**
   * The machine's own TPM through the kernel's resource manager, {@code /dev/tpmrm0}, which shares it among processes.
   *
   * @return where it is
   */
  public static Tpm device() {
    return device(Path.of("/dev/tpmrm0"));
  }

  /**
   * A TPM behind a character device of Linux.
   *
   * @param path the device. {@code /dev/tpm0} is without resource manager: one process alone can use it, and keys that a
   *     crashed process left loaded fill it
   * @return where it is
   */
  public static Tpm device(Path path) {
    return new Tpm(path.toString(), t -> DeviceFileTransport.open(path), DEFAULT_TIMEOUT);
  }

  /**
   * A TPM behind a TCP socket that carries plain commands and answers: {@code swtpm socket --tpm2 --server
   * type=tcp,port=…}. It is neither encrypted nor authenticated: for tests and for the loopback.
   *
   * @param host for example {@code 127.0.0.1}
   * @param port from 1 to 65535
   * @return where it is
   */
  public static Tpm socket(String host, int port) {
    return new Tpm(
        "tpm at " + host + ":" + port,
        t -> SocketTransport.connect(SocketChannel.open(), new InetSocketAddress(host, port), t),
        DEFAULT_TIMEOUT);
  }

  /**
   * A TPM behind a Unix socket: {@code swtpm socket --tpm2 --server type=unixio,path=…}.
   *
   * @param path the socket
   * @return where it is
   */
  public static Tpm socket(Path path) {
    return new Tpm(
        "tpm at " + path,
        t -> SocketTransport.connect(
            SocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path), t),
        DEFAULT_TIMEOUT);
  }

  /**
   * The same TPM with another timeout.
   *
   * @param limit how long connecting, and each command, may take; more than zero
   * @return a copy
   */
  public Tpm withTimeout(Duration limit) {
    return new Tpm(name, connector, limit);
  }

  @Override
  public String toString() {
    return name;
  }
}
