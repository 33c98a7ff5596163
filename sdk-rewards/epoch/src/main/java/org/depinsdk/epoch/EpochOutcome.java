package org.depinsdk.epoch;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.distribution.MerkleDistribution;

/**
 * What an epoch came to. That of a large epoch reads its verdicts and faults from disk, see {@link JudgedEpoch}; close it after
 * use.
 *
 * @param epoch which epoch
 * @param judged what the evidence came to
 * @param verdicts those of the proofs, of compositions and of sanctions, by kind, group and device; can be iterated more than
 *     once
 * @param allocation who gets how much
 * @param after what the next epoch starts from
 * @param distribution the cumulative Merkle tree over the lifetime totals
 */
public record EpochOutcome(
    Epoch epoch,
    JudgedEpoch judged,
    Iterable<Verdict> verdicts,
    Allocation allocation,
    SettlementState after,
    MerkleDistribution distribution)
    implements Closeable {
  /**
   * What could not be used.
   *
   * @return as {@link JudgedEpoch#faults} gives it
   */
  public Iterable<EpochFault> faults() {
    return judged.faults();
  }

  /**
   * Devices whose reports came from two machines. They change no amount.
   *
   * @return ascending by device
   */
  public List<CloneFinding> clones() {
    return judged.clones();
  }

  @Override
  public void close() throws IOException {
    judged.close();
  }
}
