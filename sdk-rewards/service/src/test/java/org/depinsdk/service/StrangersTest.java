package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers try to use up the memory of a service that is a process of 512 MB, which stands one attack after the other. An honest
 * device is served after each.
 */
@Timeout(180)
class StrangersTest {
  private static final int CONNECTIONS = 32;
  private static final int STREAMS = 16;

  @TempDir
  static Path data;

  private static AttackedService service;

  private final List<ManagedChannel> strangers = new ArrayList<>();
  private final Map<Status.Code, Integer> ended = new ConcurrentHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    service = new AttackedService(data);
  }

  @AfterEach
  void leave() {
    strangers.forEach(ManagedChannel::shutdownNow);
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  /** 32 clients with messages of 230,000 distinct unknown fields, which were 30 MB of objects each. */
  @Test
  void messagesOfUnknownFields() throws Exception {
    byte[] message = RawMessages.unknownFields(225_000);
    CountDownLatch answers = new CountDownLatch(CONNECTIONS * 4);
    for (int i = 0; i < CONNECTIONS; i++) {
      ManagedChannel channel = stranger();
      for (int j = 0; j < 4; j++) {
        send(channel, NetworkServiceGrpc.getSubmitMethod(), "identity", answers, message)
            .halfClose();
      }
    }
    assertThat(answers.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(ended.keySet())
        .contains(Status.Code.INVALID_ARGUMENT)
        .isSubsetOf(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);
    service.servesItsDevice();
  }

  /** A hundred kilobytes that unpack to a hundred megabytes. */
  @Test
  void gzipBombs() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] megabyte = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        gzip.write(megabyte);
      }
    }
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(new Packed(packed.toByteArray()));
    CountDownLatch answers = new CountDownLatch(CONNECTIONS);
    ManagedChannel channel = stranger(compressors);
    for (int i = 0; i < CONNECTIONS; i++) {
      send(channel, NetworkServiceGrpc.getSubmitMethod(), "gzip", answers, new byte[1])
          .halfClose();
    }
    assertThat(answers.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).containsOnlyKeys(Status.Code.RESOURCE_EXHAUSTED);
    service.servesItsDevice();
  }

  /** Sends what is packed already, so that an attack costs as little as it would. */
  private record Packed(byte[] packed) implements Compressor {
    @Override
    public String getMessageEncoding() {
      return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream out) {
      return new FilterOutputStream(out) {
        @Override
        public void write(int unpacked) {}

        @Override
        public void close() throws IOException {
          out.write(packed);
          out.close();
        }
      };
    }
  }

  /** Streams that never end, with ten thousand receipts to keep each, and answers that are not read. */
  @Test
  void streamsOfEmptyReports() throws Exception {
    byte[] batch = SubmitStreamRequest.newBuilder()
        .addAllReports(java.util.Collections.nCopies(
            1000, org.depinsdk.core.wire.v1.SignedReport.getDefaultInstance()))
        .build()
        .toByteArray();
    byte[][] batches = new byte[10][];
    java.util.Arrays.fill(batches, batch);
    List<ClientCall<?, ?>> calls = new ArrayList<>();
    CountDownLatch unheard = new CountDownLatch(Integer.MAX_VALUE);
    for (int i = 0; i < 25; i++) {
      ManagedChannel channel = stranger();
      for (int j = 0; j < STREAMS; j++) {
        ClientCall<?, ?> call =
            send(channel, NetworkServiceGrpc.getSubmitStreamMethod(), "identity", unheard, batches);
        if (j % 2 == 0) {
          call.halfClose();
        }
        calls.add(call);
      }
    }
    service.servesItsDevice();
    assertThat(calls).hasSize(25 * STREAMS);
  }

  /** Half a million reports of nothing, and groups within groups, in a message of a megabyte. */
  @Test
  void tinyReportsAndNestedGroups() throws Exception {
    byte[] reports = new byte[1_000_000];
    for (int i = 0; i < reports.length; i += 2) {
      reports[i] = 1 << 3 | 2;
    }
    byte[] groups = new byte[1_000_000];
    java.util.Arrays.fill(groups, (byte) (4 << 3 | 3));
    CountDownLatch answers = new CountDownLatch(2 * CONNECTIONS);
    ManagedChannel channel = stranger();
    for (byte[] message : List.of(reports, groups)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        send(channel, NetworkServiceGrpc.getSubmitStreamMethod(), "identity", answers, message);
      }
    }
    assertThat(answers.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(ended.keySet())
        .isSubsetOf(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);
    service.servesItsDevice();
  }

  /** Eight hundred messages of a megabyte of which the last byte never comes. */
  @Test
  void unfinishedMessages() {
    List<RawConnection> connections = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RawConnection connection = new RawConnection(service.port());
      connections.add(connection);
      for (int j = 0; j < STREAMS; j++) {
        connection.unfinished(NetworkServiceGrpc.getSubmitMethod().getFullMethodName(), 1_000_000);
      }
    }
    service.servesItsDevice();
    connections.forEach(RawConnection::close);
  }

  /** Three thousand connections that say nothing. */
  @Test
  void silentSockets() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      sockets.add(Http2Socket.socket(2, service.port()));
    }
    service.servesItsDevice();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Reports that nobody signed, on many streams at once. */
  @Test
  void forgedSignatures() throws Exception {
    byte[] batch = SubmitStreamRequest.newBuilder()
        .addAllReports(java.util.Collections.nCopies(
            1000,
            TestNetwork.report(
                    TestNetwork.signer(2),
                    TestNetwork.device(AttackedService.SIGNER),
                    1,
                    ServiceProcess.NOW)
                .toWire()))
        .build()
        .toByteArray();
    CountDownLatch answers = new CountDownLatch(8 * 8);
    for (int i = 0; i < 8; i++) {
      ManagedChannel channel = stranger();
      for (int j = 0; j < 8; j++) {
        send(channel, NetworkServiceGrpc.getSubmitStreamMethod(), "identity", answers, batch)
            .halfClose();
      }
    }
    service.servesItsDevice();
    assertThat(answers.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(ended.keySet()).isSubsetOf(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE);
  }

  private ManagedChannel stranger() {
    return stranger(CompressorRegistry.getDefaultInstance());
  }

  private ManagedChannel stranger(CompressorRegistry compressors) {
    ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", service.port())
        .usePlaintext()
        .compressorRegistry(compressors)
        .build();
    strangers.add(channel);
    return channel;
  }

  /** Sends messages and reads no answer but the status. */
  private <A> ClientCall<byte[], A> send(
      ManagedChannel channel,
      MethodDescriptor<?, A> method,
      String compressor,
      CountDownLatch answers,
      byte[]... messages) {
    ClientCall<byte[], A> call =
        channel.newCall(RawMessages.raw(method), CallOptions.DEFAULT.withCompression(compressor));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.merge(status.getCode(), 1, Integer::sum);
            answers.countDown();
          }
        },
        new Metadata());
    call.setMessageCompression(true);
    for (byte[] message : messages) {
      call.sendMessage(message);
    }
    return call;
  }
}
