package org.depinsdk.transparency.proof;

import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;

/**
 * What a log gives to whoever handed something in: the entry that it made of it, the entry's final index, and the path to a head
 * that the log signed. It is not a promise: the entry is in the signed tree. What is left to check later is that the log shows the
 * same tree to everyone else.
 *
 * <p>As a string it is a {@link TlogProof} whose extra data is the entry.
 *
 * @param proof path and checkpoint, with the entry as extra data
 */
public record LogReceipt(TlogProof proof) {
  /**
   * A receipt.
   *
   * @throws IllegalArgumentException if the proof has no extra data
   */
  public LogReceipt {
    if (!proof.hasExtra()) {
      throw new IllegalArgumentException("a receipt holds the entry as extra data of its proof");
    }
  }

  /**
   * A receipt.
   *
   * @param entry what the log holds, not empty
   * @param inclusion its index and path
   * @param checkpoint the tree in which it is, signed by the log
   * @throws IllegalArgumentException if the entry is empty
   */
  public LogReceipt(byte[] entry, InclusionProof inclusion, SignedCheckpoint checkpoint) {
    this(new TlogProof(entry, inclusion, checkpoint));
  }

  /**
   * Reads a receipt.
   *
   * @param text the string
   * @return the receipt, of which nothing is verified
   * @throws TransparencyException if it is not a proof, or has no extra data
   */
  public static LogReceipt parse(String text) throws TransparencyException {
    TlogProof proof = TlogProof.parse(text);
    if (!proof.hasExtra()) {
      throw TransparencyException.malformed("a receipt holds the entry in a line 'extra'");
    }
    return new LogReceipt(proof);
  }

  /**
   * The entry.
   *
   * @return a copy of what the log holds
   */
  public byte[] entry() {
    return proof.extra();
  }

  /**
   * The entry's place in the log, which never changes.
   *
   * @return 0 or more
   */
  public long index() {
    return proof.inclusion().index();
  }

  /**
   * The leaf of the entry.
   *
   * @return its hash
   */
  public TreeHash leaf() {
    return TreeHash.ofLeaf(proof.extra());
  }

  /**
   * The tree that the log signed.
   *
   * @return the checkpoint
   */
  public SignedCheckpoint checkpoint() {
    return proof.checkpoint();
  }

  /**
   * Verifies that the log signed a tree with this entry at this index.
   *
   * @param log the log's key
   * @throws TransparencyException if the signature or the path is wrong
   */
  public void verify(NoteKey log) throws TransparencyException {
    proof.verify(leaf(), log);
  }

  @Override
  public String toString() {
    return proof.toString();
  }
}
