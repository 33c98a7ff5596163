package org.depinsdk.scaffold.service;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts the network's calls that are not answered yet, so that a shutdown waits for them and for nothing else: a health
 * watch, for one, never ends by itself.
 */
final class CallsUnderWay implements ServerInterceptor {
  private int count;

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    add(1);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onComplete() {
        add(-1);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        add(-1);
        super.onCancel();
      }
    };
  }

  /** Waits until no call is under way, or the time is over. */
  synchronized void awaitNone(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); count > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private synchronized void add(int calls) {
    count += calls;
    notifyAll();
  }
}
