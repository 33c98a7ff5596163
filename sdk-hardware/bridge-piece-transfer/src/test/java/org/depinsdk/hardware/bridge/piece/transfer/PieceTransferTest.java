package org.depinsdk.hardware.bridge.piece.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
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
import org.depinsdk.proofs.usage.SignedUsageReceipt;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider and its clients over real gRPC on loopback. */
class PieceTransferTest {
  private static final String NETWORK = "storage-test";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int SIZE = (2 << 20) + 777;
  private static final long CREDIT = 512 << 10;

  @TempDir
  Path scratch;

  private final InMemorySigner client = signer(1);
  private final InMemorySigner node = signer(2);
  private final List<Signed<StoreOrder>> orders = new CopyOnWriteArrayList<>();
  private final List<SignedUsageReceipt> paid = new CopyOnWriteArrayList<>();
  private final byte[] content = new byte[SIZE];
  private PieceStore store;
  private PieceServer server;

  private static InMemorySigner signer(int number) {
    byte[] secret = new byte[32];
    secret[31] = (byte) number;
    try {
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(content);
    PieceStore.init(scratch.resolve("store"), "node");
    store = PieceStore.open(scratch.resolve("store"), StoreLimits.DEFAULT, InstantSource.system());
    ProviderTerms terms = new ProviderTerms() {
      @Override
      public boolean serves(DeviceKey key) {
        return !key.equals(signer(9).publicKey());
      }

      @Override
      public void stored(Signed<StoreOrder> order, Signed<StoreReceipt> receipt) {
        orders.add(order);
      }

      @Override
      public void paid(SignedUsageReceipt receipt) {
        paid.add(receipt);
      }
    };
    server = PieceServer.start(
        new PieceProvider(
            NETWORK,
            node,
            store,
            CommittedPieces.open(store, scratch.resolve("layers"), 1),
            new TransferLimits(3, Duration.ofMinutes(1), CREDIT),
            terms,
            InstantSource.fixed(NOW)),
        0,
        InsecureServerCredentials.create());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    store.close();
  }

  private DeviceId provider() {
    return DeviceId.derive(NETWORK, node.publicKey());
  }

  private PieceClient client(InMemorySigner signer, DeviceId provider) {
    return new PieceClient(NETWORK, provider, signer, channel(), InstantSource.fixed(NOW), TIMEOUT);
  }

  private ManagedChannel channel() {
    return PieceClient.channel("127.0.0.1", server.port(), InsecureChannelCredentials.create());
  }

  private static PieceCid cid(byte[] bytes) {
    PieceHasher hasher = new PieceHasher();
    hasher.update(bytes, 0, bytes.length);
    PieceCommitment commitment = hasher.finish();
    return commitment.piece();
  }

  @Test
  void aPieceIsDurableWhenItsReceiptComesAndComesBackPaid() throws Exception {
    PieceId id = PieceId.of(content);
    try (PieceClient call = client(client, provider())) {
      Signed<StoreReceipt> receipt = call.put(id, cid(content), PieceSource.of(content));
      assertThat(receipt.content().at()).isEqualTo(NOW);
      store.verify(id);
      assertThat(orders).hasSize(1);
      assertThat(receipt.content().order())
          .isEqualTo(Bytes32.sha256(orders.get(0).body()));
      // the same again is acknowledged again
      call.put(id, cid(content), PieceSource.of(content));

      Path target = scratch.resolve("back");
      call.get(id, "s-1", target);
      assertThat(target).hasBinaryContent(content);
      assertThat(paid).hasSize(1);
      assertThat(paid.get(0).receipt().bytes()).isEqualTo(SIZE);
      assertThat(paid.get(0).verify(NETWORK, client.publicKey())).isTrue();
    }
  }

  @Test
  void bothDirectionsGoOnWhereTheyBrokeOff() throws Exception {
    PieceId id = PieceId.of(content);
    try (PieceClient call = client(client, provider())) {
      PieceSource breaks = (position, into, length) -> {
        if (position > 1_000_000) {
          throw new IOException("the cable");
        }
        System.arraycopy(content, (int) position, into, 0, length);
      };
      assertThatThrownBy(() -> call.put(id, cid(content), breaks)).hasMessage("the cable");
      long[] first = {-1};
      PieceSource counts = (position, into, length) -> {
        first[0] = first[0] < 0 ? position : first[0];
        System.arraycopy(content, (int) position, into, 0, length);
      };
      putWhenFree(call, id, counts);
      assertThat(first[0]).isPositive();
      Path target = scratch.resolve("back");
      Files.write(scratch.resolve("back.part"), java.util.Arrays.copyOf(content, 700_000));
      call.get(id, "s-2", target);
      assertThat(target).hasBinaryContent(content);
      assertThat(paid.get(0).receipt().bytes()).isEqualTo(SIZE - 700_000);
      // what came before was wrong: it is dropped, and the next call gets all of it
      Files.delete(target);
      Files.write(scratch.resolve("back.part"), new byte[700_000]);
      assertCode(Status.Code.DATA_LOSS, () -> call.get(id, "s-3", target));
      assertThat(target).doesNotExist();
      call.get(id, "s-4", target);
      assertThat(target).hasBinaryContent(content);
    }
  }

  // the provider learns a moment later that the first upload is over
  private void putWhenFree(PieceClient call, PieceId id, PieceSource source) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        call.put(id, cid(content), source);
        return;
      } catch (TransferException e) {
        if (e.code() != Status.Code.ABORTED || attempt == 1000) {
          throw e;
        }
      }
    }
  }

  @Test
  void whatTheUploaderSignedMustFitWhatItSends() throws Exception {
    PieceId id = PieceId.of(content);
    byte[] other = content.clone();
    other[5] ^= 1;
    try (PieceClient call = client(client, provider())) {
      assertCode(
          Status.Code.INVALID_ARGUMENT, () -> call.put(id, cid(content), PieceSource.of(other)));
      assertCode(
          Status.Code.INVALID_ARGUMENT, () -> call.put(id, cid(other), PieceSource.of(content)));
      assertCode(Status.Code.NOT_FOUND, () -> call.get(id, "s", scratch.resolve("x")));
      byte[] empty = new byte[0];
      assertCode(
          Status.Code.INVALID_ARGUMENT,
          () -> call.put(PieceId.of(empty), cid(empty), PieceSource.of(empty)));
    }
    assertThat(orders).isEmpty();
    assertThat(store.pieces()).isEmpty();
    try (PieceClient stranger = client(signer(9), provider())) {
      assertCode(
          Status.Code.PERMISSION_DENIED,
          () -> stranger.put(id, cid(content), PieceSource.of(content)));
    }
    DeviceId elsewhere = DeviceId.derive(NETWORK, signer(3).publicKey());
    try (PieceClient lost = client(client, elsewhere)) {
      assertCode(
          Status.Code.INVALID_ARGUMENT, () -> lost.put(id, cid(content), PieceSource.of(content)));
    }
  }

  @Test
  void rottenBytesAreNotTakenForThePiece() throws Exception {
    PieceId id = PieceId.of(content);
    try (PieceClient call = client(client, provider())) {
      call.put(id, cid(content), PieceSource.of(content));
      try (Stream<Path> files = Files.walk(scratch.resolve("store"));
          RandomAccessFile file = new RandomAccessFile(
              files
                  .filter(f -> f.getFileName().toString().startsWith(id.text()))
                  .findFirst()
                  .orElseThrow()
                  .toFile(),
              "rw")) {
        file.seek(1_500_000);
        file.write(content[1_500_000] ^ 1);
      }
      assertCode(Status.Code.DATA_LOSS, () -> call.get(id, "s", scratch.resolve("back")));
      assertThat(scratch.resolve("back")).doesNotExist();
    }
  }

  @Test
  void nothingIsSentBeyondTheCreditAndTransfersAreCounted() throws Exception {
    PieceId id = PieceId.of(content);
    try (PieceClient call = client(client, provider())) {
      call.put(id, cid(content), PieceSource.of(content));
    }
    ManagedChannel channel = channel();
    try {
      // three that never pay take all places
      for (int i = 0; i < 3; i++) {
        BlockingQueue<Long> sizes = new LinkedBlockingQueue<>();
        open(channel, id, sizes, new CompletableFuture<>());
        long received = 0;
        while (received < CREDIT) {
          Long size = sizes.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
          assertThat(size).as("bytes after " + received).isNotNull();
          received += size;
        }
        assertThat(received).isLessThan(CREDIT + TransferLimits.CHUNK_BYTES);
        assertThat(sizes).isEmpty();
      }
      CompletableFuture<Throwable> refused = new CompletableFuture<>();
      open(channel, id, new LinkedBlockingQueue<>(), refused);
      assertThat(Status.fromThrowable(refused.get(30, TimeUnit.SECONDS)).getCode())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    } finally {
      channel.shutdownNow();
    }
  }

  private void open(
      ManagedChannel channel,
      PieceId id,
      BlockingQueue<Long> sizes,
      CompletableFuture<Throwable> failed) {
    StreamObserver<GetRequest> requests = PieceTransferGrpc.newStub(channel)
        .get(new StreamObserver<>() {
          @Override
          public void onNext(GetResponse response) {
            sizes.add((long) response.getData().size());
          }

          @Override
          public void onError(Throwable failure) {
            failed.complete(failure);
          }

          @Override
          public void onCompleted() {}
        });
    requests.onNext(GetRequest.newBuilder()
        .setOpen(GetOpen.newBuilder()
            .setPiece(ByteString.copyFrom(id.hash().bytes()))
            .setClient(client.publicKey().didKey())
            .setSession("s"))
        .build());
  }

  private static void assertCode(Status.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TransferException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
