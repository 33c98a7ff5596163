package org.depinsdk.hardware.bridge.piece.transfer;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetRequest;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetResponse;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PieceTransferGrpc;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PutRequest;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PutResponse;

/** A provider's socket. */
public final class PieceServer implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = TransferLimits.CHUNK_BYTES + (8 << 10);
  private static final int THREADS = 8;
  private static final int CLOSE_SECONDS = 5;

  private final Server server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "piece-transfer"));

  private PieceServer(PieceProvider provider, int port, ServerCredentials credentials) {
    TransferLimits limits = provider.limits();
    this.server = Grpc.newServerBuilderForPort(port, credentials)
        .addService(new Service(provider))
        .executor(threads)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .maxInboundMetadataSize(8 << 10)
        .handshakeTimeout(10, TimeUnit.SECONDS)
        .keepAliveTime(60, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .maxConnectionIdle(10, TimeUnit.MINUTES)
        .maxConnectionAge(limits.duration().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(limits.duration().toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  /**
   * Listens.
   *
   * @param provider who serves; its store is not closed here
   * @param port 0 for any
   * @param credentials TLS, as {@link io.grpc.TlsServerCredentials} makes them, or {@link io.grpc.InsecureServerCredentials} on
   *     loopback and in tests
   * @return the running server
   * @throws IOException if the port is taken
   */
  public static PieceServer start(PieceProvider provider, int port, ServerCredentials credentials)
      throws IOException {
    PieceServer listening = new PieceServer(provider, port, credentials);
    try {
      listening.server.start();
    } catch (IOException e) {
      listening.close();
      throw new IOException("cannot listen on port " + port + ": " + e.getMessage(), e);
    }
    return listening;
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return server.getPort();
  }

  private static final class Service extends PieceTransferGrpc.PieceTransferImplBase {
    private final PieceProvider provider;
    private final Semaphore free;

    Service(PieceProvider provider) {
      this.provider = provider;
      this.free = new Semaphore(provider.limits().transfers());
    }

    @Override
    public StreamObserver<PutRequest> put(StreamObserver<PutResponse> client) {
      return free.tryAcquire()
          ? new PutCall(provider, (ServerCallStreamObserver<PutResponse>) client, free::release)
          : refused(client);
    }

    @Override
    public StreamObserver<GetRequest> get(StreamObserver<GetResponse> client) {
      return free.tryAcquire()
          ? new GetCall(provider, (ServerCallStreamObserver<GetResponse>) client, free::release)
          : refused(client);
    }

    private <T> StreamObserver<T> refused(StreamObserver<?> client) {
      client.onError(Status.RESOURCE_EXHAUSTED
          .withDescription(
              "this provider has " + provider.limits().transfers() + " transfers already")
          .asRuntimeException());
      return new StreamObserver<>() {
        @Override
        public void onNext(T message) {}

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  /** Ends all transfers; what came stays for the next upload. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      // the threads end the calls
      server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }
}
