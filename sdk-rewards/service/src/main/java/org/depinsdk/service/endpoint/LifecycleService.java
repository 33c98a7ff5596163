package org.depinsdk.service.endpoint;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.GetHistoryResponse;
import org.depinsdk.client.wire.v1.GetSessionNonceResponse;
import org.depinsdk.client.wire.v1.OpenSessionResponse;
import org.depinsdk.client.wire.v1.RotateKeyResponse;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.KeyHistory;
import org.depinsdk.core.lifecycle.KeyRotation;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.session.KeyedNonceStore;
import org.depinsdk.core.session.NonceStore;
import org.depinsdk.core.session.SessionGrant;
import org.depinsdk.core.session.SessionReasons;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.store.DeviceChange;
import org.depinsdk.service.store.StoredRegistry;

/** Changes a device after its enrolment, by signed instructions. The same instruction sent twice is carried out once. */
final class LifecycleService {
  private static final Duration NONCE_LIFETIME = Duration.ofMinutes(2);

  private final InstructionRules rules;
  private final IdentityRules identity;
  private final StoredRegistry registry;
  private final RevocationService revocations;
  private final ReportIngest ingest;
  private final InstantSource clock;
  private final NonceStore nonces = new KeyedNonceStore(new SecureRandom(), NONCE_LIFETIME);

  LifecycleService(NetworkEndpoint.Parts parts, RevocationService revocations) {
    this.identity = parts.policy().identity();
    this.rules = InstructionRules.of(parts.policy().network(), identity);
    this.registry = parts.registry();
    this.revocations = revocations;
    this.ingest = parts.ingest();
    this.clock = parts.clock();
  }

  CompletableFuture<RotateKeyResponse> rotateKey(ByteString sent) throws InvalidRequestException {
    KeyRotation rotation = read("rotation", sent, KeyRotation::parse);
    return apply(
            rotation.device(),
            new SignedInstruction(SignedInstruction.Kind.KEY_ROTATION, sent.toByteArray()))
        .thenApply(record ->
            RotateKeyResponse.newBuilder().setAtMs(record.at().toEpochMilli()).build());
  }

  GetSessionNonceResponse sessionNonce(DeviceId device) {
    if (registry.find(device).isEmpty()) {
      throw unknown(device);
    }
    Instant now = clock.instant();
    return GetSessionNonceResponse.newBuilder()
        .setNonce(ByteString.copyFrom(nonces.issue(device, now)))
        .setNowMs(now.toEpochMilli())
        .setLongestMs(identity.longestSession().toMillis())
        .build();
  }

  CompletableFuture<OpenSessionResponse> openSession(ByteString sent)
      throws InvalidRequestException {
    SessionGrant grant = read("grant", sent, SessionGrant::parse);
    return apply(
            grant.device(),
            new SignedInstruction(SignedInstruction.Kind.SESSION, sent.toByteArray()))
        .thenApply(record -> OpenSessionResponse.newBuilder()
            .setFromMs(record.at().toEpochMilli())
            .setUntilMs(grant.until().toEpochMilli())
            .build());
  }

  GetHistoryResponse history(DeviceId device) throws IOException {
    RegistryView view = registry.view(device);
    if (view.latest(device).isEmpty()) {
      throw unknown(device);
    }
    Instant now = clock.instant();
    GetHistoryResponse.Builder response = GetHistoryResponse.newBuilder()
        .setNextRotation(KeyHistory.of(view, device).rotations() + 1)
        .setLastVoucher(InstructionRules.lastVoucher(view, device)
            .map(TransferVoucher::hash)
            .orElse(TransferOffer.genesis()));
    for (RegistryRecord record : view.records()) {
      boolean over = record.change() instanceof RegistryChange.SessionOpened opened
          && !opened.until().isAfter(now);
      if (!over) {
        response.addRecords(RegistryJson.format(record));
      }
    }
    return response.build();
  }

  /**
   * Records what an instruction about one device changes.
   *
   * @return the record, when it is durable; that of before where the instruction was recorded already
   */
  CompletableFuture<RegistryRecord> apply(DeviceId device, SignedInstruction instruction) {
    try {
      RegistryView view = registry.view(device);
      if (recorded(view, instruction).isEmpty()) {
        // turned down here where it can be, so that only what would change something takes a
        // transaction
        change(device, instruction, view, clock.instant());
      }
    } catch (IOException | RefusedInstructionException e) {
      return CompletableFuture.failedFuture(e);
    }
    return ingest.inOrder(transaction -> {
      RegistryView view = registry.view(device);
      Optional<RegistryRecord> known = recorded(view, instruction);
      if (known.isPresent()) {
        return known.get();
      }
      RegistryChange change = change(device, instruction, view, transaction.at());
      if (instruction.kind() == SignedInstruction.Kind.SESSION) {
        consumeNonce(device, instruction);
      }
      return transaction.record(new DeviceChange(device, change, Optional.of(instruction)));
    });
  }

  private RegistryChange change(
      DeviceId device, SignedInstruction instruction, RegistryView view, Instant at)
      throws RefusedInstructionException, IOException {
    RegistryChange change = rules.check(instruction, device, view, at);
    Optional<DeviceKey> brought = Optional.empty();
    if (change instanceof RegistryChange.KeyRotated rotated) {
      brought = Optional.of(rotated.key());
    } else if (change instanceof RegistryChange.SessionOpened opened) {
      brought = Optional.of(opened.key());
    }
    if (brought.isPresent()) {
      revocations.refuse(brought.get(), Optional.empty());
    } else if (change instanceof RegistryChange.OriginRecorded recorded) {
      revocations.refuse(view.history(device).get(0).key(), Optional.of(recorded.origin()));
    }
    return change;
  }

  private void consumeNonce(DeviceId device, SignedInstruction instruction)
      throws RefusedInstructionException {
    NonceStore.Use use;
    try {
      use =
          nonces.consume(device, SessionGrant.parse(instruction.bytes()).nonce(), clock.instant());
    } catch (EncodingException e) {
      throw new IllegalStateException("a grant that was checked does not parse", e);
    }
    if (use != NonceStore.Use.FRESH) {
      throw new RefusedInstructionException(
          switch (use) {
            case UNKNOWN -> SessionReasons.UNKNOWN_NONCE;
            case EXPIRED -> SessionReasons.EXPIRED_NONCE;
            default -> SessionReasons.USED_NONCE;
          },
          "ask for a nonce and bring it back within " + NONCE_LIFETIME);
    }
  }

  static Optional<RegistryRecord> recorded(RegistryView view, SignedInstruction instruction) {
    return view.records().stream()
        .filter(r -> r.instruction().filter(instruction::equals).isPresent())
        .findFirst();
  }

  private static RuntimeException unknown(DeviceId device) {
    return Responses.status(Code.NOT_FOUND, "device " + device + " is not enrolled");
  }

  /** Reads signed bytes. */
  interface Parser<T> {
    T parse(byte[] bytes) throws EncodingException;
  }

  static <T> T read(String field, ByteString sent, Parser<T> parser)
      throws InvalidRequestException {
    try {
      return parser.parse(sent.toByteArray());
    } catch (EncodingException e) {
      throw new InvalidRequestException(
          field, sent.size() + " bytes", String.valueOf(e.getMessage()));
    }
  }
}
