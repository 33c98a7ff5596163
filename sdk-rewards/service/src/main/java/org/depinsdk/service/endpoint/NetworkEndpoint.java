package org.depinsdk.service.endpoint;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.AcceptTransferRequest;
import org.depinsdk.client.wire.v1.AcceptTransferResponse;
import org.depinsdk.client.wire.v1.AttestRequest;
import org.depinsdk.client.wire.v1.AttestResponse;
import org.depinsdk.client.wire.v1.CompleteTransferRequest;
import org.depinsdk.client.wire.v1.CompleteTransferResponse;
import org.depinsdk.client.wire.v1.EnrollRequest;
import org.depinsdk.client.wire.v1.EnrollResponse;
import org.depinsdk.client.wire.v1.GetAttestationChallengeRequest;
import org.depinsdk.client.wire.v1.GetAttestationChallengeResponse;
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
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.service.EpochBeacons;
import org.depinsdk.service.FailureListener;
import org.depinsdk.service.Network;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.ingest.OverloadedException;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.settle.BundleFolder;
import org.depinsdk.service.store.EvidenceStore;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.LifecycleStore;
import org.depinsdk.service.store.StoredRegistry;

/** The calls of {@code depinsdk.network.v1.NetworkService}. */
public final class NetworkEndpoint extends NetworkServiceGrpc.NetworkServiceImplBase {
  private final Parts parts;
  private final StatementReader statements;
  private final EpochChallenges challenges;
  private final EnrollmentService enrollments;
  private final LifecycleService lifecycle;
  private final TransferService transfers;
  private final RevocationService revocations;
  private final AttestationService attestations;
  private final AttestationRevocations listed;
  private final EvidenceRetention evidence;
  private final MemoryBudget answers;
  private final Executor executor;
  private final Responses responses;

  /**
   * What the calls reach.
   *
   * @param network the network
   * @param policy its rules
   * @param registry the devices
   * @param lifecycle open transfers and revocation orders
   * @param evidence what attestations were appraised from
   * @param ingest takes reports and changes
   * @param bundles explain settled epochs
   * @param ledger what came of them
   * @param beacons the randomness of each epoch
   * @param clock the network's time
   */
  public record Parts(
      Network network,
      NetworkPolicy policy,
      StoredRegistry registry,
      LifecycleStore lifecycle,
      EvidenceStore evidence,
      ReportIngest ingest,
      BundleFolder bundles,
      Ledger ledger,
      EpochBeacons beacons,
      InstantSource clock) {}

  /**
   * An endpoint.
   *
   * @param parts what the calls reach
   * @param timeouts the deadlines of calls
   * @param answers memory for answers that are not sent yet
   * @param executor sends answers
   * @param failures is notified of an {@link Error} in a call
   */
  public NetworkEndpoint(
      Parts parts,
      Timeouts timeouts,
      MemoryBudget answers,
      Executor executor,
      FailureListener failures) {
    this.parts = parts;
    this.answers = answers;
    this.executor = executor;
    this.responses = new Responses(timeouts, executor, failures);
    this.statements = new StatementReader(parts.bundles());
    this.challenges =
        new EpochChallenges(parts.network().verifiers(), parts.policy(), parts.beacons());
    this.revocations = new RevocationService(parts);
    this.lifecycle = new LifecycleService(parts, revocations);
    EvidenceVerifiers verifiers = EvidenceVerifiers.load();
    this.listed = new AttestationRevocations(parts, verifiers);
    this.evidence = new EvidenceRetention(
        parts.evidence(),
        parts.registry(),
        parts.ledger(),
        parts.policy().admission().schedule(),
        verifiers,
        parts.clock());
    this.attestations = new AttestationService(parts, verifiers, revocations, listed, evidence);
    this.transfers = new TransferService(parts, lifecycle);
    this.enrollments = new EnrollmentService(parts, lifecycle, revocations);
  }

  @Override
  public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> out) {
    later(
        out,
        () -> enrollments
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
      return parts
          .ingest()
          .submit(Sender.CURRENT.get(), List.of(request.getReport()))
          .thenApply(decided -> {
            ReceiptMessages messages = new ReceiptMessages();
            return SubmitResponse.newBuilder()
                .setReceipt(messages.receipt(decided.get(0)))
                .setProofs(messages.proofs())
                .build();
          });
    });
  }

  @Override
  public StreamObserver<SubmitStreamRequest> submitStream(
      StreamObserver<SubmitStreamResponse> out) {
    return new ReportUpload(
        (ServerCallStreamObserver<SubmitStreamResponse>) out,
        parts.ingest(),
        answers,
        responses,
        executor);
  }

  @Override
  public void getChallenge(GetChallengeRequest request, StreamObserver<GetChallengeResponse> out) {
    now(out, () -> {
      DeviceId device = device("device_id", request.getDeviceId());
      if (parts.registry().find(device).isEmpty()) {
        throw Responses.status(Code.NOT_FOUND, "device " + device + " is not enrolled");
      }
      Challenge challenge =
          challenges.challenge(device, request.getKind(), parts.clock().instant());
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
      long newest = parts.ledger().newest().map(Ledger.SettledEpoch::index).orElse(-1L);
      if (request.getEpoch() < 0 || request.getEpoch() > newest) {
        throw Responses.status(
            Code.NOT_FOUND,
            "epoch " + request.getEpoch() + " is not settled, the newest settled one is " + newest);
      }
      return statements
          .json(Sender.CURRENT.get(), request.getEpoch(), subject)
          .thenApply(
              json -> GetStatementResponse.newBuilder().setStatementJson(json).build());
    });
  }

  @Override
  public void getClaim(GetClaimRequest request, StreamObserver<GetClaimResponse> out) {
    now(out, () -> {
      OperatorId operator = operator("operator", request.getOperator());
      Ledger.ProvenClaim claim = parts
          .ledger()
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
      EpochSchedule schedule = parts.policy().admission().schedule();
      Optional<Ledger.SettledEpoch> newest = parts.ledger().newest();
      return GetNetworkResponse.newBuilder()
          .setNetwork(parts.policy().admission().network())
          .setGenesisMs(schedule.genesis().toEpochMilli())
          .setEpochLengthMs(schedule.length().toMillis())
          .setGraceMs(schedule.grace().toMillis())
          .setNowMs(parts.clock().millis())
          .setNewestSettledEpoch(newest.map(Ledger.SettledEpoch::index).orElse(-1L))
          .setNewestRoot(ByteString.copyFrom(newest.map(n -> n.root().bytes()).orElse(new byte[0])))
          .build();
    });
  }

  @Override
  public void rotateKey(RotateKeyRequest request, StreamObserver<RotateKeyResponse> out) {
    later(out, () -> lifecycle.rotateKey(request.getRotation()));
  }

  @Override
  public void getSessionNonce(
      GetSessionNonceRequest request, StreamObserver<GetSessionNonceResponse> out) {
    now(out, () -> lifecycle.sessionNonce(device("device_id", request.getDeviceId())));
  }

  @Override
  public void openSession(OpenSessionRequest request, StreamObserver<OpenSessionResponse> out) {
    later(out, () -> lifecycle.openSession(request.getGrant()));
  }

  @Override
  public void getAttestationChallenge(
      GetAttestationChallengeRequest request, StreamObserver<GetAttestationChallengeResponse> out) {
    now(out, () -> attestations.challenge(request, device("device_id", request.getDeviceId())));
  }

  @Override
  public void attest(AttestRequest request, StreamObserver<AttestResponse> out) {
    later(out, () -> attestations.attest(request));
  }

  /**
   * Withdraws the results of attestations whose certificates new revocation lists name.
   *
   * @throws IOException if a store failed; it may be called again
   * @throws InterruptedException if the thread was interrupted
   */
  public void withdrawRevoked() throws IOException, InterruptedException {
    listed.withdraw();
  }

  /**
   * Removes the evidence that neither a bundle nor a result needs any more.
   *
   * @throws IOException if a store failed; it may be called again
   */
  public void pruneEvidence() throws IOException {
    if (parts.policy().attestation().isPresent()) {
      evidence.prune();
    }
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
    later(out, () -> revocations.revoke(request.getOrder()));
  }

  @Override
  public void getHistory(GetHistoryRequest request, StreamObserver<GetHistoryResponse> out) {
    now(out, () -> lifecycle.history(device("device_id", request.getDeviceId())));
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
    responses.send(answer, out);
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
