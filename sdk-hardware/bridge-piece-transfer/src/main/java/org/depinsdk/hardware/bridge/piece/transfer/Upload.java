package org.depinsdk.hardware.bridge.piece.transfer;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PutRequest;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PutResponse;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.storage.piece.PieceSource;
import org.jspecify.annotations.Nullable;

/** One upload at the client: sends when the connection has room, and no sooner. gRPC calls it from one thread at a time. */
final class Upload implements ClientResponseObserver<PutRequest, PutResponse> {
  private final Signed<StoreOrder> order;
  private final PieceSource source;
  private final String network;
  private final CompletableFuture<Signed<StoreReceipt>> receipt = new CompletableFuture<>();
  private @Nullable ClientCallStreamObserver<PutRequest> call;
  private long position = -1;
  private boolean completed;

  Upload(Signed<StoreOrder> order, PieceSource source, String network) {
    this.order = order;
    this.source = source;
    this.network = network;
  }

  CompletableFuture<Signed<StoreReceipt>> receipt() {
    return receipt;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<PutRequest> started) {
    call = started;
    boolean[] asked = new boolean[1];
    started.setOnReadyHandler(() -> {
      if (!asked[0]) {
        asked[0] = true;
        started.onNext(PutRequest.newBuilder().setOrder(order.toWire()).build());
      }
      send(started);
    });
  }

  @Override
  public void onNext(PutResponse answer) {
    ClientCallStreamObserver<PutRequest> open = java.util.Objects.requireNonNull(call);
    if (answer.hasReceipt()) {
      try {
        receipt.complete(StoreReceipt.verify(
            network,
            answer.getReceipt().getBody().toByteArray(),
            answer.getReceipt().getSignature().toByteArray()));
      } catch (MalformedEvidenceException e) {
        receipt.completeExceptionally(
            new TransferException("the provider's receipt is wrong: " + e.getMessage()));
      }
    } else if (position < 0
        && answer.getPosition() >= 0
        && answer.getPosition() <= order.content().size()) {
      position = answer.getPosition();
      send(open);
    } else {
      open.cancel("a position that makes no sense: " + answer.getPosition(), null);
    }
  }

  private void send(ClientCallStreamObserver<PutRequest> open) {
    if (position < 0 || completed) {
      return;
    }
    long size = order.content().size();
    try {
      while (position < size && open.isReady()) {
        byte[] chunk = new byte[(int) Math.min(TransferLimits.CHUNK_BYTES, size - position)];
        source.read(position, chunk, chunk.length);
        position += chunk.length;
        // the array is not used again
        open.onNext(PutCall.data(UnsafeByteOperations.unsafeWrap(chunk)));
      }
      if (position == size) {
        completed = true;
        open.onCompleted();
      }
    } catch (IOException | RuntimeException e) {
      completed = true;
      receipt.completeExceptionally(e);
      open.cancel("the source cannot be read", e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    receipt.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    receipt.completeExceptionally(
        new TransferException("the provider ended the upload without a receipt"));
  }
}
