package org.depinsdk.hardware.bridge.piece.transfer;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.hardware.disk.PieceStoreException;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;

/** What both sides make of keys and failures. */
final class Wire {
  private Wire() {}

  static DeviceKey key(String field, String didKey) {
    try {
      return DeviceKey.ofDidKey(didKey);
    } catch (InvalidKeyException e) {
      throw new InvalidFieldException(
          field, EncodingException.shown(didKey), "a did:key (" + e.getMessage() + ")");
    }
  }

  /** What a caller learns of a failure: what it did wrong or what is missing here, nothing of the machine. */
  static StatusRuntimeException status(Exception failure) {
    if (failure instanceof StatusRuntimeException status) {
      return status;
    } else if (failure instanceof MalformedEvidenceException) {
      return Status.INVALID_ARGUMENT.withDescription(failure.getMessage()).asRuntimeException();
    } else if (failure instanceof PieceStoreException e) {
      Status status = switch (e.problem()) {
        case NOT_FOUND -> Status.NOT_FOUND;
        case CORRUPT -> Status.DATA_LOSS;
        case SIZE, WRONG_CONTENT -> Status.INVALID_ARGUMENT;
        case NO_ROOM -> Status.RESOURCE_EXHAUSTED;
        case BUSY -> Status.ABORTED;
        case STORE_GONE -> Status.UNAVAILABLE;
      };
      String shown = e.problem() == PieceStoreException.Problem.STORE_GONE
          ? "the store is not there now"
          : e.getMessage();
      return status.withDescription(shown).asRuntimeException();
    }
    return Status.INTERNAL.withDescription("the provider failed").asRuntimeException();
  }

  static IOException failure(String what, Throwable cause) {
    return new TransferException(what + ": " + Status.fromThrowable(cause), cause);
  }
}
