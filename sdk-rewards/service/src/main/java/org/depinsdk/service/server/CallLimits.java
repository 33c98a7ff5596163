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
import org.depinsdk.service.metrics.ClosedConnection;

/**
 * Ends calls that last too long, whatever their client asks for or does not send, and says whose a call is. A call that was ended but
 * whose answers its client does not take goes on holding them, so its connection is closed.
 */
final class CallLimits implements ServerInterceptor, Closeable {
  /** How long the client of a call that was ended has to take what it asked for. */
  private static final Duration LAST_WORD = Duration.ofSeconds(10);

  private final Duration longest;
  private final Connections connections;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "call-limits"));

  CallLimits(Duration longest, Connections connections) {
    this.longest = longest;
    this.connections = connections;
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ClosableCall<Q, A> closable = new ClosableCall<>(call);
    Status late =
        Status.DEADLINE_EXCEEDED.withDescription("a call may take " + longest + " at most");
    Sender sender = Sender.of(call.getAttributes());
    Future<?> end = timer.schedule(
        () -> closable.close(late, new Metadata()), longest.toMillis(), TimeUnit.MILLISECONDS);
    Future<?> cut = timer.schedule(
        () -> connections.cutOff(sender, ClosedConnection.UNREAD_ANSWER),
        longest.plus(LAST_WORD).toMillis(),
        TimeUnit.MILLISECONDS);
    Context context = Context.current().withValue(Sender.CURRENT, sender);
    return new SimpleForwardingServerCallListener<>(
        Contexts.interceptCall(context, closable, headers, next)) {
      @Override
      public void onComplete() {
        end.cancel(false);
        cut.cancel(false);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        end.cancel(false);
        cut.cancel(false);
        super.onCancel();
      }
    };
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
