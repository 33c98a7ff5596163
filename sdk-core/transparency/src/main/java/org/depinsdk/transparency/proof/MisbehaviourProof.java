package org.depinsdk.transparency.proof;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.HashSource;
import org.depinsdk.transparency.tree.InconsistencyProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * Shows to anyone, offline, that a log lied. All that it holds was signed by the log itself, so nobody else can make one.
 *
 * <p>As a file it is {@value MisbehaviourFormat#FIRST_LINE}, a line {@code kind KIND}, and parts: a line {@code part NAME LINES}
 * and as many lines, which hold a receipt, a checkpoint or hashes as they are elsewhere.
 */
public sealed interface MisbehaviourProof {
  /**
   * What must be known from elsewhere to judge a proof.
   *
   * @param policy the log and its witnesses
   * @param witnessingDelay within what time after it received something the log undertakes to have it cosigned
   * @param received reads from an entry when the log received what it is about
   */
  record Terms(WitnessPolicy policy, Duration witnessingDelay, EntryTime received) {
    /**
     * When a receipt's entry must have been cosigned.
     *
     * @param receipt the receipt
     * @return the time that the entry states and the delay
     * @throws TransparencyException if the entry states no time, or one that is too far away
     */
    public Instant due(LogReceipt receipt) throws TransparencyException {
      try {
        return received.received(receipt.entry()).plus(witnessingDelay);
      } catch (DateTimeException | ArithmeticException e) {
        throw TransparencyException.malformed("the time of the entry is too far away");
      }
    }
  }

  /** Reads the time that an entry states. */
  @FunctionalInterface
  interface EntryTime {
    /**
     * The time.
     *
     * @param entry what the log holds; any bytes
     * @return when the log received what the entry is about
     * @throws TransparencyException if the entry has another form, or none that states a time
     */
    Instant received(byte[] entry) throws TransparencyException;
  }

  /**
   * Reads a file.
   *
   * @param file the characters
   * @return the proof, of which nothing is verified
   * @throws TransparencyException if it has another form
   */
  static MisbehaviourProof parse(String file) throws TransparencyException {
    return MisbehaviourFormat.parse(file);
  }

  /**
   * Checks that the log lied.
   *
   * @param terms whom to trust and what was undertaken
   * @throws TransparencyException if something does not verify, or all of it does and shows no lie ({@link Reason#NOTHING_SHOWN})
   */
  void verify(Terms terms) throws TransparencyException;

  /**
   * The log gave a receipt for an entry, and signed a tree with another entry in its place.
   *
   * @param receipt the receipt
   * @param leaf hash of the other entry
   * @param proof that the other entry is at the same index
   */
  record OtherLeaf(LogReceipt receipt, TreeHash leaf, TlogProof proof)
      implements MisbehaviourProof {
    @Override
    public void verify(Terms terms) throws TransparencyException {
      TreeHead promised = terms.policy().verifyLog(receipt.checkpoint()).head();
      receipt.proof().inclusion().verify(receipt.leaf(), promised);
      TreeHead shown = terms.policy().verifyLog(proof.checkpoint()).head();
      proof.inclusion().verify(leaf, shown);
      sameLog(receipt.checkpoint(), proof.checkpoint());
      if (receipt.index() != proof.inclusion().index() || receipt.leaf().equals(leaf)) {
        throw nothing("the same leaf, or leaves at two indexes: " + receipt.index() + " and "
            + proof.inclusion().index());
      }
    }

    @Override
    public String toString() {
      return MisbehaviourFormat.write(this);
    }
  }

  /**
   * The log gave a receipt for an entry, and when the time to have it cosigned was over, a quorum of witnesses still knew of no
   * tree that reaches to its index.
   *
   * @param receipt the receipt
   * @param later a checkpoint that was cosigned after that time
   */
  record Overdue(LogReceipt receipt, SignedCheckpoint later) implements MisbehaviourProof {
    @Override
    public void verify(Terms terms) throws TransparencyException {
      TreeHead promised = terms.policy().verifyLog(receipt.checkpoint()).head();
      receipt.proof().inclusion().verify(receipt.leaf(), promised);
      TreeHead witnessed = terms.policy().verify(later).head();
      sameLog(receipt.checkpoint(), later);
      Instant due = terms.due(receipt);
      List<Cosignature> afterwards = terms.policy().verifyQuorum(later).stream()
          .filter(c -> c.time() > due.getEpochSecond())
          .toList();
      if (!terms.policy().asksForWitnesses() || !terms.policy().isQuorum(afterwards)) {
        throw nothing("no quorum cosigned the later checkpoint after " + due);
      }
      if (witnessed.size() > receipt.index()) {
        throw nothing("the later tree of " + witnessed.size() + " leaves reaches to index "
            + receipt.index());
      }
    }

    @Override
    public String toString() {
      return MisbehaviourFormat.write(this);
    }
  }

  /**
   * The log signed two trees of which one does not go on from the other.
   *
   * @param older the tree that is not larger
   * @param newer the tree that is not smaller
   * @param inconsistency shows it; without hashes if both trees have one size
   */
  record SplitView(SignedCheckpoint older, SignedCheckpoint newer, InconsistencyProof inconsistency)
      implements MisbehaviourProof {
    /**
     * Makes a proof out of two checkpoints. It shows something if they are inconsistent.
     *
     * @param one a checkpoint
     * @param other another one of the same log
     * @param larger hashes of the larger tree; not asked for anything if both have one size
     * @return the proof
     * @throws IOException if a hash cannot be read
     * @throws IndexOutOfBoundsException if one tree is empty and the other is not
     */
    public static SplitView make(SignedCheckpoint one, SignedCheckpoint other, HashSource larger)
        throws IOException {
      long first = one.checkpoint().head().size();
      long second = other.checkpoint().head().size();
      if (first == second) {
        return new SplitView(one, other, new InconsistencyProof(List.of()));
      }
      InconsistencyProof proof =
          InconsistencyProof.make(larger, Math.max(first, second), Math.min(first, second));
      return first < second ? new SplitView(one, other, proof) : new SplitView(other, one, proof);
    }

    @Override
    public void verify(Terms terms) throws TransparencyException {
      TreeHead first = terms.policy().verifyLog(older).head();
      TreeHead second = terms.policy().verifyLog(newer).head();
      sameLog(older, newer);
      if (first.size() != second.size()) {
        inconsistency.verify(first, second);
      } else if (first.root().equals(second.root()) || !inconsistency.hashes().isEmpty()) {
        throw nothing("two trees of one size with the same root, or with hashes");
      }
    }

    @Override
    public String toString() {
      return MisbehaviourFormat.write(this);
    }
  }

  private static void sameLog(SignedCheckpoint one, SignedCheckpoint other)
      throws TransparencyException {
    if (!one.checkpoint().origin().equals(other.checkpoint().origin())) {
      throw new TransparencyException(
          Reason.WRONG_ORIGIN,
          "checkpoints of two logs: " + one.checkpoint().origin() + " and "
              + other.checkpoint().origin());
    }
  }

  private static TransparencyException nothing(String message) {
    return new TransparencyException(Reason.NOTHING_SHOWN, "misbehaviour proof: " + message);
  }
}
