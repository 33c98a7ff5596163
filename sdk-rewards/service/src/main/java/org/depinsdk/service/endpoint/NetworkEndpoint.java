package org.depinsdk.service.endpoint;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.AcceptTransferRequest;
import org.depinsdk.client.wire.v1.AcceptTransferResponse;
import org.depinsdk.client.wire.v1.CompleteTransferRequest;
import org.depinsdk.client.wire.v1.CompleteTransferResponse;
import org.depinsdk.client.wire.v1.EnrollRequest;
import org.depinsdk.client.wire.v1.EnrollResponse;
import org.depinsdk.client.wire.v1.GetChallengeRequest;
import org.depinsdk.client.wire.v1.GetChallengeResponse;
import org.depinsdk.client.wire.v1.GetClaimRequest;
import org.depinsdk.client.wire.v1.GetClaimResponse;
import org.depinsdk.client.wire.v1.GetHistoryRequest;
import org.depinsdk.client.wire.v1.GetHistoryResponse;
import org.depinsdk.client.wire.v1.GetNetworkRequest;
import org.depinsdk.client.wire.v1.GetNetworkResponse;
import org.depinsdk.client.wire.v1.GetSessionNonceRequest;
import org.depinsdk.client.wire.v1.GetSessionNonceResponse;
import org.depinsdk.client.wire.v1.GetStatementRequest;
import org.depinsdk.client.wire.v1.GetStatementResponse;
import org.depinsdk.client.wire.v1.GetTransferRequest;
import org.depinsdk.client.wire.v1.GetTransferResponse;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.OfferTransferRequest;
import org.depinsdk.client.wire.v1.OfferTransferResponse;
import org.depinsdk.client.wire.v1.OpenSessionRequest;
import org.depinsdk.client.wire.v1.OpenSessionResponse;
import org.depinsdk.client.wire.v1.RevokeRequest;
import org.depinsdk.client.wire.v1.RevokeResponse;
import org.depinsdk.client.wire.v1.RotateKeyRequest;
import org.depinsdk.client.wire.v1.RotateKeyResponse;
import org.depinsdk.client.wire.v1.SubmitRequest;
import org.depinsdk.client.wire.v1.SubmitResponse;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.service.Network;
import org.depinsdk.service.ingest.OverloadedException;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.settle.BundleFolder;
import org.depinsdk.service.sqlite.Ledger;
import org.depinsdk.service.sqlite.LifecycleStore;
import org.depinsdk.service.sqlite.SqliteRegistry;

/** The calls of {@code depinsdk.network.v1.NetworkService}. */
public final class NetworkEndpoint extends NetworkServiceGrpc.NetworkServiceImplBase {
  private final Network network;
  private final SqliteRegistry registry;
  private final Ledger ledger;
  private final StatementReader statements;
  private final ReportIngest ingest;
  private final EnrollmentService enroller;
  private final LifecycleService life;
  private final TransferService transfers;
  private final RevocationService orders;
  private final InstantSource clock;
  private final Duration defaultTimeout;
  private final Executor executor;

  /**
   * What the calls reach.
   *
   * @param registry the devices
   * @param life transfers under way and standing orders
   * @param ingest takes reports and changes
   * @param bundles explain settled epochs
   * @param ledger what came of them
   */
  public record Stores(
      SqliteRegistry registry,
      LifecycleStore life,
      ReportIngest ingest,
      BundleFolder bundles,
      Ledger ledger) {}

  /**
   * An endpoint.
   *
   * @param network the network
   * @param stores what the calls reach
   * @param clock the network's time
   * @param defaultTimeout the deadline of a call whose client set none
   * @param executor sends answers
   */
  public NetworkEndpoint(
      Network network,
      Stores stores,
      InstantSource clock,
      Duration defaultTimeout,
      Executor executor) {
    this.network = network;
    this.registry = stores.registry();
    this.ledger = stores.ledger();
    this.statements = new StatementReader(stores.bundles());
    this.ingest = stores.ingest();
    this.clock = clock;
    this.defaultTimeout = defaultTimeout;
    this.executor = executor;
    this.orders = new RevocationService(network.policy(), registry, stores.life(), ingest, clock);
    this.life = new LifecycleService(network.policy(), registry, orders, ingest, clock);
    this.transfers =
        new TransferService(network.policy().network(), registry, stores.life(), life, clock);
    this.enroller = new EnrollmentService(network, registry, ingest, life, orders, clock);
  }

  @Override
  public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> out) {
    later(
        out,
        () -> enroller
            .enroll(request)
            .thenApply(state -> EnrollResponse.newBuilder()
                .setDeviceId(state.device().text())
                .setStatus(state.status().name().toLowerCase(Locale.ROOT))
                .build()));
  }

  @Override
  public void submit(SubmitRequest request, StreamObserver<SubmitResponse> out) {
    later(out, () -> {
      if (!request.hasReport()) {
        throw new InvalidRequestException("report", "", "a SignedReport");
      }
      return ingest
          .submit(List.of(request.getReport()))
          .thenApply(receipts ->
              SubmitResponse.newBuilder().setReceipt(receipts.get(0)).build());
    });
  }

  @Override
  public StreamObserver<SubmitStreamRequest> submitStream(
      StreamObserver<SubmitStreamResponse> out) {
    return new ReportUpload(
        (ServerCallStreamObserver<SubmitStreamResponse>) out, ingest, defaultTimeout, executor);
  }

  @Override
  public void getChallenge(GetChallengeRequest request, StreamObserver<GetChallengeResponse> out) {
    now(out, () -> {
      DeviceId device = device("device_id", request.getDeviceId());
      if (registry.find(device).isEmpty()) {
        throw Responses.status(Code.NOT_FOUND, "device " + device + " is not enrolled");
      }
      EpochSchedule schedule = network.policy().admission().schedule();
      Instant now = clock.instant();
      if (now.isBefore(schedule.genesis())) {
        throw Responses.status(
            Code.FAILED_PRECONDITION, "the first epoch begins at " + schedule.genesis());
      }
      ChallengeSchedule challenges = network.challenges(schedule.containing(now));
      Challenge challenge = challenges.challenge(device, challenges.slotAt(now));
      return GetChallengeResponse.newBuilder()
          .setEpoch(challenge.epoch())
          .setSlot(challenge.slot())
          .setNonce(ByteString.copyFrom(challenge.nonce()))
          .setOpensAtMs(challenge.opensAt().toEpochMilli())
          .setClosesAtMs(challenge.closesAt().toEpochMilli())
          .build();
    });
  }

  @Override
  public void getStatement(GetStatementRequest request, StreamObserver<GetStatementResponse> out) {
    later(out, () -> {
      String subject = request.getSubject().startsWith("0x")
          ? operator("subject", request.getSubject()).text()
          : device("subject", request.getSubject()).text();
      long newest = ledger.newest().map(Ledger.SettledEpoch::index).orElse(-1L);
      if (request.getEpoch() < 0 || request.getEpoch() > newest) {
        throw Responses.status(
            Code.NOT_FOUND,
            "epoch " + request.getEpoch() + " is not settled, the newest settled one is " + newest);
      }
      return statements
          .json(request.getEpoch(), subject)
          .thenApply(
              json -> GetStatementResponse.newBuilder().setStatementJson(json).build());
    });
  }

  @Override
  public void getClaim(GetClaimRequest request, StreamObserver<GetClaimResponse> out) {
    now(out, () -> {
      OperatorId operator = operator("operator", request.getOperator());
      Ledger.ProvenClaim claim = ledger
          .claim(operator)
          .orElseThrow(() ->
              Responses.status(Code.NOT_FOUND, "operator " + operator + " has earned nothing yet"));
      GetClaimResponse.Builder response = GetClaimResponse.newBuilder()
          .setEpoch(claim.newest().index())
          .setRoot(ByteString.copyFrom(claim.newest().root().bytes()))
          .setCumulativeAmount(claim.claim().cumulativeAmount().toString());
      claim.claim().proof().forEach(hash -> response.addProof(ByteString.copyFrom(hash.bytes())));
      return response.build();
    });
  }

  @Override
  public void getNetwork(GetNetworkRequest request, StreamObserver<GetNetworkResponse> out) {
    now(out, () -> {
      EpochSchedule schedule = network.policy().admission().schedule();
      Optional<Ledger.SettledEpoch> newest = ledger.newest();
      return GetNetworkResponse.newBuilder()
          .setNetwork(network.policy().admission().network())
          .setGenesisMs(schedule.genesis().toEpochMilli())
          .setEpochLengthMs(schedule.length().toMillis())
          .setGraceMs(schedule.grace().toMillis())
          .setNowMs(clock.millis())
          .setNewestSettledEpoch(newest.map(Ledger.SettledEpoch::index).orElse(-1L))
          .setNewestRoot(ByteString.copyFrom(newest.map(n -> n.root().bytes()).orElse(new byte[0])))
          .build();
    });
  }

  @Override
  public void rotateKey(RotateKeyRequest request, StreamObserver<RotateKeyResponse> out) {
    later(out, () -> life.rotateKey(request.getRotation()));
  }

  @Override
  public void getSessionNonce(
      GetSessionNonceRequest request, StreamObserver<GetSessionNonceResponse> out) {
    now(out, () -> life.sessionNonce(device("device_id", request.getDeviceId())));
  }

  @Override
  public void openSession(OpenSessionRequest request, StreamObserver<OpenSessionResponse> out) {
    later(out, () -> life.openSession(request.getGrant()));
  }

  @Override
  public void offerTransfer(
      OfferTransferRequest request, StreamObserver<OfferTransferResponse> out) {
    now(out, () -> {
      transfers.offer(request.getTerms(), request.getSignature());
      return OfferTransferResponse.getDefaultInstance();
    });
  }

  @Override
  public void acceptTransfer(
      AcceptTransferRequest request, StreamObserver<AcceptTransferResponse> out) {
    now(out, () -> {
      transfers.accept(request.getTerms(), request.getSignature());
      return AcceptTransferResponse.getDefaultInstance();
    });
  }

  @Override
  public void completeTransfer(
      CompleteTransferRequest request, StreamObserver<CompleteTransferResponse> out) {
    later(out, () -> transfers.complete(request.getTerms(), request.getSignature()));
  }

  @Override
  public void getTransfer(GetTransferRequest request, StreamObserver<GetTransferResponse> out) {
    now(out, () -> transfers.get(device("device_id", request.getDeviceId())));
  }

  @Override
  public void revoke(RevokeRequest request, StreamObserver<RevokeResponse> out) {
    later(out, () -> orders.revoke(request.getOrder()));
  }

  @Override
  public void getHistory(GetHistoryRequest request, StreamObserver<GetHistoryResponse> out) {
    now(out, () -> life.history(device("device_id", request.getDeviceId())));
  }

  /** A call that is answered from what is stored. */
  private interface Lookup<T> {
    T find() throws InvalidRequestException, RefusedInstructionException, IOException;
  }

  /** A call that is answered later. */
  private interface Request<T> {
    CompletableFuture<T> send()
        throws InvalidRequestException, OverloadedException, RefusedInstructionException,
            IOException;
  }

  private <T> void now(StreamObserver<T> out, Lookup<T> lookup) {
    later(out, () -> CompletableFuture.completedFuture(lookup.find()));
  }

  private <T> void later(StreamObserver<T> out, Request<T> request) {
    CompletableFuture<T> answer;
    try {
      answer = request.send();
    } catch (InvalidRequestException
        | OverloadedException
        | RefusedInstructionException
        | IOException
        | StatusRuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    Responses.send(answer, out, defaultTimeout, executor);
  }

  private static DeviceId device(String field, String text) throws InvalidRequestException {
    try {
      return DeviceId.parse(text);
    } catch (EncodingException e) {
      throw new InvalidRequestException(field, text, String.valueOf(e.getMessage()));
    }
  }

  private static OperatorId operator(String field, String text) throws InvalidRequestException {
    try {
      return OperatorId.parse(text);
    } catch (EncodingException e) {
      throw new InvalidRequestException(field, text, String.valueOf(e.getMessage()));
    }
  }
}
