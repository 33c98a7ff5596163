package org.depinsdk.hardware.bridge.piece.transfer;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PieceTransferGrpc;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceSource;

/** One provider as a client sees it. Every call has a deadline. Safe for use by several threads. */
public final class PieceClient implements Closeable {
  private final String network;
  private final DeviceId provider;
  private final DeviceSigner signer;
  private final InstantSource clock;
  private final Duration timeout;
  private final ManagedChannel channel;

  /**
   * A client.
   *
   * @param network the network's name
   * @param provider who is expected at the other end; its receipts are checked
   * @param signer the client's key, which signs orders and receipts
   * @param channel to the provider; closed with the client
   * @param clock the client's time
   * @param timeout of each transfer
   */
  public PieceClient(
      String network,
      DeviceId provider,
      DeviceSigner signer,
      ManagedChannel channel,
      InstantSource clock,
      Duration timeout) {
    this.network = network;
    this.provider = provider;
    this.signer = signer;
    this.channel = channel;
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * A channel to a provider.
   *
   * @param host the provider's host
   * @param port its port
   * @param credentials TLS, as {@link io.grpc.TlsChannelCredentials} makes them, or {@link
   *     io.grpc.InsecureChannelCredentials} on loopback and in tests
   * @return the channel
   */
  public static ManagedChannel channel(String host, int port, ChannelCredentials credentials) {
    return Grpc.newChannelBuilderForAddress(host, port, credentials)
        .maxInboundMessageSize(TransferLimits.CHUNK_BYTES + (8 << 10))
        .build();
  }

  /**
   * Stores a piece. One that broke off goes on where the provider has it.
   *
   * @param piece SHA-256 of the bytes
   * @param cid their commitment
   * @param source the bytes
   * @return the provider's receipt, which has been checked; the piece is durable there
   * @throws TransferException if the provider refuses, does not answer in time, or signs something else
   * @throws IOException if the source cannot be read, or the signer cannot sign now
   */
  public Signed<StoreReceipt> put(PieceId piece, PieceCid cid, PieceSource source)
      throws IOException {
    try {
      Signed<StoreOrder> order = new StoreOrder(
              provider, signer.publicKey(), piece, cid, clock.instant().plus(timeout))
          .sign(network, signer);
      Upload upload = new Upload(order, source, network);
      stub().put(upload);
      Signed<StoreReceipt> receipt = await("put " + piece, upload.receipt());
      StoreReceipt said = receipt.content();
      if (!DeviceId.derive(network, said.provider()).equals(provider)
          || !said.order().equals(Bytes32.sha256(order.body()))) {
        throw new TransferException("the receipt is of " + said.provider().didKey() + " for order "
            + said.order() + ", not of " + provider + " for " + piece);
      }
      return receipt;
    } catch (SigningException e) {
      throw new IOException("the order cannot be signed", e);
    }
  }

  /**
   * Reads a piece into a file, and pays for it. What came before a break stays beside the file, and the next call goes on from
   * there. The file gets its name only when its bytes are those that the id names.
   *
   * @param piece SHA-256 of the bytes
   * @param session names this download in the receipts: 1 to 64 of {@code A-Z a-z 0-9 . _ : -}, new for each call
   * @param target the file; its folder exists
   * @throws TransferException if the provider does not have the piece, breaks off, or sends other bytes, which are dropped
   * @throws IOException if the file cannot be written
   */
  public void get(PieceId piece, String session, Path target) throws IOException {
    try (Download download =
        new Download(network, provider, signer, clock, piece, session, target)) {
      stub().get(download);
      await("get " + piece, download.finished());
    }
  }

  private PieceTransferGrpc.PieceTransferStub stub() {
    return PieceTransferGrpc.newStub(channel)
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> T await(String what, CompletableFuture<T> answer) throws IOException {
    try {
      // the call has a deadline too; this one is for a transport that never answers
      return answer.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      throw Wire.failure(what + " at " + provider, cause == null ? e : cause);
    } catch (java.util.concurrent.TimeoutException e) {
      throw Wire.failure(what + " at " + provider, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + what + " at " + provider, e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
