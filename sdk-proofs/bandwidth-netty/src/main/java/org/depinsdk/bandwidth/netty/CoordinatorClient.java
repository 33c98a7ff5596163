package org.depinsdk.bandwidth.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a device connected with a {@link CoordinatorServer} and hands on the invitations that the coordinator signed: a prover
 * gives them to {@link BandwidthProver#run}, a challenger to {@link BandwidthChallenger#expect}.
 */
public final class CoordinatorClient implements AutoCloseable {
  private static final long RETRY_SECONDS = 5;

  /**
   * Who connects.
   *
   * @param network the network's name
   * @param self the device
   * @param signer of its key
   * @param coordinator whose invitations it takes
   * @param port UDP port on which a challenger serves, 0 for a prover
   * @param capacityKbps what a challenger sends or receives at most, 0 for a prover
   */
  public record Identity(
      String network,
      DeviceId self,
      DeviceSigner signer,
      DeviceKey coordinator,
      int port,
      long capacityKbps) {}

  private final Identity identity;
  private final Consumer<Invitation> invitations;
  private final Bootstrap bootstrap;
  // who gets an invitation opens sockets, for which an event loop must not wait
  private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
    Thread one = new Thread(task, "bandwidth-invitations");
    one.setDaemon(true);
    return one;
  });
  private volatile boolean isClosed;
  private volatile @Nullable Channel channel;

  private CoordinatorClient(
      Identity identity,
      InetSocketAddress server,
      EventLoopGroup loops,
      Consumer<Invitation> invitations) {
    this.identity = identity;
    this.invitations = invitations;
    this.bootstrap = MeasurementLoops.tcpClient(loops)
        .remoteAddress(server)
        .handler(Frames.pipeline(Connection::new));
  }

  /**
   * Connects, and connects again whenever the connection breaks, until it is closed.
   *
   * @param identity who connects
   * @param server where the coordinator is; a name is looked up each time if it is unresolved
   * @param loops at least one event loop; stays the caller's
   * @param invitations takes those that the coordinator signed, on a thread of the client
   * @return the client
   */
  public static CoordinatorClient start(
      Identity identity,
      InetSocketAddress server,
      EventLoopGroup loops,
      Consumer<Invitation> invitations) {
    CoordinatorClient client = new CoordinatorClient(identity, server, loops, invitations);
    client.connect();
    return client;
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void connect() {
    if (!isClosed) {
      bootstrap.connect().addListener(done -> {
        if (!done.isSuccess()) {
          connectLater();
        }
      });
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void connectLater() {
    if (!isClosed) {
      bootstrap.config().group().schedule(this::connect, RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.shutdown();
    Channel open = channel;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
  }

  private final class Connection extends Frames {
    private boolean attends;

    @Override
    void opened(Channel connection) {
      channel = connection;
      if (isClosed) {
        UdpChannels.close(connection);
      }
    }

    @Override
    void read(Channel connection, byte[] message) {
      try {
        if (!attends) {
          attends = true;
          write(
              connection,
              Attendance.sign(
                      identity.network,
                      message,
                      identity.signer,
                      identity.self,
                      identity.port,
                      identity.capacityKbps)
                  .encode());
          return;
        }
        Invitation invitation = Invitation.decode(identity.network, message);
        if (invitation.isFrom(identity.coordinator)) {
          thread.execute(() -> invitations.accept(invitation));
        }
      } catch (SigningException | MalformedEvidenceException | RejectedExecutionException e) {
        // the next connection may do better
        UdpChannels.close(connection);
      }
    }

    @Override
    void closed(Channel connection) {
      connectLater();
    }
  }
}
