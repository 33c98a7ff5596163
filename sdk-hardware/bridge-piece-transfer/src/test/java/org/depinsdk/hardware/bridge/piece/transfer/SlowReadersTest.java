package org.depinsdk.hardware.bridge.piece.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.hardware.bridge.disk.storage.CommittedPieces;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetOpen;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetRequest;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetResponse;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PieceTransferGrpc;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.hardware.disk.PieceStore;
import org.depinsdk.hardware.disk.StoreLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider with little memory, in a process of its own, and many readers that take their time. */
@Timeout(120)
class SlowReadersTest {
  private static final int READERS = 64;
  private static final long SIZE = 1L << 30;
  private static final long WANTED = 3 << 20;
  private static final PieceId PIECE = new PieceId(Bytes32.ZERO);

  @TempDir
  Path scratch;

  /** The process: serves the store until its input ends, on credit without end. */
  static final class Serves {
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      try (PieceStore store = PieceStore.open(
              folder.resolve("store"), StoreLimits.DEFAULT, InstantSource.system());
          PieceStore none =
              PieceStore.open(folder.resolve("none"), StoreLimits.DEFAULT, InstantSource.system());
          PieceServer server = PieceServer.start(
              new PieceProvider(
                  "storage-test",
                  InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]),
                  store,
                  CommittedPieces.open(none, folder.resolve("layers"), 1),
                  new TransferLimits(READERS, Duration.ofMinutes(5), Long.MAX_VALUE / 2),
                  new ProviderTerms() {},
                  InstantSource.system()),
              0,
              InsecureServerCredentials.create())) {
        System.out.println("port " + server.port());
        System.in.read();
      }
    }
  }

  /** Takes one message at a time, when it is told to. */
  private static final class Reader implements ClientResponseObserver<GetRequest, GetResponse> {
    private final CompletableFuture<Boolean> half = new CompletableFuture<>();
    private final CompletableFuture<Boolean> all = new CompletableFuture<>();
    private ClientCallStreamObserver<GetRequest> call;
    private long received;

    @Override
    public void beforeStart(ClientCallStreamObserver<GetRequest> started) {
      call = started;
      started.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(GetResponse message) {
      received += message.getData().size();
      if (received >= WANTED) {
        all.complete(true);
      } else if (received >= WANTED / 2 && half.complete(true)) {
        return;
      }
      call.request(1);
    }

    @Override
    public void onError(Throwable failure) {
      half.completeExceptionally(failure);
      all.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      onError(new IOException("the piece ended"));
    }
  }

  /** Who stops halfway holds up nobody, and what it has not taken is not kept in the provider's memory. */
  @Test
  void whatReadersDoNotTakeStaysOnTheDisk() throws Exception {
    PieceStore.init(scratch.resolve("none"), "node");
    PieceStore.init(scratch.resolve("store"), "node");
    Path group = Files.createDirectories(
        scratch.resolve("store/pieces").resolve(PIECE.text().substring(0, 2)));
    try (RandomAccessFile file =
        new RandomAccessFile(group.resolve(PIECE.text() + "-" + SIZE).toFile(), "rw")) {
      file.setLength(SIZE);
    }
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Serves.class.getName(),
            scratch.toString())
        .redirectError(scratch.resolve("log").toFile())
        .start();
    List<ManagedChannel> channels = new ArrayList<>();
    try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
      String line = told.readLine();
      assertThat(line).as(Files.readString(scratch.resolve("log"))).startsWith("port ");
      int port = Integer.parseInt(line.substring(5));
      List<Reader> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        ManagedChannel channel =
            PieceClient.channel("127.0.0.1", port, InsecureChannelCredentials.create());
        channels.add(channel);
        readers.add(read(channel));
      }
      for (Reader reader : readers) {
        reader.half.get(60, TimeUnit.SECONDS);
      }
      for (Reader reader : readers) {
        reader.call.request(1);
      }
      for (Reader reader : readers) {
        reader.all.get(60, TimeUnit.SECONDS);
      }
      assertThat(process.isAlive()).as(Files.readString(scratch.resolve("log"))).isTrue();
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
      process.destroyForcibly().waitFor();
    }
  }

  private static Reader read(ManagedChannel channel) throws Exception {
    Reader reader = new Reader();
    PieceTransferGrpc.newStub(channel)
        .get(reader)
        .onNext(GetRequest.newBuilder()
            .setOpen(GetOpen.newBuilder()
                .setPiece(ByteString.copyFrom(PIECE.hash().bytes()))
                .setClient(InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32])
                    .publicKey()
                    .didKey())
                .setSession("s"))
            .build());
    return reader;
  }
}
