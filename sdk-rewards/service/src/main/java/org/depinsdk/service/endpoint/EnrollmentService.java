package org.depinsdk.service.endpoint;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.EnrollRequest;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.Endorsement;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.LifecycleReasons;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.proofs.sanctions.Sanction;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.Network;
import org.depinsdk.service.ingest.OrderedTransaction;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.store.DeviceChange;
import org.depinsdk.service.store.StoredRegistry;

/**
 * Takes devices in, step by step: the enrolment, the manufacturer's word where the device brings one, the activation. The same
 * enrolment sent twice is answered twice and recorded once.
 */
final class EnrollmentService {
  private final Network network;
  private final AdmissionRules rules;
  private final IdentityRules identity;
  private final StoredRegistry registry;
  private final ReportIngest ingest;
  private final LifecycleService lifecycle;
  private final RevocationService revocations;
  private final InstantSource clock;

  EnrollmentService(
      NetworkEndpoint.Parts parts, LifecycleService lifecycle, RevocationService revocations) {
    this.network = parts.network();
    this.rules = parts.policy().admission();
    this.identity = parts.policy().identity();
    this.registry = parts.registry();
    this.ingest = parts.ingest();
    this.lifecycle = lifecycle;
    this.revocations = revocations;
    this.clock = parts.clock();
  }

  /**
   * Enrols a device.
   *
   * @return how it stands then; fails with a {@link RegistryConflictException} where it enrolled otherwise before, or its
   *     key belongs to another device
   */
  CompletableFuture<DeviceState> enroll(EnrollRequest request) throws InvalidRequestException {
    Enrollment enrollment = Enrollment.verify(rules.network(), request);
    Instant now = clock.instant();
    Instant time = enrollment.deviceTime();
    if (time.isBefore(now.minus(rules.maxAge())) || time.isAfter(now.plus(rules.maxSkew()))) {
      throw new InvalidRequestException(
          "body.device_time_ms",
          Long.toString(time.toEpochMilli()),
          "from " + now.minus(rules.maxAge()).toEpochMilli() + " to "
              + now.plus(rules.maxSkew()).toEpochMilli());
    }
    if (enrollment.endorsement().isPresent()) {
      try {
        var unused = enrollment.endorsement().get().check(enrollment.device().key(), identity);
      } catch (RefusedInstructionException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return advance(
        DeviceId.derive(rules.network(), enrollment.device().key()),
        enrollment,
        Enrollment.words(request).toInstruction());
  }

  /** Makes the next step that is missing, if any: the enrolment, then the activation. */
  private CompletableFuture<DeviceState> advance(
      DeviceId device, Enrollment enrollment, SignedInstruction words) {
    Optional<DeviceState> state = registry.find(device);
    try {
      if (state.isEmpty()) {
        return record(device, enrollment, words, state, transaction -> {
          revocations.refuse(
              enrollment.device().key(), enrollment.endorsement().map(Endorsement::origin));
          refuseBanned(enrollment.device().operator(), transaction.at());
          return transaction.record(
              new DeviceChange(device, enrollment.device(), Optional.of(words)));
        });
      }
      RegistryView known = registry.view(device);
      if (!known.records().get(0).change().equals(enrollment.device())) {
        throw new RegistryConflictException(
            device + " is enrolled already, with another operator, class or place");
      }
      if (enrollment.endorsement().isPresent() && known.origin(device).isEmpty()) {
        SignedInstruction instruction = new SignedInstruction(
            SignedInstruction.Kind.ENDORSEMENT, enrollment.endorsement().get().toBytes());
        return proceed(lifecycle.apply(device, instruction), device, enrollment, words, state);
      }
    } catch (RegistryConflictException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (state.get().status() == DeviceStatus.ENROLLED && network.activates(enrollment)) {
      return record(
          device,
          enrollment,
          words,
          state,
          transaction ->
              transaction.record(new DeviceChange(device, new RegistryChange.Activated())));
    }
    return CompletableFuture.completedFuture(state.get());
  }

  /** Whoever had a device when it was banned gets in no other one while the ban lasts, whatever its key. */
  private void refuseBanned(OperatorId owner, Instant at) throws RefusedInstructionException {
    for (Sanction sanction : ingest.sanctions().all()) {
      SanctionEvent.Imposed ban = sanction.imposed();
      boolean banned = ban.proofs().isEmpty() && sanction.isInForce(at);
      if (banned
          && registry
              .view(ban.device())
              .stateAt(ban.device(), ban.at())
              .filter(state -> state.operator().equals(owner))
              .isPresent()) {
        throw new RefusedInstructionException(
            LifecycleReasons.OWNER_BANNED,
            owner + " had " + ban.device() + ", which is banned until " + sanction.endsAt());
      }
    }
  }

  private CompletableFuture<DeviceState> record(
      DeviceId device,
      Enrollment enrollment,
      SignedInstruction words,
      Optional<DeviceState> before,
      OrderedTransaction.Action<RegistryRecord> action) {
    return proceed(ingest.inOrder(action), device, enrollment, words, before);
  }

  private CompletableFuture<DeviceState> proceed(
      CompletableFuture<RegistryRecord> step,
      DeviceId device,
      Enrollment enrollment,
      SignedInstruction words,
      Optional<DeviceState> before) {
    CompletableFuture<Optional<Throwable>> outcome =
        step.handle((done, failure) -> Optional.ofNullable(failure));
    return outcome.thenCompose(failure -> {
      boolean overtaken = failure.orElse(null) instanceof RegistryConflictException
          && !registry.find(device).equals(before);
      return failure.isEmpty() || overtaken
          ? advance(device, enrollment, words)
          : CompletableFuture.failedFuture(failure.get());
    });
  }
}
