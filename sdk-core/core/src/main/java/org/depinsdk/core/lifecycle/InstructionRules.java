package org.depinsdk.core.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceAttestation;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.session.SessionGrant;
import org.depinsdk.core.session.SessionReasons;

/**
 * What a signed instruction changes. Pure: the instruction, the registry in front of it and the time in, the change or the reason
 * why not out. A network asks when the instruction comes in, an auditor asks again with the same answer; only the nonce of a
 * session is the network's own to judge.
 */
public final class InstructionRules {
  private final String network;
  private final IdentityRules rules;
  private final EvidenceAppraiser appraiser;

  private InstructionRules(String network, IdentityRules rules, EvidenceAppraiser appraiser) {
    this.network = network;
    this.rules = rules;
    this.appraiser = appraiser;
  }

  /**
   * The rules of a network.
   *
   * @param network its name
   * @param rules who may sign what
   * @return rules that check everything and take no evidence
   */
  public static InstructionRules of(String network, IdentityRules rules) {
    return of(network, rules, EvidenceAppraiser.NONE);
  }

  /**
   * The rules of a network that takes evidence of what devices are.
   *
   * @param network its name
   * @param rules who may sign what
   * @param appraiser says what evidence is worth
   * @return rules that check everything
   */
  public static InstructionRules of(
      String network, IdentityRules rules, EvidenceAppraiser appraiser) {
    return new InstructionRules(network, rules, appraiser);
  }

  /**
   * Checks an instruction about a device.
   *
   * @param instruction as it came
   * @param device which device
   * @param before the registry in front of it; may know this device alone
   * @param at when the change would take effect
   * @return the change to record
   * @throws RefusedInstructionException if it is refused
   */
  public RegistryChange check(
      SignedInstruction instruction, DeviceId device, RegistryView before, Instant at)
      throws RefusedInstructionException {
    Optional<DeviceState> state = before.latest(device);
    if (instruction.kind() == SignedInstruction.Kind.ENROLLMENT) {
      return enrollment(instruction, device, state);
    }
    if (state.isEmpty()) {
      throw new RefusedInstructionException(
          LifecycleReasons.UNKNOWN_DEVICE, device + " is not enrolled");
    }
    Instant dayBefore = at.minus(Duration.ofDays(1));
    long ofTheDay = before.records().stream()
        .filter(r ->
            r.device().equals(device) && r.instruction().isPresent() && r.at().isAfter(dayBefore))
        .count();
    if (ofTheDay >= IdentityRules.CHANGES_A_DAY
        && instruction.kind() != SignedInstruction.Kind.REVOCATION) {
      throw new RefusedInstructionException(
          LifecycleReasons.TOO_MANY_CHANGES,
          ofTheDay + " since " + dayBefore + ", at most " + IdentityRules.CHANGES_A_DAY + " a day");
    }
    try {
      byte[] bytes = instruction.bytes();
      return switch (instruction.kind()) {
        case ENROLLMENT -> throw new IllegalStateException("an enrolment was checked above");
        case ENDORSEMENT -> endorsement(Endorsement.parse(bytes), device, before);
        case KEY_ROTATION ->
          KeyRotation.parse(bytes).check(network, state.get(), KeyHistory.of(before, device));
        case TRANSFER ->
          TransferVoucher.parse(bytes).check(network, state.get(), lastVoucher(before, device), at);
        case REVOCATION -> RevocationOrder.parse(bytes).check(network, before, device, rules, at);
        case SESSION -> session(SessionGrant.parse(bytes), state.get(), before, at);
        case ATTESTATION -> attestation(SignedAttestation.parse(bytes), state.get(), before, at);
      };
    } catch (EncodingException e) {
      throw new RefusedInstructionException(
          LifecycleReasons.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private RegistryChange enrollment(
      SignedInstruction words, DeviceId device, Optional<DeviceState> state)
      throws RefusedInstructionException {
    if (state.isPresent()) {
      throw new RefusedInstructionException(
          LifecycleReasons.NOT_APPLICABLE, device + " is enrolled already");
    }
    try {
      return SignedEnrollment.parse(words.bytes()).check(network, device);
    } catch (EncodingException e) {
      throw new RefusedInstructionException(
          LifecycleReasons.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private RegistryChange endorsement(Endorsement endorsement, DeviceId device, RegistryView before)
      throws RefusedInstructionException {
    // the first period's key is the one that the device enrolled with
    List<DeviceState> history = before.history(device);
    return endorsement.check(history.get(0).key(), rules);
  }

  private RegistryChange session(
      SessionGrant grant, DeviceState state, RegistryView before, Instant at)
      throws RefusedInstructionException {
    Optional<Refusal> refusal = grant.check(network, state, at, rules.longestSession());
    if (refusal.isPresent()) {
      throw new RefusedInstructionException(refusal.get());
    }
    int running = before.sessionKeys(state.device(), at).size();
    if (running >= IdentityRules.SESSIONS_AT_A_TIME) {
      throw new RefusedInstructionException(
          SessionReasons.TOO_MANY,
          running + " sessions run, at most " + IdentityRules.SESSIONS_AT_A_TIME + " at a time");
    }
    return new RegistryChange.SessionOpened(grant.sessionKey(), grant.from(), grant.until());
  }

  private RegistryChange attestation(
      SignedAttestation words, DeviceState state, RegistryView before, Instant at)
      throws RefusedInstructionException {
    words.check(network, state);
    RegistryChange.Attested result = appraiser.appraise(words, state, before, at);
    List<DeviceAttestation> earlier = before.attestations(state.device());
    if (!earlier.isEmpty() && !earlier.get(0).result().instance().equals(result.instance())) {
      throw new RefusedInstructionException(
          AttestationReasons.OTHER_INSTANCE, "the device was other hardware when it joined");
    }
    return result;
  }

  /**
   * The newest voucher of a device, which the next one has to link to.
   *
   * @param view the registry; may know this device alone
   * @param device which device
   * @return empty if it was never transferred by a voucher
   */
  public static Optional<TransferVoucher> lastVoucher(RegistryView view, DeviceId device) {
    List<RegistryRecord> records = view.records();
    for (int i = records.size() - 1; i >= 0; i--) {
      RegistryRecord record = records.get(i);
      Optional<SignedInstruction> instruction =
          record.instruction().filter(s -> s.kind() == SignedInstruction.Kind.TRANSFER);
      if (record.device().equals(device) && instruction.isPresent()) {
        try {
          return Optional.of(TransferVoucher.parse(instruction.get().bytes()));
        } catch (EncodingException e) {
          throw new IllegalStateException("the registry holds a voucher that does not parse", e);
        }
      }
    }
    return Optional.empty();
  }
}
