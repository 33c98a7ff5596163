package org.depinsdk.transparency.proof;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;

/**
 * Shows to anyone, offline, that an entry is in a log (C2SP tlog-proof). As a file it ends in {@code .tlog-proof}.
 *
 * @param extra what the application adds, empty if nothing; nobody signs it
 * @param inclusion index and path of the entry
 * @param checkpoint the tree in which it is, with all signatures
 */
public record TlogProof(byte[] extra, InclusionProof inclusion, SignedCheckpoint checkpoint) {
  /** The first line. */
  public static final String FORMAT = "c2sp.org/tlog-proof@v1";

  /** The largest proof that is read, in characters. */
  public static final int MAX_LENGTH = SignedNote.MAX_BYTES;

  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** A proof. */
  public TlogProof {
    extra = extra.clone();
  }

  /**
   * A proof without extra data.
   *
   * @param inclusion index and path of the entry
   * @param checkpoint the tree in which it is
   */
  public TlogProof(InclusionProof inclusion, SignedCheckpoint checkpoint) {
    this(new byte[0], inclusion, checkpoint);
  }

  /**
   * Reads a proof.
   *
   * @param text the file
   * @return the proof, of which nothing is verified
   * @throws TransparencyException if it has another form, more than 1,000,000 characters or more than 63 hashes
   */
  public static TlogProof parse(String text) throws TransparencyException {
    int end = text.indexOf("\n\n");
    if (text.length() > MAX_LENGTH || end < 0) {
      throw TransparencyException.malformed("a proof is at most " + MAX_LENGTH
          + " characters: hashes, an empty line and a checkpoint");
    }
    String[] lines = text.substring(0, end).split("\n", InclusionProof.MAX_HASHES + 4);
    int at = 0;
    if (!lines[at++].equals(FORMAT)) {
      throw TransparencyException.malformed(
          "a proof begins with " + FORMAT + ", not " + Strict.shown(lines[0]));
    }
    byte[] extra = new byte[0];
    if (at < lines.length && lines[at].startsWith(EXTRA)) {
      extra = Strict.base64(lines[at++].substring(EXTRA.length()), "extra of a proof");
      if (extra.length == 0) {
        throw TransparencyException.malformed("a proof without extra data has no line 'extra'");
      }
    }
    if (at == lines.length || !lines[at].startsWith(INDEX)) {
      throw TransparencyException.malformed(
          "a proof has a line 'index NUMBER' in front of its hashes");
    }
    long index = Strict.decimal(lines[at++].substring(INDEX.length()), "index of a proof");
    if (lines.length - at > InclusionProof.MAX_HASHES) {
      throw TransparencyException.malformed(
          "a proof has at most " + InclusionProof.MAX_HASHES + " hashes");
    }
    List<TreeHash> hashes = new ArrayList<>();
    while (at < lines.length) {
      hashes.add(TreeHash.parse(lines[at++]));
    }
    return new TlogProof(
        extra, new InclusionProof(index, hashes), SignedCheckpoint.parse(text.substring(end + 2)));
  }

  /**
   * What the application adds.
   *
   * @return a copy, empty if nothing
   */
  @Override
  public byte[] extra() {
    return extra.clone();
  }

  /** Whether the application added something. */
  boolean hasExtra() {
    return extra.length > 0;
  }

  /**
   * Verifies that the entry is in a tree that a trusted log signed and enough witnesses cosigned.
   *
   * @param leaf hash of the entry
   * @param policy whom to trust
   * @throws TransparencyException if a signature or the path is wrong, or witnesses are missing
   */
  public void verify(TreeHash leaf, WitnessPolicy policy) throws TransparencyException {
    policy.verify(checkpoint);
    inclusion.verify(leaf, checkpoint.checkpoint().head());
  }

  /**
   * Verifies that the entry is in a tree that a log signed, whatever witnesses say.
   *
   * @param leaf hash of the entry
   * @param log the log's key
   * @throws TransparencyException if the log's signature or the path is wrong
   */
  public void verify(TreeHash leaf, NoteKey log) throws TransparencyException {
    inclusion.verify(leaf, checkpoint.verify(log).head());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlogProof proof && toString().equals(proof.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The file. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    if (hasExtra()) {
      text.append(EXTRA).append(Strict.base64(extra)).append('\n');
    }
    text.append(INDEX).append(inclusion.index()).append('\n');
    inclusion.hashes().forEach(hash -> text.append(hash).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }
}
