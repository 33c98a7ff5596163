package org.depinsdk.epoch;

import java.time.Instant;
import java.util.List;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.rewards.emission.EpochFacts;

/**
 * Everything that decides an epoch's outcome. Nothing else may.
 *
 * @param policy the rules
 * @param beacon the epoch's public randomness, from the policy's source
 * @param facts figures that the emission asks for, such as burned tokens, and the epoch that they belong to
 * @param tables what the network published for the epoch beside its policy
 * @param registry all devices, up to the epoch's close
 * @param evidence all reports recorded for the epoch
 * @param sanctions who was denied or banned, up to the epoch's close
 * @param before what the epoch in front of this one handed over; its {@code nextEpoch} is the epoch that is run
 * @param kept the evidence behind the attestations of devices
 */
public record EpochInput(
    NetworkPolicy policy,
    VerifiedBeacon beacon,
    EpochFacts facts,
    Tables tables,
    RegistryView registry,
    EvidenceSource evidence,
    SanctionLedger sanctions,
    SettlementState before,
    KeptEvidence kept) {
  /**
   * Checks that everything is of one epoch, and cuts the registry to what the epoch needs, so that everybody who judges it sees
   * the same part, see {@link RegistryView#between}.
   *
   * @throws IllegalArgumentException if the facts or the randomness are of another epoch than the one that comes next, or the
   *     randomness is from another source than the policy's
   */
  public EpochInput {
    EpochSchedule schedule = policy.admission().schedule();
    Epoch next = schedule.at(before.nextEpoch());
    if (!facts.epoch().equals(next)) {
      throw new IllegalArgumentException(
          "facts of " + facts.epoch() + ", but the epoch to run is " + next);
    }
    if (!beacon.epoch().equals(next) || !beacon.source().equals(policy.randomness())) {
      throw new IllegalArgumentException(
          "randomness of " + beacon.epoch() + " from " + beacon.source().name()
              + ", but the epoch to run is " + next + " with randomness from "
              + policy.randomness().name());
    }
    registry = registry.between(since(policy, next), schedule.closesAt(next));
  }

  /**
   * An epoch whose devices were not attested.
   *
   * @param policy the rules
   * @param beacon the epoch's public randomness
   * @param facts figures that the emission asks for
   * @param tables what the network published for the epoch
   * @param registry all devices, up to the epoch's close
   * @param evidence all reports recorded for the epoch
   * @param sanctions who was denied or banned
   * @param before what the epoch in front of this one handed over
   */
  public EpochInput(
      NetworkPolicy policy,
      VerifiedBeacon beacon,
      EpochFacts facts,
      Tables tables,
      RegistryView registry,
      EvidenceSource evidence,
      SanctionLedger sanctions,
      SettlementState before) {
    this(policy, beacon, facts, tables, registry, evidence, sanctions, before, KeptEvidence.NONE);
  }

  /** From when on an epoch needs the registry: no report of it can have come earlier. */
  private static Instant since(NetworkPolicy policy, Epoch epoch) {
    return epoch.index() == 0
        ? Instant.MIN
        : epoch.start().minus(policy.admission().maxSkew());
  }

  /**
   * From when on the registry is there with every change. Of the time before, it tells how things stood then.
   *
   * @return the earliest moment at which a report of the epoch can have come in; {@link Instant#MIN} for epoch 0
   */
  public Instant registrySince() {
    return since(policy, epoch());
  }

  /**
   * An epoch in which nobody was denied or banned and nothing was published beside the policy; see {@link
   * #with(SanctionLedger)} and {@link #with(Tables)}.
   *
   * @param policy the rules
   * @param beacon the epoch's public randomness, from the policy's source
   * @param facts figures that the emission asks for, and the epoch that they belong to
   * @param registry all devices, up to the epoch's close
   * @param evidence all reports recorded for the epoch
   * @param before what the epoch in front of this one handed over
   * @throws IllegalArgumentException if the facts or the randomness are of another epoch than the one that comes next, or the
   *     randomness is from another source than the policy's
   */
  public EpochInput(
      NetworkPolicy policy,
      VerifiedBeacon beacon,
      EpochFacts facts,
      RegistryView registry,
      EvidenceSource evidence,
      SettlementState before) {
    this(policy, beacon, facts, Tables.NONE, registry, evidence, SanctionLedger.EMPTY, before);
  }

  /**
   * The same epoch with other sanctions: without those that were wrong, its outcome tells what is owed.
   *
   * @param other who was denied or banned
   * @return an input that differs in nothing else
   */
  public EpochInput with(SanctionLedger other) {
    return new EpochInput(policy, beacon, facts, tables, registry, evidence, other, before, kept);
  }

  /**
   * The same epoch with tables.
   *
   * @param other what the network published
   * @return an input that differs in nothing else
   */
  public EpochInput with(Tables other) {
    return new EpochInput(
        policy, beacon, facts, other, registry, evidence, sanctions, before, kept);
  }

  /**
   * The same epoch under another policy with the same schedule and source of randomness.
   *
   * @param other the rules
   * @return an input that differs in nothing else
   */
  public EpochInput with(NetworkPolicy other) {
    return new EpochInput(
        other, beacon, facts, tables, registry, evidence, sanctions, before, kept);
  }

  /**
   * The same epoch with its evidence from another place.
   *
   * @param other all reports recorded for the epoch
   * @return an input that differs in nothing else
   */
  public EpochInput with(EvidenceSource other) {
    return new EpochInput(policy, beacon, facts, tables, registry, other, sanctions, before, kept);
  }

  /**
   * What the verifier of a proof may know.
   *
   * @param kind a proof of the policy
   * @return the context in which it judges
   * @throws IllegalArgumentException if the policy has no such proof
   */
  public ProofContext context(ProofKind kind) {
    ProofConfig config = policy.proofs().get(kind);
    if (config == null) {
      throw new IllegalArgumentException("the policy has no proof " + kind);
    }
    return new ProofContext(
        new EpochTerms(policy.network(), epoch(), beacon.beacon(), config),
        registry,
        new SanctionStep(sanctions, epoch()).denied(kind),
        tables,
        before.proofs().of(kind));
  }

  /** When the epoch before was closed: later records are new in this epoch. */
  Instant closeBefore() {
    EpochSchedule schedule = policy.admission().schedule();
    long index = epoch().index();
    return index == 0 ? Instant.MIN : schedule.closesAt(schedule.at(index - 1));
  }

  /** The attestations that are new in this epoch, by the SHA-256 of what the device signed. */
  List<Bytes32> newAttestations() {
    Instant since = closeBefore();
    return registry.records().stream()
        .filter(record -> !record.at().isBefore(since))
        .flatMap(record -> record.instruction().stream())
        .filter(words -> words.kind() == SignedInstruction.Kind.ATTESTATION)
        .map(words -> Bytes32.sha256(words.bytes()))
        .toList();
  }

  /**
   * The epoch that is run.
   *
   * @return from the policy's schedule
   */
  public Epoch epoch() {
    return facts.epoch();
  }
}
