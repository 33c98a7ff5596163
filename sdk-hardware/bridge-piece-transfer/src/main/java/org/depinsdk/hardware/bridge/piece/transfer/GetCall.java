package org.depinsdk.hardware.bridge.piece.transfer;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetOpen;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetRequest;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.GetResponse;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.SignedBody;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.hardware.disk.PieceReader;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.usage.SignedUsageReceipt;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.jspecify.annotations.Nullable;

/**
 * One download at the provider. Bytes are read from the disk when the connection has room and the client has confirmed all but
 * the credit. gRPC calls it from one thread at a time.
 */
final class GetCall implements StreamObserver<GetRequest> {
  private final PieceProvider provider;
  private final ServerCallStreamObserver<GetResponse> client;
  private final Runnable ended;
  private @Nullable PieceReader reader;
  private @Nullable DeviceKey key;
  private @Nullable SignedUsageReceipt last;
  private String session = "";
  private long first;
  private long position;
  private long confirmed;
  private boolean done;

  GetCall(PieceProvider provider, ServerCallStreamObserver<GetResponse> client, Runnable ended) {
    this.provider = provider;
    this.client = client;
    this.ended = ended;
    client.setOnCancelHandler(this::end);
    client.setOnReadyHandler(this::send);
  }

  @Override
  public void onNext(GetRequest message) {
    if (done) {
      return;
    }
    try {
      if (reader == null) {
        open(message.getOpen());
      } else {
        confirm(message.getReceipt());
      }
      send();
    } catch (IOException | MalformedEvidenceException | RuntimeException e) {
      fail(e);
    }
  }

  private void open(GetOpen wanted) throws IOException, MalformedEvidenceException {
    if (wanted.getPiece().size() != Bytes32.LENGTH) {
      throw refused("piece has 32 bytes, not " + wanted.getPiece().size());
    }
    try {
      key = Wire.key("client", wanted.getClient());
    } catch (RuntimeException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    if (!provider.terms().serves(key)) {
      throw Status.PERMISSION_DENIED
          .withDescription("this provider does not serve " + key.didKey())
          .asRuntimeException();
    }
    PieceReader open =
        provider.store().read(new PieceId(Bytes32.of(wanted.getPiece().toByteArray())));
    reader = open;
    session = wanted.getSession();
    first = wanted.getOffset();
    position = first;
    if (first < 0 || first > open.size()) {
      throw refused("offset is 0 to " + open.size() + ", not " + Long.toUnsignedString(first));
    }
    client.onNext(GetResponse.newBuilder().setSize(open.size()).build());
  }

  private void confirm(SignedBody sent) throws MalformedEvidenceException {
    SignedUsageReceipt signed =
        SignedUsageReceipt.of(sent.getBody().toByteArray(), sent.getSignature().toByteArray());
    UsageReceipt receipt = signed.receipt();
    DeviceKey client = java.util.Objects.requireNonNull(key);
    DeviceId expected = DeviceId.derive(provider.network(), client);
    if (!receipt.accessPoint().equals(provider.id())
        || !receipt.client().equals(expected)
        || !receipt.session().equals(session)
        || receipt.bytes() < confirmed
        || receipt.bytes() > position - first
        || !signed.verify(provider.network(), client)) {
      throw refused("receipt is for " + receipt.accessPoint() + " by " + receipt.client()
          + ", session " + receipt.session() + ", " + receipt.bytes()
          + " bytes; expected one that " + expected + " signed for " + provider.id()
          + ", session " + session + ", " + confirmed + " to " + (position - first) + " bytes");
    }
    confirmed = receipt.bytes();
    last = signed;
  }

  private static StatusRuntimeException refused(String why) {
    return Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException();
  }

  private void send() {
    PieceReader open = reader;
    try {
      while (!done
          && open != null
          && client.isReady()
          && position < open.size()
          && position - first - confirmed < provider.limits().credit()) {
        byte[] chunk = new byte[(int) Math.min(TransferLimits.CHUNK_BYTES, open.size() - position)];
        position += open.read(position, chunk, 0, chunk.length);
        // the array is not used again
        client.onNext(GetResponse.newBuilder()
            .setData(UnsafeByteOperations.unsafeWrap(chunk))
            .build());
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  /** The client has all that it wants. */
  @Override
  public void onCompleted() {
    if (!done) {
      end();
      client.onCompleted();
    }
  }

  @Override
  public void onError(Throwable broken) {
    end();
  }

  private void fail(Exception failure) {
    if (!done) {
      end();
      client.onError(Wire.status(failure));
    }
  }

  private void end() {
    if (!done) {
      done = true;
      ended.run();
      SignedUsageReceipt paid = last;
      if (paid != null) {
        provider.terms().paid(paid);
      }
      try {
        PieceReader open = reader;
        if (open != null) {
          open.close();
        }
      } catch (IOException e) {
        // it was only read
      }
    }
  }
}
