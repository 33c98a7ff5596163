package org.depinsdk.service.server;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.depinsdk.service.fair.Sender;

/** Ends calls that last too long, whatever their client asks for or does not send, and says whose a call is. */
final class CallLimits implements ServerInterceptor, Closeable {
  private final Duration longest;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "call-limits"));

  CallLimits(Duration longest) {
    this.longest = longest;
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ClosableCall<Q, A> closable = new ClosableCall<>(call);
    Status late =
        Status.DEADLINE_EXCEEDED.withDescription("a call may take " + longest + " at most");
    Future<?> end = timer.schedule(
        () -> closable.close(late, new Metadata()), longest.toMillis(), TimeUnit.MILLISECONDS);
    Context context = Context.current().withValue(Sender.CURRENT, Sender.of(call.getAttributes()));
    return new SimpleForwardingServerCallListener<>(
        Contexts.interceptCall(context, closable, headers, next)) {
      @Override
      public void onComplete() {
        end.cancel(false);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        end.cancel(false);
        super.onCancel();
      }
    };
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
