package org.depinsdk.service.fair;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Who sends, as far as it is known before a signature is checked: a connection, and the host at its other end. A device's id is
 * a claim until its signature holds, so turns are not given by device: whoever named another's id would use up its turns.
 *
 * @param host the host at the other end
 * @param connection the connection
 */
public record Sender(Object host, Object connection) {
  private static final int NETWORK_BYTES = 8;

  /** Who calls without a connection, such as a test. */
  public static final Sender LOCAL = new Sender("local", "local");

  /** The sender of the present call. */
  public static final Context.Key<Sender> CURRENT = Context.keyWithDefault("sender", LOCAL);

  /**
   * The sender at the other end of a connection.
   *
   * @param transport the attributes of a call
   * @return equal for all calls of one connection
   */
  public static Sender of(Attributes transport) {
    SocketAddress remote = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (remote instanceof InetSocketAddress address) {
      return of(address);
    }
    return remote == null ? LOCAL : new Sender(remote, remote);
  }

  /**
   * The sender at the other end of a connection.
   *
   * @param remote its address
   * @return the same as that of its calls
   */
  public static Sender of(InetSocketAddress remote) {
    return new Sender(host(remote.getAddress()), remote);
  }

  /**
   * The host with an address. One host has all of an IPv6 network of 64 bits (RFC 7421), and may change its address in it for each connection.
   *
   * @param address of IPv4 or IPv6
   * @return equal for all addresses that one host has at once
   */
  public static Object host(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == NETWORK_BYTES + NETWORK_BYTES
        ? ByteBuffer.wrap(bytes, 0, NETWORK_BYTES).getLong()
        : address;
  }

  /** First a host has its turn, then one of its connections. */
  List<Object> path() {
    return List.of(host, connection);
  }
}
