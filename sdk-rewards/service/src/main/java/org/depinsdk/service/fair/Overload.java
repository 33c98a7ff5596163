package org.depinsdk.service.fair;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;

/** The answer to a sender over a limit: {@code RESOURCE_EXHAUSTED}, with a time after which it may try again. */
public final class Overload {
  /** When a sender may try again. */
  public static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private Overload() {}

  /**
   * The status of a call over a limit.
   *
   * @param why what is used up
   * @return the status, with a {@link RetryInfo}
   */
  public static StatusRuntimeException status(String why) {
    return StatusProto.toStatusRuntimeException(Status.newBuilder()
        .setCode(Code.RESOURCE_EXHAUSTED.getNumber())
        .setMessage(why)
        .addDetails(Any.pack(RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder().setNanos((int) RETRY_AFTER.toNanos()))
            .build()))
        .build());
  }

  /**
   * Ends a call over a limit.
   *
   * @param call the call
   * @param why what is used up
   */
  public static void end(ServerCall<?, ?> call, String why) {
    StatusRuntimeException status = status(why);
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
  }
}
