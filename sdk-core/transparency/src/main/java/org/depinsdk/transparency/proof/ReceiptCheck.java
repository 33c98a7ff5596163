package org.depinsdk.transparency.proof;

import java.io.IOException;
import java.time.Instant;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.MisbehaviourProof.OtherLeaf;
import org.depinsdk.transparency.proof.MisbehaviourProof.Overdue;
import org.depinsdk.transparency.proof.MisbehaviourProof.SplitView;
import org.depinsdk.transparency.proof.MisbehaviourProof.Terms;
import org.depinsdk.transparency.tree.HashSource;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;

/** What comes out when a receipt is compared with the log that everyone sees. */
public sealed interface ReceiptCheck {
  /**
   * The entry is in the tree that witnesses cosigned.
   *
   * @param proof of it, to be kept in place of the receipt; its extra data is the entry
   */
  record Logged(TlogProof proof) implements ReceiptCheck {}

  /**
   * Witnesses have not seen a tree yet that reaches to the entry, and there is time left.
   *
   * @param due when the log must have had it cosigned
   */
  record Pending(Instant due) implements ReceiptCheck {}

  /**
   * The log lied.
   *
   * @param proof shows it to anyone
   */
  record Misbehaved(MisbehaviourProof proof) implements ReceiptCheck {}

  /**
   * Compares a receipt with a published tree.
   *
   * @param receipt the receipt
   * @param published a checkpoint that a quorum cosigned
   * @param tree hashes of the published tree, such as a {@link org.depinsdk.transparency.tile.TileReader} of its head
   * @param terms whom to trust and what was undertaken
   * @return what comes out
   * @throws TransparencyException if receipt or checkpoint do not verify
   * @throws IOException if a hash cannot be read
   */
  static ReceiptCheck of(
      LogReceipt receipt, SignedCheckpoint published, HashSource tree, Terms terms)
      throws IOException, TransparencyException {
    TreeHead given = terms.policy().verifyLog(receipt.checkpoint()).head();
    receipt.proof().inclusion().verify(receipt.leaf(), given);
    TreeHead shown = terms.policy().verify(published).head();
    boolean reached = shown.size() > receipt.index();
    if (reached) {
      TreeHash leaf = tree.hash(0, receipt.index());
      InclusionProof inclusion = InclusionProof.make(tree, shown.size(), receipt.index());
      if (!leaf.equals(receipt.leaf())) {
        return new Misbehaved(new OtherLeaf(receipt, leaf, new TlogProof(inclusion, published)));
      }
      if (given.size() > shown.size() || tree.root(given.size()).equals(given.root())) {
        return new Logged(new TlogProof(receipt.entry(), inclusion, published));
      }
      return new Misbehaved(SplitView.make(receipt.checkpoint(), published, tree));
    }
    Overdue overdue = new Overdue(receipt, published);
    try {
      overdue.verify(terms);
      return new Misbehaved(overdue);
    } catch (TransparencyException e) {
      if (e.reason() != Reason.NOTHING_SHOWN) {
        throw e;
      }
      return new Pending(terms.due(receipt));
    }
  }
}
