package org.depinsdk.proofs;

import java.util.List;
import java.util.Optional;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.report.ProofKind;

/**
 * Judges one kind of evidence. Pure: no clock, no I/O, no randomness but the epoch's beacon.
 *
 * <p>An epoch is judged in two steps. {@link #prepare} reads the settings and indexes what it needs, once; the {@link Judge}
 * that it returns then sees each group. Bad evidence is a verdict with findings, never an exception.
 *
 * <p>Plug-ins are found by {@link java.util.ServiceLoader}: add a jar that provides this interface, see
 * {@link ProofVerifiers}.
 *
 * @param <E> the evidence, an immutable value
 */
public interface ProofVerifier<E> {
  /**
   * The kind of proof, for example {@code uptime/1}: stable, part of reports, bundles and policies.
   *
   * @return the kind
   */
  ProofKind kind();

  /**
   * What the scores of this verifier count.
   *
   * @return nature and unit
   */
  ScoreType scoreType();

  /**
   * The settings that a policy may give. Others are refused before an epoch opens.
   *
   * @return none by default
   */
  default Settings settings() {
    return Settings.NONE;
  }

  /**
   * The tables that this verifier reads.
   *
   * @return none by default
   */
  default List<Table<?, ?>> tables() {
    return List.of();
  }

  /**
   * How evidence is written into a report.
   *
   * @return the codec
   */
  EvidenceCodec<E> codec();

  /**
   * What must be judged together with this evidence: all evidence of a device, of a cell, of a measurement.
   *
   * @param evidence one decoded report
   * @return the group's key
   */
  GroupKey groupOf(Attributed<E> evidence);

  /**
   * What devices are asked during an epoch.
   *
   * @param terms network, epoch, beacon and settings
   * @return empty if this proof asks nothing, the default
   */
  default Optional<ChallengeSchedule> challenges(EpochTerms terms) {
    return Optional.empty();
  }

  /**
   * Makes the judge of an epoch. Reads every setting, so that a judge cannot fail for a setting later.
   *
   * @param context the epoch's terms, the registry, tables and states
   * @return the judge
   * @throws IllegalArgumentException if settings that are right by themselves do not fit each other or the epoch; the message
   *     names the setting, its value and what was expected
   */
  Judge<E> prepare(ProofContext context);
}
