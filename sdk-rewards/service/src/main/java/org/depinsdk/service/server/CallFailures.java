package org.depinsdk.service.server;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.depinsdk.service.FailureListener;

/** Passes on an {@link Error} in a call; gRPC itself would only close the call. */
final class CallFailures implements ServerInterceptor {
  private final FailureListener failures;

  CallFailures(FailureListener failures) {
    this.failures = failures;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String task = call.getMethodDescriptor().getFullMethodName();
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        watch(task, () -> super.onMessage(message));
      }

      @Override
      public void onHalfClose() {
        watch(task, super::onHalfClose);
      }
    };
  }

  private void watch(String task, Runnable step) {
    try {
      step.run();
    } catch (Error e) {
      failures.failed(task, e);
      throw e;
    }
  }
}
