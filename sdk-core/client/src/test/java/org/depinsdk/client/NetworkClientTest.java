package org.depinsdk.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.wire.v1.EnrollRequest;
import org.depinsdk.client.wire.v1.EnrollResponse;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.client.wire.v1.SubmitRequest;
import org.depinsdk.client.wire.v1.SubmitResponse;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Enrols a device and sends its reports with this jar alone, to a service that stands in for a network's. */
class NetworkClientTest {
  private static final String NETWORK = "test-net";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeNetwork network = new FakeNetwork();
  private Server server;
  private NetworkClient client;
  private DeviceSigner signer;

  @BeforeEach
  void start() throws Exception {
    server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
        .addService(network)
        .build()
        .start();
    client = NetworkClient.plaintext("127.0.0.1", server.getPort(), Duration.ofSeconds(30));
    signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]);
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void enrolsADevice() throws Exception {
    EnrollResponse response = client.enroll(NETWORK, enrollment(), signer);
    assertThat(response.getDeviceId())
        .isEqualTo(DeviceId.derive(NETWORK, signer.publicKey()).text());
    assertThat(Enrollment.verify(NETWORK, network.enrolled)).isEqualTo(enrollment());
    assertThatThrownBy(() -> Enrollment.verify("other-net", network.enrolled))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("signature")
        .hasMessageContaining("other-net");
  }

  @Test
  void aReportAndAStreamOfReportsGetTheirReceipts() throws Exception {
    GrpcReportSink sink = new GrpcReportSink(client);
    assertThat(sink.submit(List.of(report(1)))).containsExactly(accepted(1));
    List<SignedReport> many = new ArrayList<>();
    List<Receipt> receipts = new ArrayList<>();
    for (int sequence = 2; sequence < 12_002; sequence++) {
      many.add(report(sequence));
      receipts.add(accepted(sequence));
    }
    assertThat(sink.submit(many)).isEqualTo(receipts);
    assertThat(network.streams).as("at most 10,000 reports on one stream").isEqualTo(2);
    assertThat(Collections.max(network.batches)).isLessThanOrEqualTo(500);
    assertThat(sink.submit(List.of(report(1))))
        .containsExactly(
            Receipt.refused(report(1).id(NETWORK), ReportReasons.REPLAYED, "1 was used"));
  }

  @Test
  void aNetworkThatIsAwayIsAnIoException() throws Exception {
    server.shutdownNow().awaitTermination();
    assertThatThrownBy(() -> new GrpcReportSink(client).submit(List.of(report(1))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("UNAVAILABLE");
  }

  private Enrollment enrollment() {
    return new Enrollment(
        new RegistryChange.Enrolled(
            signer.publicKey(),
            new OperatorId("0x1111111111111111111111111111111111111111"),
            "weather-station",
            Optional.empty()),
        NOW);
  }

  private Receipt accepted(long sequence) throws Exception {
    return Receipt.accepted(report(sequence).id(NETWORK));
  }

  private SignedReport report(long sequence) throws Exception {
    return SignedReport.sign(
        NETWORK,
        new Report(
            DeviceId.derive(NETWORK, signer.publicKey()),
            new ProofKind("uptime/1"),
            sequence,
            NOW,
            Provenance.SIMULATED,
            new byte[0]),
        signer);
  }

  /** Answers as the API says; accepts sequence numbers that rise. */
  private static final class FakeNetwork extends NetworkServiceGrpc.NetworkServiceImplBase {
    EnrollRequest enrolled = EnrollRequest.getDefaultInstance();
    final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    int streams;
    private long newest;

    @Override
    public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> out) {
      enrolled = request;
      try {
        DeviceId device = DeviceId.derive(
            NETWORK, Enrollment.verify(NETWORK, request).device().key());
        out.onNext(EnrollResponse.newBuilder().setDeviceId(device.text()).build());
        out.onCompleted();
      } catch (InvalidRequestException e) {
        out.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      }
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> out) {
      out.onNext(
          SubmitResponse.newBuilder().setReceipt(receipt(request.getReport())).build());
      out.onCompleted();
    }

    @Override
    public StreamObserver<SubmitStreamRequest> submitStream(
        StreamObserver<SubmitStreamResponse> out) {
      streams++;
      SubmitStreamResponse.Builder response = SubmitStreamResponse.newBuilder();
      return new StreamObserver<>() {
        @Override
        public void onNext(SubmitStreamRequest request) {
          batches.add(request.getReportsCount());
          request.getReportsList().forEach(report -> response.addReceipts(receipt(report)));
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
          out.onNext(response.build());
          out.onCompleted();
        }
      };
    }

    private ReportReceipt receipt(org.depinsdk.core.wire.v1.SignedReport wire) {
      try {
        SignedReport report = SignedReport.of(wire);
        ReportReceipt.Builder receipt =
            ReportReceipt.newBuilder().setReportId(report.id(NETWORK).hex());
        if (report.report().sequence() <= newest) {
          return receipt
              .setRefusal(ReportReasons.REPLAYED.text())
              .setDetail(report.report().sequence() + " was used")
              .build();
        }
        newest = report.report().sequence();
        return receipt.setAccepted(true).build();
      } catch (MalformedReportException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
