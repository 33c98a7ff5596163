package org.depinsdk.rewards.distribution;

import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/**
 * What one operator shows to be paid: its lifetime total and the proof that the total is under a root. The contract pays
 * the total less what it paid before, so that a claim can be repeated without harm.
 *
 * @param operator who is paid
 * @param cumulativeAmount everything it has ever earned, not what is due now
 * @param proof the siblings from the leaf to the root; empty where the tree has one leaf; copied
 */
public record Claim(OperatorId operator, TokenAmount cumulativeAmount, List<Bytes32> proof) {
  /** Copies. */
  public Claim {
    proof = List.copyOf(proof);
  }

  /**
   * Checks the claim against a root, as {@code MerkleProof.verify} of OpenZeppelin Contracts does.
   *
   * @param root of a distribution
   * @return whether the proof leads from this operator and amount to the root
   */
  public boolean isUnder(Bytes32 root) {
    TreeHash hash = new TreeHash();
    byte[] node = new byte[Bytes32.LENGTH];
    hash.leaf(operator, cumulativeAmount, node, 0);
    byte[] sibling = new byte[Bytes32.LENGTH];
    for (Bytes32 step : proof) {
      step.putInto(sibling, 0);
      hash.node(node, 0, sibling, 0, node, 0);
    }
    return Bytes32.of(node).equals(root);
  }
}
