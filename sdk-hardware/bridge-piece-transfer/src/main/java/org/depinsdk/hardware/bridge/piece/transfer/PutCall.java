package org.depinsdk.hardware.bridge.piece.transfer;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PutRequest;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.PutResponse;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.SignedBody;
import org.depinsdk.hardware.disk.PieceUpload;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.storage.piece.PieceCid;
import org.jspecify.annotations.Nullable;

/** One upload at the provider. The next message is asked for when the one before is written. gRPC calls it from one thread at a time. */
final class PutCall implements StreamObserver<PutRequest> {
  private final PieceProvider provider;
  private final ServerCallStreamObserver<PutResponse> client;
  private final Runnable ended;
  private @Nullable Signed<StoreOrder> order;
  private @Nullable PieceUpload upload;
  private boolean done;

  PutCall(PieceProvider provider, ServerCallStreamObserver<PutResponse> client, Runnable ended) {
    this.provider = provider;
    this.client = client;
    this.ended = ended;
    client.disableAutoRequest();
    client.setOnCancelHandler(this::end);
    client.request(1);
  }

  @Override
  public void onNext(PutRequest message) {
    if (done) {
      return;
    }
    try {
      PieceUpload open = upload;
      if (open == null) {
        begin(message.getOrder());
      } else {
        byte[] data = message.getData().toByteArray();
        open.write(data, 0, data.length);
      }
      client.request(1);
    } catch (IOException | MalformedEvidenceException | RuntimeException e) {
      fail(e);
    }
  }

  private void begin(SignedBody sent) throws IOException, MalformedEvidenceException {
    Signed<StoreOrder> signed = StoreOrder.verify(
        provider.network(), sent.getBody().toByteArray(), sent.getSignature().toByteArray());
    provider.check(signed.content());
    PieceUpload open =
        provider.store().begin(signed.content().piece(), signed.content().size());
    order = signed;
    upload = open;
    client.onNext(PutResponse.newBuilder().setPosition(open.position()).build());
  }

  @Override
  public void onCompleted() {
    Signed<StoreOrder> signed = order;
    PieceUpload open = upload;
    if (done || signed == null || open == null) {
      fail(Status.INVALID_ARGUMENT
          .withDescription("an upload begins with an order")
          .asRuntimeException());
      return;
    }
    try {
      open.commit();
      PieceCid cid = provider.pieces().commitVerified(signed.content().piece());
      if (!cid.equals(signed.content().cid())) {
        provider.pieces().delete(cid);
        throw MalformedEvidenceException.field(
            "cid", signed.content().cid(), "that of the bytes, which is " + cid);
      }
      Signed<StoreReceipt> receipt = new StoreReceipt(
              provider.signer().publicKey(),
              Bytes32.sha256(signed.body()),
              provider.clock().instant())
          .sign(provider.network(), provider.signer());
      provider.terms().stored(signed, receipt);
      end();
      client.onNext(PutResponse.newBuilder().setReceipt(receipt.toWire()).build());
      client.onCompleted();
    } catch (IOException | MalformedEvidenceException | SigningException | RuntimeException e) {
      fail(e);
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
      try {
        PieceUpload open = upload;
        if (open != null) {
          open.close();
        }
      } catch (IOException e) {
        // what came is on the disk or comes again
      }
    }
  }

  static PutRequest data(ByteString bytes) {
    return PutRequest.newBuilder().setData(bytes).build();
  }
}
