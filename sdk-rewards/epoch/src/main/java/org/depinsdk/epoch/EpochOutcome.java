package org.depinsdk.epoch;

import java.util.List;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.distribution.MerkleDistribution;

/**
 * What an epoch came to.
 *
 * @param epoch which epoch
 * @param verdicts sorted by kind, group and device
 * @param faults admitted reports that no verifier judged, and why; in log order
 * @param allocation who gets how much
 * @param after what the next epoch starts from
 * @param distribution the cumulative Merkle tree over the lifetime totals
 * @param clones devices whose reports came from two boxes, ascending by device; they change no amount
 */
public record EpochOutcome(
    Epoch epoch,
    List<Verdict> verdicts,
    List<EvidenceFault> faults,
    Allocation allocation,
    SettlementState after,
    MerkleDistribution distribution,
    List<CloneFinding> clones) {
  /** Copies. */
  public EpochOutcome {
    verdicts = List.copyOf(verdicts);
    faults = List.copyOf(faults);
    clones = List.copyOf(clones);
  }

  /**
   * An outcome without clones.
   *
   * @param epoch which epoch
   * @param verdicts sorted by kind, group and device
   * @param faults admitted reports that no verifier judged
   * @param allocation who gets how much
   * @param after what the next epoch starts from
   * @param distribution the cumulative Merkle tree over the lifetime totals
   */
  public EpochOutcome(
      Epoch epoch,
      List<Verdict> verdicts,
      List<EvidenceFault> faults,
      Allocation allocation,
      SettlementState after,
      MerkleDistribution distribution) {
    this(epoch, verdicts, faults, allocation, after, distribution, List.of());
  }
}
