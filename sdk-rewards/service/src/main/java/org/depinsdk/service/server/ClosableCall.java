package org.depinsdk.service.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** A call that may be closed from two sides; the first counts, and nothing is sent after it. */
class ClosableCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private boolean closed;

  ClosableCall(ServerCall<Q, A> call) {
    super(call);
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!closed) {
      super.sendHeaders(headers);
    }
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

  synchronized boolean isClosed() {
    return closed;
  }
}
