package org.depinsdk.service.fair;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * Who sends, as far as it is known before a signature is checked: a connection, and the host at its other end. A device's id is
 * a claim until its signature holds, so turns are not given by device: whoever named another's id would use up its turns.
 *
 * @param host the host at the other end
 * @param connection the connection
 */
public record Sender(Object host, Object connection) {
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
      return new Sender(address.getAddress(), address);
    }
    return remote == null ? LOCAL : new Sender(remote, remote);
  }

  /** First a host has its turn, then one of its connections. */
  List<Object> path() {
    return List.of(host, connection);
  }
}
