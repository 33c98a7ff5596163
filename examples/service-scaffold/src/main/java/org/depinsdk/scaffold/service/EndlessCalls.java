package org.depinsdk.scaffold.service;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the calls that end only when the client wants, such as a health watch, so that a shutdown need not wait for them. */
final class EndlessCalls implements ServerInterceptor {
  private final Set<ServerCall<?, ?>> open = ConcurrentHashMap.newKeySet();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    open.add(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onComplete() {
        open.remove(call);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        open.remove(call);
        super.onCancel();
      }
    };
  }

  /** Ends them all; to be called when nothing more is sent on them. */
  void end() {
    for (ServerCall<?, ?> call : open) {
      if (open.remove(call)) {
        call.close(
            Status.UNAVAILABLE.withDescription("the service is shutting down"), new Metadata());
      }
    }
  }
}
