package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.wire.v1.EnrollRequest;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.client.wire.v1.SubmitRequest;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.SignedEnrollment;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.wire.v1.EnrollmentBody;
import org.depinsdk.core.wire.v1.SignedReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call over a real socket, with good and with hostile input. */
class NetworkServiceTest {
  private static final OperatorId OTHER =
      new OperatorId("0x8617E340B3D01FA5F11F306F4090FD50E238070D");

  @TempDir
  Path data;

  private TestService service;
  private NetworkServiceGrpc.NetworkServiceBlockingStub raw;

  @BeforeEach
  void start() throws IOException {
    service = new TestService(data);
    raw = NetworkServiceGrpc.newBlockingStub(service.client.channel());
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
  }

  @Test
  void enrolmentDerivesTheIdActivatesAndIsIdempotent() throws Exception {
    InMemorySigner signer = TestNetwork.signer(1);
    EnrollRequest request =
        TestNetwork.enrollment(signer, service.now()).sign(TestNetwork.NAME, signer);
    assertThat(raw.enroll(request).getDeviceId())
        .isEqualTo(TestNetwork.device(signer).text());
    assertThat(raw.enroll(request).getStatus()).isEqualTo("active");

    service
        .server
        .admin()
        .change(TestNetwork.device(signer), new RegistryChange.Revoked("stolen"))
        .get();
    assertThat(raw.enroll(request).getStatus()).isEqualTo("revoked");
  }

  @Test
  void aDeviceThatTheNetworkHoldsBackWaitsForItsActivation() throws Exception {
    InMemorySigner signer = TestNetwork.signer(1);
    Enrollment enrollment =
        TestNetwork.enrollment(signer, TestNetwork.OPERATOR, "on-hold", service.now());
    assertThat(service.client.enroll(TestNetwork.NAME, enrollment, signer).getStatus())
        .isEqualTo("enrolled");
    assertThat(
            service.client.submit(TestNetwork.report(signer, 1, service.now())).getRefusal())
        .isEqualTo("report.device-not-active");
    service
        .server
        .admin()
        .change(TestNetwork.device(signer), new RegistryChange.Activated())
        .get();
    assertThat(
            service.client.submit(TestNetwork.report(signer, 1, service.now())).getAccepted())
        .isTrue();
  }

  @Test
  void enrolmentUnderAnotherOperatorIsAConflict() throws Exception {
    InMemorySigner signer = service.enrolled(1);
    Enrollment taken = TestNetwork.enrollment(signer, OTHER, "access-point", service.now());
    assertStatus(Code.ALREADY_EXISTS, () -> service.client.enroll(TestNetwork.NAME, taken, signer))
        .contains(TestNetwork.device(signer).text());
  }

  @Test
  void aKeyThatAnotherDeviceRotatedToCannotEnrol() throws Exception {
    InMemorySigner first = service.enrolled(1);
    InMemorySigner second = TestNetwork.signer(2);
    service
        .server
        .admin()
        .change(TestNetwork.device(first), new RegistryChange.KeyRotated(second.publicKey()))
        .get();
    assertStatus(Code.ALREADY_EXISTS, () -> service.enrolled(2))
        .contains("belongs to " + TestNetwork.device(first));
  }

  @Test
  void anEnrolmentMustBeSignedByItsOwnKeyForThisNetworkAndNow() throws Exception {
    InMemorySigner signer = TestNetwork.signer(1);
    Enrollment enrollment = TestNetwork.enrollment(signer, service.now());
    EnrollRequest good = enrollment.sign(TestNetwork.NAME, signer);
    assertStatus(
            Code.INVALID_ARGUMENT,
            () -> raw.enroll(enrollment.sign(TestNetwork.NAME, TestNetwork.signer(2))))
        .startsWith("signature is \"64 bytes\", expected: 64 bytes, made by did:key:");
    assertStatus(Code.INVALID_ARGUMENT, () -> raw.enroll(enrollment.sign("other-net", signer)))
        .startsWith("signature is ");
    assertStatus(
            Code.INVALID_ARGUMENT,
            () -> raw.enroll(good.toBuilder().setSignature(ByteString.EMPTY).build()))
        .startsWith("signature is \"0 bytes\"");
    assertStatus(
            Code.INVALID_ARGUMENT,
            () -> raw.enroll(TestNetwork.enrollment(signer, service.now().plusSeconds(61))
                .sign(TestNetwork.NAME, signer)))
        .startsWith("body.device_time_ms is ");
    assertStatus(
            Code.INVALID_ARGUMENT,
            () -> raw.enroll(TestNetwork.enrollment(signer, service.now().minusSeconds(7201))
                .sign(TestNetwork.NAME, signer)))
        .startsWith("body.device_time_ms is ");
    assertThat(raw.enroll(good).getStatus()).isEqualTo("active");
  }

  @Test
  void aWrongFieldOfAnEnrolmentIsNamed() {
    assertStatus(Code.INVALID_ARGUMENT, () -> raw.enroll(EnrollRequest.getDefaultInstance()))
        .startsWith("body.key is \"\"");
    assertStatus(Code.INVALID_ARGUMENT, () -> raw.enroll(body(ByteString.copyFromUtf8("\u0001"))))
        .startsWith("body is ");
    assertStatus(
            Code.INVALID_ARGUMENT,
            () -> raw.enroll(
                body(ByteString.copyFrom(new byte[SignedEnrollment.MAX_BODY_BYTES + 1]))))
        .contains("1025 bytes");
    EnrollmentBody.Builder body = EnrollmentBody.newBuilder()
        .setKey(TestNetwork.signer(1).publicKey().didKey())
        .setOperator("0x52908400098527886E0F7030069857D2E4169Ee7");
    assertStatus(Code.INVALID_ARGUMENT, () -> raw.enroll(body(body.build().toByteString())))
        .startsWith("body.operator is ")
        .contains("checksum");
    body.setOperator(TestNetwork.OPERATOR.text()).setCell("8928308280ffff0");
    assertStatus(Code.INVALID_ARGUMENT, () -> raw.enroll(body(body.build().toByteString())))
        .startsWith("body.cell is ");
    body.setCell("8928308280fffff").setDeviceClass("Access Point");
    assertStatus(Code.INVALID_ARGUMENT, () -> raw.enroll(body(body.build().toByteString())))
        .startsWith("body.device_class is ");
  }

  @Test
  void everyReportGetsAReceiptGoodOrBad() throws Exception {
    InMemorySigner signer = service.enrolled(1);
    DeviceId device = TestNetwork.device(signer);
    Instant now = service.now();
    ReportReceipt first = submit(TestNetwork.report(signer, 1, now).toWire());
    assertThat(first.getAccepted()).isTrue();
    ReportReceipt again = submit(TestNetwork.report(signer, 1, now).toWire());
    assertThat(again.getAccepted()).isTrue();
    assertThat(again.getLogged().getIndex()).isEqualTo(first.getLogged().getIndex());
    assertThat(again.getLogged().getRecord()).isEqualTo(first.getLogged().getRecord());
    assertRefused(
        "report.replayed", TestNetwork.report(signer, 1, now.plusMillis(1)).toWire());
    assertThat(again.getReportId())
        .isEqualTo(TestNetwork.report(signer, 1, now).id(TestNetwork.NAME).hex());

    assertRefused(
        "report.unknown-device",
        TestNetwork.report(TestNetwork.signer(9), 1, now).toWire());
    assertRefused(
        "report.bad-signature",
        TestNetwork.report(TestNetwork.signer(9), device, 2, now).toWire());
    assertRefused(
        "report.from-future", TestNetwork.report(signer, 2, now.plusSeconds(61)).toWire());
    assertRefused(
        "report.too-old", TestNetwork.report(signer, 2, now.minusSeconds(61)).toWire());
    assertRefused("report.malformed", SignedReport.getDefaultInstance());
    assertRefused(
        "report.malformed",
        SignedReport.newBuilder()
            .setBody(ByteString.copyFrom(new byte[Report.MAX_BODY_BYTES + 50_000]))
            .setSignature(ByteString.copyFrom(new byte[3000]))
            .build());
    service
        .server
        .admin()
        .change(device, new RegistryChange.Suspended("appeal"))
        .get();
    assertRefused("report.device-suspended", TestNetwork.report(signer, 2, now).toWire());
    service.close();

    assertThat(TestService.log(data)).hasSize(9);
    assertThat(TestService.log(data).get(7).getReport().getBody().size())
        .as("what is no report is kept up to one byte above the limit")
        .isEqualTo(Report.MAX_BODY_BYTES + 1);
  }

  @Test
  void aStreamAnswersInOrder() throws Exception {
    InMemorySigner signer = service.enrolled(1);
    List<org.depinsdk.core.report.SignedReport> reports = IntStream.rangeClosed(1, 1600)
        .mapToObj(i -> TestNetwork.report(signer, i, service.now()))
        .toList();
    List<ReportReceipt> receipts = service.client.submitAll(reports.iterator());
    assertThat(receipts).hasSize(1600).allMatch(ReportReceipt::getAccepted);
    assertThat(receipts)
        .extracting(ReportReceipt::getReportId)
        .containsExactlyElementsOf(
            reports.stream().map(r -> r.id(TestNetwork.NAME).hex()).toList());
  }

  @Test
  void aStreamWithTooMuchOrNothingInOneMessageIsEnded() {
    SignedReport one =
        TestNetwork.report(TestNetwork.signer(1), 1, service.now()).toWire();
    assertStatus(Code.INVALID_ARGUMENT, () -> stream(Collections.nCopies(1001, one)))
        .contains("1001 reports");
    assertStatus(Code.INVALID_ARGUMENT, () -> stream(List.of())).contains("0 reports");
  }

  @Test
  void aRequestWithoutReportOrAboveTheMessageLimitIsRefused() {
    assertStatus(Code.INVALID_ARGUMENT, () -> raw.submit(SubmitRequest.getDefaultInstance()))
        .startsWith("report is ");
    SignedReport huge = SignedReport.newBuilder()
        .setBody(ByteString.copyFrom(new byte[2 << 20]))
        .build();
    assertStatus(Code.RESOURCE_EXHAUSTED, () -> submit(huge)).contains("exceeds maximum size");
  }

  @Test
  void lookUpsNameWhatIsMissing() throws Exception {
    service.enrolled(1);
    assertThat(service.client.network().getNewestSettledEpoch()).isEqualTo(-1);
    assertStatus(Code.NOT_FOUND, () -> service.client.statement(0, TestNetwork.OPERATOR.text()))
        .contains("newest settled one is -1");
    assertStatus(Code.NOT_FOUND, () -> service.client.claim(TestNetwork.OPERATOR))
        .contains("earned nothing");
    assertStatus(Code.INVALID_ARGUMENT, () -> service.client.statement(0, "x' OR '1'='1"))
        .startsWith("subject is ");
  }

  @Test
  void healthAndReflectionAnswer() throws Exception {
    assertThat(HealthGrpc.newBlockingStub(service.client.channel())
            .check(HealthCheckRequest.newBuilder()
                .setService(NetworkServiceGrpc.SERVICE_NAME)
                .build())
            .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    CompletableFuture<ServerReflectionResponse> services = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> ask = ServerReflectionGrpc.newStub(
            service.client.channel())
        .serverReflectionInfo(new StreamObserver<>() {
          @Override
          public void onNext(ServerReflectionResponse response) {
            services.complete(response);
          }

          @Override
          public void onError(Throwable failure) {
            services.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {}
        });
    ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(services.get().getListServicesResponse().getServiceList())
        .anyMatch(s -> s.getName().equals(NetworkServiceGrpc.SERVICE_NAME));
    ask.onCompleted();
  }

  /** One message on a stream; throws what the stream ends with. */
  private void stream(List<SignedReport> reports) throws Throwable {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    NetworkServiceGrpc.newStub(service.client.channel())
        .submitStream(new StreamObserver<SubmitStreamResponse>() {
          @Override
          public void onNext(SubmitStreamResponse response) {}

          @Override
          public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            ended.complete(null);
          }
        })
        .onNext(SubmitStreamRequest.newBuilder().addAllReports(reports).build());
    try {
      ended.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private ReportReceipt submit(SignedReport report) {
    return raw.submit(SubmitRequest.newBuilder().setReport(report).build()).getReceipt();
  }

  private void assertRefused(String reason, SignedReport report) {
    ReportReceipt receipt = submit(report);
    assertThat(receipt.getRefusal()).isEqualTo(reason);
    assertThat(receipt.getAccepted()).isFalse();
    assertThat(receipt.getDetail()).isNotEmpty();
  }

  private static EnrollRequest body(ByteString body) {
    return EnrollRequest.newBuilder().setBody(body).build();
  }
}
