package org.depinsdk.service.server;

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
  private final Set<ClosableCall<?, ?>> open = ConcurrentHashMap.newKeySet();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ClosableCall<Q, A> kept = new ClosableCall<>(call);
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
