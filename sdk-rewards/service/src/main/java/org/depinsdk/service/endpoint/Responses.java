package org.depinsdk.service.endpoint;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.service.FailureListener;
import org.depinsdk.service.fair.Overload;
import org.depinsdk.service.ingest.OverloadedException;

/** Sends answers that come later, within the call's deadline, and turns failures into gRPC statuses. */
final class Responses {
  private static final Logger LOG = System.getLogger(Responses.class.getName());

  private final Timeouts timeouts;
  private final Executor executor;
  private final FailureListener failures;

  /**
   * Responses to calls.
   *
   * @param timeouts the deadlines of calls
   * @param executor sends answers
   * @param failures is notified of an {@link Error}
   */
  Responses(Timeouts timeouts, Executor executor, FailureListener failures) {
    this.timeouts = timeouts;
    this.executor = executor;
    this.failures = failures;
  }

  /** A failure that already knows its status. */
  static StatusRuntimeException status(Code code, String message) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder().setCode(code.getNumber()).setMessage(message).build());
  }

  /** Responses a unary call when a future completes, at the latest at the call's deadline. */
  <T> void send(CompletableFuture<T> answer, StreamObserver<T> out) {
    // a call that its client gave up is not an error here
    ((ServerCallStreamObserver<T>) out).setOnCancelHandler(() -> {});
    answer
        .copy()
        .orTimeout(millisLeft(), TimeUnit.MILLISECONDS)
        .whenCompleteAsync(
            (value, failure) -> {
              if (failure != null) {
                out.onError(statusOf(failure));
              } else {
                out.onNext(value);
                out.onCompleted();
              }
            },
            executor)
        .exceptionally(alreadySent -> null);
  }

  /** How long the present call may still take: until its client's deadline, or the default where it set none. */
  long millisLeft() {
    Deadline deadline = Context.current().getDeadline();
    long asked = deadline == null
        ? timeouts.usual().toMillis()
        : Math.max(0, deadline.timeRemaining(TimeUnit.MILLISECONDS));
    return Math.min(asked, timeouts.longest().toMillis());
  }

  /** The status that tells a client what went wrong and what to do. */
  StatusRuntimeException statusOf(Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    if (cause instanceof StatusRuntimeException known) {
      return known;
    } else if (cause instanceof InvalidRequestException invalid) {
      return invalid(invalid);
    } else if (cause instanceof RefusedInstructionException refused) {
      return refused(refused);
    } else if (cause instanceof OverloadedException overloaded) {
      return Overload.status(String.valueOf(overloaded.getMessage()));
    } else if (cause instanceof RegistryConflictException) {
      return status(Code.ALREADY_EXISTS, String.valueOf(cause.getMessage()));
    } else if (cause instanceof TimeoutException) {
      return status(Code.DEADLINE_EXCEEDED, "not answered within the call's deadline");
    } else if (cause instanceof IOException) {
      LOG.log(Level.WARNING, "a call failed", cause);
      return status(Code.UNAVAILABLE, "the service cannot store or read now; try again later");
    }
    if (cause instanceof Error) {
      failures.failed("a call", cause);
    }
    LOG.log(Level.ERROR, "a call failed unexpectedly", cause);
    return status(Code.INTERNAL, "an error of the service; it is in its log");
  }

  private static StatusRuntimeException invalid(InvalidRequestException invalid) {
    String message = String.valueOf(invalid.getMessage());
    BadRequest details = BadRequest.newBuilder()
        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
            .setField(invalid.field())
            .setDescription(message))
        .build();
    return StatusProto.toStatusRuntimeException(Status.newBuilder()
        .setCode(Code.INVALID_ARGUMENT.getNumber())
        .setMessage(message)
        .addDetails(Any.pack(details))
        .build());
  }

  private static StatusRuntimeException refused(RefusedInstructionException refused) {
    return StatusProto.toStatusRuntimeException(Status.newBuilder()
        .setCode(
            refused.refusal().reason().equals(AttestationReasons.OTHER_INSTANCE)
                ? Code.PERMISSION_DENIED.getNumber()
                : Code.FAILED_PRECONDITION.getNumber())
        .setMessage(String.valueOf(refused.getMessage()))
        .addDetails(Any.pack(ErrorInfo.newBuilder()
            .setReason(refused.refusal().reason().text())
            .setDomain("depinsdk")
            .build()))
        .build());
  }
}
