package org.depinsdk.hardware.bridge.piece.transfer;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetOpen;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetRequest;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetResponse;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.SignedBody;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.proofs.usage.SignedUsageReceipt;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.jspecify.annotations.Nullable;

/** One download at the client: the next message is asked for when the one before is written. gRPC calls it from one thread at a time. */
final class Download implements ClientResponseObserver<GetRequest, GetResponse>, Closeable {
  /** A receipt is signed for so many bytes, well within the credit that a provider gives. */
  private static final long RECEIPT_EVERY = 256 << 10;

  private final String network;
  private final DeviceId provider;
  private final DeviceSigner signer;
  private final InstantSource clock;
  private final PieceId piece;
  private final String session;
  private final Path target;
  private final Path part;
  private final RandomAccessFile out;
  private final MessageDigest digest;
  private final long first;
  private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
  private @Nullable ClientCallStreamObserver<GetRequest> call;
  private long size = -1;
  private long position;
  private long confirmed;

  Download(
      String network,
      DeviceId provider,
      DeviceSigner signer,
      InstantSource clock,
      PieceId piece,
      String session,
      Path target)
      throws IOException {
    this.network = network;
    this.provider = provider;
    this.signer = signer;
    this.clock = clock;
    this.piece = piece;
    this.session = session;
    this.target = target;
    this.part = DurableFiles.sibling(target, ".part");
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    this.out = new RandomAccessFile(part.toFile(), "rw");
    byte[] block = new byte[TransferLimits.CHUNK_BYTES];
    for (int read = out.read(block); read > 0; read = out.read(block)) {
      digest.update(block, 0, read);
      position += read;
    }
    this.first = position;
  }

  CompletableFuture<Boolean> finished() {
    return finished;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<GetRequest> started) {
    call = started;
    started.disableAutoRequestWithInitial(1);
    boolean[] asked = new boolean[1];
    started.setOnReadyHandler(() -> {
      if (!asked[0]) {
        asked[0] = true;
        started.onNext(GetRequest.newBuilder()
            .setOpen(GetOpen.newBuilder()
                .setPiece(ByteString.copyFrom(piece.hash().bytes()))
                .setOffset(first)
                .setClient(signer.publicKey().didKey())
                .setSession(session))
            .build());
      }
    });
  }

  @Override
  public void onNext(GetResponse message) {
    ClientCallStreamObserver<GetRequest> open = java.util.Objects.requireNonNull(call);
    try {
      if (size < 0) {
        size = message.getSize();
        if (size < position) {
          throw wrong("the piece has " + size + " bytes there, and " + position + " came before");
        }
      } else {
        byte[] data = message.getData().toByteArray();
        if (data.length == 0 || data.length > size - position) {
          throw wrong(data.length + " bytes came at " + position + " of " + size);
        }
        out.write(data);
        digest.update(data);
        position += data.length;
      }
      long unconfirmed = position - first - confirmed;
      if (unconfirmed >= RECEIPT_EVERY || (position == size && unconfirmed > 0)) {
        confirm(open);
      }
      if (position == size) {
        install();
        open.onCompleted();
      }
      open.request(1);
    } catch (IOException | SigningException | RuntimeException e) {
      finished.completeExceptionally(e);
      open.cancel("the client ended the download", e);
    }
  }

  private void confirm(ClientCallStreamObserver<GetRequest> open) throws SigningException {
    confirmed = position - first;
    SignedUsageReceipt receipt = new UsageReceipt(
            provider,
            DeviceId.derive(network, signer.publicKey()),
            session,
            confirmed,
            clock.instant())
        .sign(network, signer);
    open.onNext(GetRequest.newBuilder()
        .setReceipt(SignedBody.newBuilder()
            .setBody(ByteString.copyFrom(receipt.body()))
            .setSignature(ByteString.copyFrom(receipt.signature())))
        .build());
  }

  private void install() throws IOException {
    if (!MessageDigest.isEqual(digest.digest(), piece.hash().bytes())) {
      throw wrong("the bytes have another SHA-256 than piece " + piece);
    }
    out.getFD().sync();
    out.close();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  // what is wrong is not gone on with
  private TransferException wrong(String what) throws IOException {
    out.setLength(0);
    return new TransferException(what);
  }

  @Override
  public void onError(Throwable failure) {
    finished.completeExceptionally(failure);
  }

  /** The provider has kept the last receipt. */
  @Override
  public void onCompleted() {
    if (position == size) {
      finished.complete(true);
    } else {
      finished.completeExceptionally(
          new TransferException("the provider ended the download at " + position + " of " + size));
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
