package org.depinsdk.service.endpoint;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
import org.depinsdk.core.lifecycle.KeyHistory;
import org.depinsdk.core.lifecycle.KeyRotation;
import org.depinsdk.core.lifecycle.LifecycleCheck;
import org.depinsdk.core.lifecycle.StatementRules;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedStatement;
import org.depinsdk.core.session.KeyedNonceStore;
import org.depinsdk.core.session.NonceStore;
import org.depinsdk.core.session.SessionGrant;
import org.depinsdk.core.session.SessionReasons;
import org.depinsdk.service.RefusedInstructionException;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.store.StoredRegistry;

/** What happens to a device after its enrolment by signed words. The same words sent twice count once. */
final class LifecycleService {
  private static final Duration NONCE_LIFETIME = Duration.ofMinutes(2);

  private final StatementRules rules;
  private final IdentityRules identity;
  private final StoredRegistry registry;
  private final RevocationService revocations;
  private final ReportIngest ingest;
  private final InstantSource clock;
  private final NonceStore nonces = new KeyedNonceStore(new SecureRandom(), NONCE_LIFETIME);

  LifecycleService(NetworkEndpoint.Parts parts, RevocationService revocations) {
    this.identity = parts.policy().identity();
    this.rules = StatementRules.of(parts.policy().network(), identity);
    this.registry = parts.registry();
    this.revocations = revocations;
    this.ingest = parts.ingest();
    this.clock = parts.clock();
  }

  CompletableFuture<RotateKeyResponse> rotateKey(ByteString sent) throws InvalidRequestException {
    KeyRotation rotation = read("rotation", sent, KeyRotation::parse);
    return apply(
            rotation.device(),
            new SignedStatement(SignedStatement.Kind.KEY_ROTATION, sent.toByteArray()))
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
            grant.device(), new SignedStatement(SignedStatement.Kind.SESSION, sent.toByteArray()))
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
        .setLastVoucher(StatementRules.lastVoucher(view, device)
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
   * Records what a statement about one device changes.
   *
   * @return the record, when it is durable; that of before where the statement was recorded already
   */
  CompletableFuture<RegistryRecord> apply(DeviceId device, SignedStatement statement) {
    try {
      RegistryView view = registry.view(device);
      if (recorded(view, statement).isEmpty()) {
        // turned down here where it can be, so that only what would change something takes a
        // transaction
        change(device, statement, view, clock.instant());
      }
    } catch (IOException | RefusedInstructionException e) {
      return CompletableFuture.failedFuture(e);
    }
    return ingest.inOrder(transaction -> {
      RegistryView view = registry.view(device);
      Optional<RegistryRecord> known = recorded(view, statement);
      if (known.isPresent()) {
        return known.get();
      }
      RegistryChange change = change(device, statement, view, transaction.at());
      if (statement.kind() == SignedStatement.Kind.SESSION) {
        consumeNonce(device, statement);
      }
      return transaction.record(List.of(device), change, Optional.of(statement)).get(0);
    });
  }

  private RegistryChange change(
      DeviceId device, SignedStatement statement, RegistryView view, Instant at)
      throws RefusedInstructionException, IOException {
    LifecycleCheck check = rules.check(statement, device, view, at);
    if (check instanceof LifecycleCheck.Refused refused) {
      throw new RefusedInstructionException(refused);
    }
    RegistryChange change = ((LifecycleCheck.Accepted) check).change();
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

  private void consumeNonce(DeviceId device, SignedStatement statement)
      throws RefusedInstructionException {
    NonceStore.Use use;
    try {
      use = nonces.consume(device, SessionGrant.parse(statement.bytes()).nonce(), clock.instant());
    } catch (EncodingException e) {
      throw new IllegalStateException("a grant that was checked does not parse", e);
    }
    if (use != NonceStore.Use.FRESH) {
      throw new RefusedInstructionException(new LifecycleCheck.Refused(
          switch (use) {
            case UNKNOWN -> SessionReasons.UNKNOWN_NONCE;
            case EXPIRED -> SessionReasons.EXPIRED_NONCE;
            default -> SessionReasons.USED_NONCE;
          },
          "ask for a nonce and bring it back within " + NONCE_LIFETIME));
    }
  }

  static Optional<RegistryRecord> recorded(RegistryView view, SignedStatement statement) {
    return view.records().stream()
        .filter(r -> r.statement().filter(statement::equals).isPresent())
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
