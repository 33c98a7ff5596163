package org.depinsdk.hardware.bridge.piece.transfer;

import io.grpc.Status;
import java.io.IOException;

/** A transfer that the provider refused, that broke off, or whose bytes or signatures are wrong. */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;

  /**
   * A failure.
   *
   * @param message facts for people
   * @param cause what gRPC or this side threw
   */
  TransferException(String message, Throwable cause) {
    super(message, cause);
    this.code = Status.fromThrowable(cause).getCode();
  }

  TransferException(String message) {
    super(message);
    this.code = Status.Code.DATA_LOSS;
  }

  /**
   * What kind of failure it is.
   *
   * @return {@code NOT_FOUND} for a piece that the provider does not have, {@code DATA_LOSS} for damage, {@code UNAVAILABLE} for a
   *     provider that does not answer, and so on
   */
  public Status.Code code() {
    return code;
  }
}
