package org.depinsdk.service.server;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.fair.Overload;
import org.depinsdk.service.fair.Sender;
import org.jspecify.annotations.Nullable;

/**
 * Limits what requests take in memory before they are answered, be they whole or not. A call whose bytes are over the limit is ended. HTTP/2's flow
 * control does not do it: gRPC gives a window back while the rest of a message is still to come.
 */
final class UnfinishedRequests extends ServerStreamTracer.Factory implements ServerInterceptor {
  private static final Context.Key<Stream> CURRENT = Context.key("stream");

  private final MemoryBudget room;

  UnfinishedRequests(MemoryBudget room) {
    this.room = room;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Stream();
  }

  /** The bytes of one call. */
  private final class Stream extends ServerStreamTracer {
    private final Deque<Long> wholeMessages = new ArrayDeque<>();
    private Sender sender = Sender.LOCAL;
    private @Nullable ServerCall<?, ?> call;
    private long held;
    private boolean closed;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(CURRENT, this);
    }

    synchronized void begin(ServerCall<?, ?> started) {
      call = started;
      sender = Sender.of(started.getAttributes());
    }

    @Override
    public void inboundWireSize(long bytes) {
      ServerCall<?, ?> ended = hold(bytes);
      if (ended != null) {
        Overload.end(ended, "too many bytes of requests of this connection are not answered yet");
      }
    }

    /** The call to end, if there is no room. */
    private synchronized @Nullable ServerCall<?, ?> hold(long bytes) {
      if (closed || bytes == 0) {
        return null;
      }
      if (room.take(sender, bytes)) {
        held += bytes;
        return null;
      }
      closed = true;
      return call;
    }

    @Override
    public synchronized void inboundMessageRead(int number, long wireBytes, long bytes) {
      wholeMessages.add(wireBytes);
    }

    /** A message of a stream was handed on; its receiver has limits of its own. */
    synchronized void handedOn() {
      Long bytes = wholeMessages.poll();
      if (bytes != null) {
        release(Math.min(bytes, held));
      }
    }

    @Override
    public synchronized void streamClosed(Status status) {
      closed = true;
      release(held);
    }

    private void release(long bytes) {
      if (bytes > 0) {
        held -= bytes;
        room.release(sender, bytes);
      }
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> started, Metadata headers, ServerCallHandler<Q, A> next) {
    Stream stream = CURRENT.get();
    ClosableCall<Q, A> call = new ClosableCall<>(started);
    stream.begin(call);
    // what a single request came to is held until its call ends
    boolean single = started.getMethodDescriptor().getType().clientSendsOneMessage();
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        super.onMessage(message);
        if (!single) {
          stream.handedOn();
        }
      }
    };
  }
}
