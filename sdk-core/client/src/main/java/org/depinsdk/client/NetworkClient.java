package org.depinsdk.client;

import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.depinsdk.client.wire.v1.EnrollResponse;
import org.depinsdk.client.wire.v1.GetChallengeRequest;
import org.depinsdk.client.wire.v1.GetChallengeResponse;
import org.depinsdk.client.wire.v1.GetClaimRequest;
import org.depinsdk.client.wire.v1.GetClaimResponse;
import org.depinsdk.client.wire.v1.GetNetworkRequest;
import org.depinsdk.client.wire.v1.GetNetworkResponse;
import org.depinsdk.client.wire.v1.GetStatementRequest;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.client.wire.v1.SubmitRequest;
import org.depinsdk.client.wire.v1.SubmitResponse;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.SignedReport;

/**
 * A network's service as seen by devices and operators. Every call has a deadline. A call that the service refuses or
 * that does not reach it throws {@link StatusRuntimeException}; its status says which.
 */
public final class NetworkClient implements Closeable {
  private final ManagedChannel channel;
  private final Channel calls;
  private final Duration timeout;

  /**
   * A client over a channel.
   *
   * @param channel to the service; closed with the client
   * @param timeout of each call, streams included
   */
  public NetworkClient(ManagedChannel channel, Duration timeout) {
    this.channel = channel;
    this.calls = ClientInterceptors.intercept(channel, new BoundedResponses());
    this.timeout = timeout;
  }

  /**
   * A client over plain text, for loopback and tests.
   *
   * @param host the service's host
   * @param port the service's port
   * @param timeout of each call
   * @return the client
   */
  public static NetworkClient plaintext(String host, int port, Duration timeout) {
    return connect(host, port, InsecureChannelCredentials.create(), timeout);
  }

  /**
   * A client over credentials such as TLS.
   *
   * @param host the service's host
   * @param port the service's port
   * @param credentials what the client trusts and presents
   * @param timeout of each call
   * @return the client
   */
  public static NetworkClient connect(
      String host, int port, ChannelCredentials credentials, Duration timeout) {
    return new NetworkClient(
        Grpc.newChannelBuilderForAddress(host, port, credentials).build(), timeout);
  }

  /**
   * Enrols a device.
   *
   * @param network the network's name
   * @param enrollment what the device asks for
   * @param signer holds the device's key
   * @return its id and status
   * @throws SigningException if the signer cannot sign now
   */
  public EnrollResponse enroll(String network, Enrollment enrollment, DeviceSigner signer)
      throws SigningException {
    return stub().enroll(enrollment.sign(network, signer));
  }

  /**
   * Submits one report.
   *
   * @param report the report
   * @return the network's decision; it is durable
   */
  public ReportReceipt submit(SignedReport report) {
    return submitProven(report).getReceipt();
  }

  SubmitResponse submitProven(SignedReport report) {
    return stub().submit(SubmitRequest.newBuilder().setReport(report.toWire()).build());
  }

  /**
   * Submits many reports on one stream, as fast as the service takes them.
   *
   * @param reports at most 10,000; read only when the service is ready for more
   * @return one receipt for each report, in order; all are durable
   * @throws IOException if the thread was interrupted while it waited
   */
  public List<ReportReceipt> submitAll(Iterator<SignedReport> reports) throws IOException {
    return submitAllProven(reports).getReceiptsList();
  }

  SubmitStreamResponse submitAllProven(Iterator<SignedReport> reports) throws IOException {
    BatchUpload upload = new BatchUpload(reports);
    NetworkServiceGrpc.newStub(calls)
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .submitStream(upload);
    try {
      return upload.response().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException status) {
        throw status;
      }
      throw new IOException("the upload failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during an upload", e);
    }
  }

  /**
   * The current challenge of a device.
   *
   * @param device which device
   * @param kind the proof that will answer it
   * @return the challenge
   */
  public GetChallengeResponse challenge(DeviceId device, ProofKind kind) {
    return stub()
        .getChallenge(GetChallengeRequest.newBuilder()
            .setDeviceId(device.text())
            .setKind(kind.text())
            .build());
  }

  /**
   * Why an operator or a device earned what it did.
   *
   * @param epoch a settled epoch
   * @param subject an operator's or device's text
   * @return the statement as JSON
   */
  public String statement(long epoch, String subject) {
    return stub()
        .getStatement(
            GetStatementRequest.newBuilder().setEpoch(epoch).setSubject(subject).build())
        .getStatementJson();
  }

  /**
   * What an operator needs to claim its lifetime total.
   *
   * @param operator who
   * @return amount, root and proof
   */
  public GetClaimResponse claim(OperatorId operator) {
    return stub()
        .getClaim(GetClaimRequest.newBuilder().setOperator(operator.text()).build());
  }

  /**
   * The network's state.
   *
   * @return its name, schedule, clock and newest settled epoch
   */
  public GetNetworkResponse network() {
    return stub().getNetwork(GetNetworkRequest.getDefaultInstance());
  }

  /**
   * A device's life cycle after its enrolment.
   *
   * @param network the network's name, which is part of everything that is signed
   * @return the calls
   */
  public LifecycleClient lifecycle(String network) {
    return new LifecycleClient(network, this::stub);
  }

  /**
   * The channel, for other services of the same server such as health.
   *
   * @return the channel
   */
  public Channel channel() {
    return calls;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private NetworkServiceGrpc.NetworkServiceBlockingStub stub() {
    return NetworkServiceGrpc.newBlockingStub(calls)
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
