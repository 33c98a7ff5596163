package org.depinsdk.service.store;

import java.io.IOException;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.rewards.distribution.Claim;
import org.depinsdk.rewards.distribution.MerkleDistribution;

/**
 * What came of the settled epochs: the state from which the next one starts, and the lifetime total of every operator with its
 * proof. Safe for several threads; reading does not wait until an epoch is recorded.
 */
public interface Ledger {
  /**
   * A settled epoch.
   *
   * @param index which epoch
   * @param root the Merkle root over all lifetime totals, with the compensation that was paid behind the epoch
   */
  record SettledEpoch(long index, Bytes32 root) {}

  /**
   * A claim and the epoch whose root its proof leads to.
   *
   * @param newest the newest settled epoch
   * @param claim amount and proof
   */
  record ProvenClaim(SettledEpoch newest, Claim claim) {}

  /**
   * What is recorded of an epoch.
   *
   * @param index which epoch
   * @param policyId the policy by which it was settled
   * @param refusalsNotLogged how many refused reports the log's budget left out
   * @param distribution all lifetime totals
   * @param after what the next epoch starts from
   */
  record Entry(
      long index,
      String policyId,
      long refusalsNotLogged,
      MerkleDistribution distribution,
      SettlementState after) {}

  /**
   * The newest settled epoch.
   *
   * @return empty before the first
   * @throws IOException if the ledger cannot be read
   */
  Optional<SettledEpoch> newest() throws IOException;

  /**
   * What the next epoch starts from.
   *
   * @return {@link SettlementState#GENESIS} before the first epoch
   * @throws IOException if the ledger cannot be read
   */
  SettlementState state() throws IOException;

  /**
   * Records a settled epoch.
   *
   * <p>Atomic: state, root and all claims change together, for readers too. Durable when this method returns.
   *
   * @param entry the epoch after the newest one
   * @throws IOException if it could not be stored, or another epoch comes next; nothing has changed then
   */
  void record(Entry entry) throws IOException;

  /**
   * Records a compensation: new lifetime totals between two epochs. The root of the newest epoch is that of these totals from now on.
   *
   * <p>Atomic and durable as {@link #record}.
   *
   * @param distribution all lifetime totals
   * @param after what the next epoch starts from; its next epoch is that of {@link #state}
   * @throws IOException if it could not be stored, no epoch is settled, or another epoch comes next; nothing has changed then
   */
  void compensate(MerkleDistribution distribution, SettlementState after) throws IOException;

  /**
   * An operator's claim, as of the newest settled epoch. Root and proof are of the same epoch.
   *
   * @param operator who
   * @return empty if it has earned nothing yet
   * @throws IOException if the ledger cannot be read
   */
  Optional<ProvenClaim> claim(OperatorId operator) throws IOException;
}
