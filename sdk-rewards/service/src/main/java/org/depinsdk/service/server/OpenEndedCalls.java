package org.depinsdk.service.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the calls that end only when the client wants, such as a health watch, so that a shutdown need not wait for them. */
final class OpenEndedCalls implements ServerInterceptor {
  private final Set<OpenCall<?, ?>> open = ConcurrentHashMap.newKeySet();

  /** A call that may be closed from two sides; the first counts, and nothing is sent after it. */
  private static final class OpenCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private boolean closed;

    OpenCall(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public synchronized void sendMessage(A message) {
      if (!closed) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!closed) {
        closed = true;
        super.close(status, trailers);
      }
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    OpenCall<Q, A> kept = new OpenCall<>(call);
    open.add(kept);
    return new SimpleForwardingServerCallListener<>(next.startCall(kept, headers)) {
      @Override
      public void onComplete() {
        open.remove(kept);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        open.remove(kept);
        super.onCancel();
      }
    };
  }

  /** Ends them all. */
  void end() {
    Status ending = Status.UNAVAILABLE.withDescription("the service is shutting down");
    open.forEach(call -> call.close(ending, new Metadata()));
  }
}
