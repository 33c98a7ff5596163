package org.depinsdk.service.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import org.depinsdk.service.trace.WorkListener;

/** Reports each call to a listener from its headers to its status. */
final class TracedCalls implements ServerInterceptor {
  private final WorkListener listener;

  TracedCalls(WorkListener listener) {
    this.listener = listener;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (listener == WorkListener.NONE) {
      return next.startCall(call, headers);
    }
    WorkListener.Work work = listener.call(
        call.getMethodDescriptor().getFullMethodName(),
        name -> headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    AtomicBoolean ended = new AtomicBoolean();
    ServerCall<Q, A> traced = new SimpleForwardingServerCall<>(call) {
      @Override
      public void close(Status status, Metadata trailers) {
        end(work, ended, status);
        super.close(status, trailers);
      }
    };
    return new SimpleForwardingServerCallListener<>(next.startCall(traced, headers)) {
      @Override
      public void onCancel() {
        end(work, ended, Status.CANCELLED);
        super.onCancel();
      }
    };
  }

  private static void end(WorkListener.Work work, AtomicBoolean ended, Status status) {
    if (ended.compareAndSet(false, true)) {
      work.end(status.isOk() ? null : status.asException());
    }
  }
}
