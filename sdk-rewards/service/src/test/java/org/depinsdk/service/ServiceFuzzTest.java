package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.EnrollRequest;
import org.depinsdk.client.wire.v1.GetClaimRequest;
import org.depinsdk.client.wire.v1.GetStatementRequest;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.SubmitRequest;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.SigningException;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of any bytes on a real socket: each call is answered, and never with what says that the service broke. */
class ServiceFuzzTest {
  /** A service that is made with its first call, in a folder that goes with the process. */
  private static final class Running {
    static final List<MethodDescriptor<?, ?>> METHODS =
        List.copyOf(NetworkServiceGrpc.getServiceDescriptor().getMethods());
    static final ManagedChannel CHANNEL = start();

    private static ManagedChannel start() {
      try {
        Path data = Files.createTempDirectory("depin-fuzz-");
        TestService service = new TestService(data);
        service.enrolled(1);
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", service.server.port())
            .usePlaintext()
            .build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
          channel.shutdownNow();
          try (service) {
            delete(data);
          } catch (IOException e) {
            // a folder of the system's temporary files stays
          }
        }));
        return channel;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SigningException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
      }
    }
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static boolean isMessage(MethodDescriptor<?, ?> method, byte[] request) {
    try {
      method.parseRequest(new ByteArrayInputStream(request));
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  static Stream<byte[]> calls() throws SigningException {
    InMemorySigner signer = TestNetwork.signer(1);
    Enrollment enrollment = TestNetwork.enrollment(signer, TestNetwork.GENESIS.plusSeconds(60));
    List<byte[]> requests = List.of(
        enrollment.sign(TestNetwork.NAME, signer).toByteArray(),
        SubmitRequest.newBuilder()
            .setReport(TestNetwork.report(signer, 1, TestNetwork.GENESIS.plusSeconds(60))
                .toWire())
            .build()
            .toByteArray(),
        GetStatementRequest.newBuilder()
            .setSubject(TestNetwork.OPERATOR.text())
            .build()
            .toByteArray(),
        GetClaimRequest.newBuilder()
            .setOperator(TestNetwork.OPERATOR.text())
            .build()
            .toByteArray());
    return Stream.iterate(0, n -> n < Running.METHODS.size(), n -> n + 1)
        .flatMap(n -> requests.stream().map(r -> {
          byte[] call = new byte[r.length + 1];
          call[0] = n.byteValue();
          System.arraycopy(r, 0, call, 1, r.length);
          return call;
        }));
  }

  @MethodSource("calls")
  @FuzzTest
  void calls(byte[] data) {
    MethodDescriptor<?, ?> method =
        Running.METHODS.get(data.length == 0 ? 0 : (data[0] & 0xff) % Running.METHODS.size());
    byte[] request = Arrays.copyOfRange(data, Math.min(1, data.length), data.length);
    MethodDescriptor<byte[], byte[]> raw = MethodDescriptor.newBuilder(BYTES, BYTES)
        .setFullMethodName(method.getFullMethodName())
        .setType(MethodDescriptor.MethodType.UNARY)
        .build();
    if (!isMessage(method, request)) {
      return; // refused by grpc itself, which ends the connection over it
    }
    try {
      ClientCalls.blockingUnaryCall(
          Running.CHANNEL,
          raw,
          CallOptions.DEFAULT.withDeadlineAfter(TestService.TIMEOUT.toSeconds(), TimeUnit.SECONDS),
          request);
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode())
          .as(e.getMessage())
          .isNotIn(Status.Code.UNKNOWN, Status.Code.INTERNAL, Status.Code.DEADLINE_EXCEEDED);
    }
  }

  static Stream<byte[]> enrollments() throws SigningException {
    InMemorySigner signer = TestNetwork.signer(2);
    return Stream.of(TestNetwork.enrollment(signer, TestNetwork.GENESIS)
        .sign(TestNetwork.NAME, signer)
        .toByteArray());
  }

  @MethodSource("enrollments")
  @FuzzTest
  void enrollments(byte[] data) {
    EnrollRequest request;
    try {
      request = EnrollRequest.parseFrom(data);
    } catch (InvalidProtocolBufferException e) {
      return;
    }
    try {
      assertThat(Enrollment.verify(TestNetwork.NAME, request))
          .isEqualTo(Enrollment.verify(TestNetwork.NAME, request));
    } catch (InvalidRequestException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(4096);
    }
  }
}
