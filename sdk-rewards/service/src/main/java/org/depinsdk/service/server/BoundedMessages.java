package org.depinsdk.service.server;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.client.MessageReader;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.fair.Overload;
import org.depinsdk.service.fair.Sender;

/**
 * Limits what requests and answers take in memory. An answer counts until it is sent, which its client may delay.
 *
 * <p>Reads requests with a {@link MessageReader}. A request that cannot be read, or is larger than it may be once it is unpacked, ends
 * its call with a status that says so; gRPC alone would say {@code UNKNOWN}.
 */
final class BoundedMessages implements ServerInterceptor {
  /** Four times what the largest request has, a batch of a thousand reports. */
  static final int MAX_FIELDS = 4096;

  /** Messages as they came, so that they are read later or never, and without a buffer that copies answers. */
  static final Marshaller<InputStream> STREAMS = new Marshaller<>() {
    @Override
    public InputStream stream(InputStream message) {
      return message;
    }

    @Override
    public InputStream parse(InputStream message) {
      return message;
    }
  };

  private final MemoryBudget answers;

  private BoundedMessages(MemoryBudget answers) {
    this.answers = answers;
  }

  /** The same service. */
  static ServerServiceDefinition of(ServerServiceDefinition service, MemoryBudget answers) {
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    service.getMethods().forEach(method -> methods.add(bounded(method)));
    ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
            service.getServiceDescriptor().getName())
        .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder bounded = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(bounded::addMethod);
    return ServerInterceptors.intercept(
        ServerInterceptors.useMarshalledMessages(bounded.build(), STREAMS),
        new BoundedMessages(answers));
  }

  private static <Q, A> ServerMethodDefinition<Q, A> bounded(ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> usual = method.getMethodDescriptor();
    Marshaller<Q> request = usual.getRequestMarshaller();
    MessageReader<Q> reader = MessageReader.of(request, MAX_FIELDS);
    Marshaller<Q> bounded = new Marshaller<>() {
      @Override
      public InputStream stream(Q message) {
        return request.stream(message);
      }

      @Override
      public Q parse(InputStream in) {
        try {
          return reader.read(in);
        } catch (IOException e) {
          throw Status.INVALID_ARGUMENT
              .withDescription("a request that cannot be read: " + e.getMessage())
              .asRuntimeException();
        }
      }
    };
    return ServerMethodDefinition.create(
        usual.toBuilder(bounded, usual.getResponseMarshaller()).build(),
        method.getServerCallHandler());
  }

  /** A call whose answers are counted. */
  private final class Call<Q, A> extends ClosableCall<Q, A> {
    private final Sender sender = Sender.of(getAttributes());
    private long unsent;

    Call(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public synchronized void sendMessage(A message) {
      long bytes = size(message);
      if (!isClosed() && !answers.take(sender, bytes)) {
        Overload.end(this, "too many answers wait to be read");
      } else if (!isClosed()) {
        unsent += bytes;
        super.sendMessage(message);
      }
    }

    private long size(A message) {
      try {
        return ((InputStream) message).available();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    synchronized void ended() {
      answers.release(sender, unsent);
      unsent = 0;
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> started, Metadata headers, ServerCallHandler<Q, A> next) {
    Call<Q, A> call = new Call<>(started);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        if (call.isClosed()) {
          return;
        }
        try {
          super.onMessage(message);
        } catch (StatusRuntimeException e) {
          call.close(e.getStatus(), new Metadata());
          super.onCancel();
        }
      }

      @Override
      public void onHalfClose() {
        if (!call.isClosed()) {
          super.onHalfClose();
        }
      }

      @Override
      public void onComplete() {
        call.ended();
        super.onComplete();
      }

      @Override
      public void onCancel() {
        call.ended();
        super.onCancel();
      }
    };
  }
}
