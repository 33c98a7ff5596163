package org.depinsdk.service.endpoint;

import com.google.common.base.Ticker;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RuledAppraiser;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.AttestRequest;
import org.depinsdk.client.wire.v1.AttestResponse;
import org.depinsdk.client.wire.v1.GetAttestationChallengeRequest;
import org.depinsdk.client.wire.v1.GetAttestationChallengeResponse;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.lifecycle.SignedAttestation;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.session.KeyedNonceStore;
import org.depinsdk.core.session.NonceStore;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.service.Network;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.fair.SenderHistories;
import org.depinsdk.service.ingest.OrderedTransaction;
import org.depinsdk.service.ingest.OverloadedException;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.store.DeviceChange;
import org.depinsdk.service.store.StoredRegistry;

/**
 * Takes evidence of what devices are: a challenge, the evidence, its appraisal, and then the record. A challenge is used up in the
 * transaction that records its answer, so that nothing else uses it up. Whoever sends evidence that fails is rejected for a
 * while.
 */
final class AttestationService {
  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final int FAILURES_A_SECOND = 1;
  private static final int FAILURES_AT_ONCE = 20;
  private static final String HMAC = "HmacSHA256";

  private final Network network;
  private final NetworkPolicy policy;
  private final StoredRegistry registry;
  private final RevocationService revocations;
  private final ReportIngest ingest;
  private final AttestationRevocations listed;
  private final EvidenceRetention retention;
  private final InstantSource clock;
  private final KeptEvidence stored;
  private final EvidenceVerifiers verifiers;
  private final SecureRandom random = new SecureRandom();
  private final KeyedNonceStore tickets = new KeyedNonceStore(random, LIFETIME);
  private final SecretKeySpec secret;
  private final SenderHistories senderHistories =
      new SenderHistories(FAILURES_A_SECOND, FAILURES_AT_ONCE, Ticker.systemTicker());

  AttestationService(
      NetworkEndpoint.Parts parts,
      EvidenceVerifiers verifiers,
      RevocationService revocations,
      AttestationRevocations listed,
      EvidenceRetention retention) {
    this.network = parts.network();
    this.policy = parts.policy();
    this.registry = parts.registry();
    this.revocations = revocations;
    this.ingest = parts.ingest();
    this.verifiers = verifiers;
    this.listed = listed;
    this.retention = retention;
    this.clock = parts.clock();
    this.stored = new StoredEvidence(parts.evidence());
    byte[] key = new byte[Bytes32.LENGTH];
    random.nextBytes(key);
    this.secret = new SecretKeySpec(key, HMAC);
  }

  GetAttestationChallengeResponse challenge(GetAttestationChallengeRequest request, DeviceId device)
      throws InvalidRequestException, RefusedInstructionException {
    if (registry.find(device).isEmpty()) {
      throw Responses.status(Code.NOT_FOUND, "device " + device + " is not enrolled");
    }
    EvidenceVerifier verifier = verifier(request.getMediaType());
    Instant now = clock.instant();
    byte[] ticket = tickets.issue(device, now);
    try {
      return GetAttestationChallengeResponse.newBuilder()
          .setTicket(ByteString.copyFrom(ticket))
          .setChallenge(ByteString.copyFrom(
              verifier.challenge(request.getAnnouncement().toByteArray(), nonce(ticket), random)))
          .setUntilMs(now.plus(LIFETIME).toEpochMilli())
          .build();
    } catch (EncodingException e) {
      throw new InvalidRequestException(
          "announcement",
          request.getAnnouncement().size() + " bytes",
          String.valueOf(e.getMessage()));
    }
  }

  private EvidenceVerifier verifier(String mediaType) throws RefusedInstructionException {
    AttestationRules rules = rules();
    return verifiers
        .find(mediaType)
        .filter(verifier -> rules.schemes().containsKey(verifier.scheme()))
        .orElseThrow(() -> new RefusedInstructionException(
            AttestationReasons.NOT_TAKEN,
            "evidence of " + EncodingException.shown(mediaType) + "; schemes that count are "
                + rules.schemes().keySet()));
  }

  private AttestationRules rules() throws RefusedInstructionException {
    return policy
        .attestation()
        .orElseThrow(() -> new RefusedInstructionException(
            AttestationReasons.NOT_TAKEN, "the policy names no evidence that counts"));
  }

  /** What the evidence has to answer: it follows from the ticket and cannot be told from it. */
  private byte[] nonce(byte[] ticket) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret);
      return mac.doFinal(ticket);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /**
   * Takes evidence.
   *
   * @return how the device stands with it; fails with a {@link RefusedInstructionException} if the evidence does not count
   */
  CompletableFuture<AttestResponse> attest(AttestRequest request)
      throws InvalidRequestException, OverloadedException, RefusedInstructionException,
          IOException {
    AttestationRules rules = rules();
    SignedAttestation words =
        LifecycleService.read("words", request.getWords(), SignedAttestation::parse);
    if (request.getEvidence().size() > Evidence.MAX_BYTES) {
      throw new InvalidRequestException(
          "evidence",
          request.getEvidence().size() + " bytes",
          "at most " + Evidence.MAX_BYTES + " bytes");
    }
    SignedInstruction instruction = new SignedInstruction(
        SignedInstruction.Kind.ATTESTATION, request.getWords().toByteArray());
    // before the record is looked for: the same request may be recorded in between
    NonceStore.Use ticket = tickets.check(words.device(), words.ticket(), clock.instant());
    Optional<RegistryRecord> known =
        LifecycleService.recorded(registry.view(words.device()), instruction);
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(response(known.get()));
    }
    Sender sender = Sender.CURRENT.get();
    if (!senderHistories.allows(sender)) {
      throw new OverloadedException("too much evidence of this sender failed");
    }
    try {
      refuse(ticket);
      return appraise(rules, words, instruction, request.getEvidence());
    } catch (RefusedInstructionException e) {
      senderHistories.checked(sender, 1, 1);
      throw e;
    }
  }

  private CompletableFuture<AttestResponse> appraise(
      AttestationRules rules,
      SignedAttestation words,
      SignedInstruction instruction,
      ByteString sent)
      throws InvalidRequestException, RefusedInstructionException, IOException {
    DeviceId device = words.device();
    RevocationLists lists = network.revocationLists();
    AppraisedEvidence evidence;
    try {
      evidence = new AppraisedEvidence(
          Evidence.of(words.mediaType(), sent.toByteArray()),
          nonce(words.ticket()),
          lists.digest());
    } catch (EncodingException e) {
      throw new InvalidRequestException("words", words.mediaType(), String.valueOf(e.getMessage()));
    }
    InstructionRules checks = InstructionRules.of(
        policy.network(),
        policy.identity(),
        new RuledAppraiser(
            rules,
            verifiers,
            new Brought(Bytes32.sha256(instruction.bytes()), evidence, lists, stored)));
    // turned down here if it can be, so that only what counts takes room and a transaction
    Instant now = clock.instant();
    refuseOtherDevice(check(checks, instruction, device, now), device);
    listed.refuse(device, evidence, now);
    Runnable release = retention.keep(instruction, evidence, lists);
    try {
      return ingest
          .inOrder(transaction -> {
            Optional<RegistryRecord> known =
                LifecycleService.recorded(registry.view(device), instruction);
            if (known.isPresent()) {
              return response(known.get());
            }
            listed.refuse(device, evidence, transaction.at());
            return response(record(transaction, rules, checks, words, instruction));
          })
          .whenComplete((response, failure) -> release.run());
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  private RegistryRecord record(
      OrderedTransaction transaction,
      AttestationRules rules,
      InstructionRules checks,
      SignedAttestation words,
      SignedInstruction instruction)
      throws RefusedInstructionException, IOException,
          org.depinsdk.core.registry.RegistryConflictException {
    DeviceId device = words.device();
    RegistryChange.Attested result = check(checks, instruction, device, transaction.at());
    refuseOtherDevice(result, device);
    revocations.refuse(registry.find(device).orElseThrow().key(), result.origin());
    Instant now = clock.instant();
    refuse(tickets.check(device, words.ticket(), now));
    List<DeviceChange> changes = new ArrayList<>();
    changes.add(new DeviceChange(device, result, Optional.of(instruction)));
    boolean waits = registry.find(device).orElseThrow().status() == DeviceStatus.ENROLLED;
    if (waits && rules.activates(result.tier())) {
      changes.add(new DeviceChange(device, new RegistryChange.Activated()));
    }
    RegistryRecord record = transaction.record(changes).get(0);
    var unused = tickets.consume(device, words.ticket(), now);
    return record;
  }

  private RegistryChange.Attested check(
      InstructionRules checks, SignedInstruction instruction, DeviceId device, Instant at)
      throws RefusedInstructionException {
    return (RegistryChange.Attested) checks.check(instruction, device, registry.view(device), at);
  }

  /** Hardware is one device for ever. */
  private void refuseOtherDevice(RegistryChange.Attested result, DeviceId device)
      throws RefusedInstructionException {
    Optional<DeviceId> holder = registry.attestedAs(result.instance());
    if (holder.isPresent() && !holder.get().equals(device)) {
      throw new RefusedInstructionException(
          AttestationReasons.OTHER_INSTANCE, "this hardware is another device");
    }
  }

  private static void refuse(NonceStore.Use use) throws RefusedInstructionException {
    if (use != NonceStore.Use.FRESH) {
      throw new RefusedInstructionException(
          switch (use) {
            case UNKNOWN -> AttestationReasons.UNKNOWN_CHALLENGE;
            case EXPIRED -> AttestationReasons.EXPIRED_CHALLENGE;
            default -> AttestationReasons.USED_CHALLENGE;
          },
          "ask for a challenge and answer it within " + LIFETIME);
    }
  }

  private AttestResponse response(RegistryRecord record) {
    RegistryChange.Attested result = (RegistryChange.Attested) record.change();
    return AttestResponse.newBuilder()
        .setTier(result.tier())
        .setStatus(
            registry.find(record.device()).orElseThrow().status().name().toLowerCase(Locale.ROOT))
        .setAtMs(record.at().toEpochMilli())
        .setNotAfterMs(result.notAfter().toEpochMilli())
        .build();
  }

  /** What a request brought, before it is stored. */
  private record Brought(
      Bytes32 words, AppraisedEvidence evidence, RevocationLists lists, KeptEvidence earlier)
      implements KeptEvidence {
    @Override
    public Optional<AppraisedEvidence> evidence(Bytes32 asked) throws IOException {
      return asked.equals(words) ? Optional.of(evidence) : earlier.evidence(asked);
    }

    @Override
    public Optional<RevocationLists> lists(Bytes32 digest) {
      return Optional.of(lists);
    }
  }
}
