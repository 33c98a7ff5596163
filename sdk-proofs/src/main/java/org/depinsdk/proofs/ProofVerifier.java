package org.depinsdk.proofs;

import java.util.List;
import org.depinsdk.core.report.ProofKind;

/**
 * Judges one kind of evidence. Pure: the same group and context give the same verdicts on every machine, whatever the
 * order in which the evidence came; no clock, no I/O, no randomness but the context's beacon.
 *
 * <p>Bad evidence is a verdict with findings, never an exception. Plug-ins are found by {@link java.util.ServiceLoader}:
 * add a jar that provides this interface, see {@link ProofVerifiers}.
 *
 * @param <E> the evidence, an immutable value
 */
public interface ProofVerifier<E> {
  /**
   * The kind of proof, for example {@code uptime/1}: stable, stands in reports, bundles and policies.
   *
   * @return the kind
   */
  ProofKind kind();

  /**
   * The unit of the scores that this verifier gives.
   *
   * @return for example {@code interval} or {@code byte}
   */
  String unit();

  /**
   * How evidence is written into a report.
   *
   * @return the codec
   */
  EvidenceCodec<E> codec();

  /**
   * What must be judged together with this evidence: all evidence of a device, of a hex, of a measurement.
   *
   * @param evidence one decoded report
   * @return the group's key
   */
  GroupKey groupOf(Attributed<E> evidence);

  /**
   * Judges one group.
   *
   * @param group the key that all the evidence has in common
   * @param evidence the group's evidence, ordered by device, then sequence; may be iterated more than once
   * @param context the epoch, its beacon, this proof's configuration, the registry
   * @return at most one verdict for each device of the group
   */
  List<Verdict> judge(GroupKey group, Iterable<Attributed<E>> evidence, ProofContext context);
}
