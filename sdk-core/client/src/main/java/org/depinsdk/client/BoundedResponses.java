package org.depinsdk.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/** Reads responses with a {@link MessageReader}: a service is no more to be trusted than its callers. */
final class BoundedResponses implements ClientInterceptor {
  /** A stream is answered by one message with a receipt for each of its reports. */
  private static final int MAX_FIELDS = 2 * BatchUpload.MAX_REPORTS;

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(
        method.toBuilder(method.getRequestMarshaller(), bounded(method.getResponseMarshaller()))
            .build(),
        options);
  }

  private static <A> Marshaller<A> bounded(Marshaller<A> usual) {
    MessageReader<A> reader = MessageReader.of(usual, MAX_FIELDS);
    return new Marshaller<>() {
      @Override
      public InputStream stream(A message) {
        return usual.stream(message);
      }

      @Override
      public A parse(InputStream in) {
        try {
          return reader.read(in);
        } catch (IOException e) {
          throw Status.INTERNAL
              .withDescription("a response that cannot be read: " + e.getMessage())
              .withCause(e)
              .asRuntimeException();
        }
      }
    };
  }
}
