package org.depinsdk.epoch;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;

/**
 * What the evidence of an epoch came to, before sanctions, compositions and payment. That of a large epoch is on disk and is
 * read one value after the other; then its iterators throw {@link java.io.UncheckedIOException} if the disk fails. Close it
 * after use.
 */
public interface JudgedEpoch extends Closeable {
  /** The order of verdicts: by kind, group and device. */
  Comparator<Verdict> VERDICTS = Comparator.comparing(Verdict::kind)
      .thenComparing(Verdict::group)
      .thenComparing(Verdict::device);

  /**
   * What the scores of each proof count.
   *
   * @return for each proof of the policy
   */
  SortedMap<ProofKind, ScoreType> scoreTypes();

  /**
   * All verdicts.
   *
   * @return by kind, group and device; can be iterated more than once
   */
  Iterable<Verdict> verdicts();

  /**
   * What each device contributed: one contribution for each device and proof that has a verdict of it, also of 0 units. Of a
   * device without an owner in the epoch there is none.
   *
   * @return by device and kind; can be iterated more than once
   */
  Iterable<Contribution> contributions();

  /**
   * What could not be used.
   *
   * @return rows of tables, then reports in log order, then groups by kind and group, then devices; can be iterated more than
   *     once
   */
  Iterable<EpochFault> faults();

  /**
   * Devices whose reports came from two machines. They change no amount.
   *
   * @return ascending by device
   */
  List<CloneFinding> clones();

  /**
   * What the judges remember after this epoch.
   *
   * @return the states
   */
  ProofStates states();

  /**
   * Frees what the epoch took on disk.
   *
   * @throws IOException if a file cannot be removed
   */
  @Override
  void close() throws IOException;

  /**
   * A judged epoch in memory, for simulations and tests.
   *
   * @param scoreTypes what the scores of each proof count
   * @param verdicts in any order; copied
   * @param contributions one for each device and kind, in any order; copied
   * @return without faults, clones and states
   */
  static JudgedEpoch of(
      SortedMap<ProofKind, ScoreType> scoreTypes,
      List<Verdict> verdicts,
      List<Contribution> contributions) {
    List<Verdict> sortedVerdicts = new ArrayList<>(verdicts);
    sortedVerdicts.sort(VERDICTS);
    List<Contribution> sortedContributions = new ArrayList<>(contributions);
    sortedContributions.sort(null);
    return new InMemory(
        scoreTypes,
        List.copyOf(sortedVerdicts),
        List.copyOf(sortedContributions),
        List.of(),
        List.of(),
        ProofStates.NONE);
  }

  /**
   * A judged epoch in memory.
   *
   * @param scoreTypes what the scores of each proof count
   * @param verdicts by kind, group and device
   * @param contributions by device and kind
   * @param faults what could not be used
   * @param clones devices in two machines
   * @param states what the judges remember
   */
  record InMemory(
      SortedMap<ProofKind, ScoreType> scoreTypes,
      List<Verdict> verdicts,
      List<Contribution> contributions,
      List<EpochFault> faults,
      List<CloneFinding> clones,
      ProofStates states)
      implements JudgedEpoch {
    @Override
    public void close() {
      // nothing is on disk
    }
  }
}
