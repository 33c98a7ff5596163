package org.depinsdk.transparency.witness;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.TreeHash;

/**
 * What a log asks a witness: to cosign a checkpoint (C2SP tlog-witness, add-checkpoint). As a string it is {@code old N}, up to
 * 63 hashes, an empty line and the checkpoint.
 *
 * @param oldSize the size that the witness saw last, as the log believes; 0 if it saw none
 * @param proof that the checkpoint's tree goes on from that size
 * @param checkpoint signed by the log, not verified
 */
public record AddCheckpointRequest(
    long oldSize, ConsistencyProof proof, SignedCheckpoint checkpoint) {
  /** The largest request in bytes: 63 hashes and a note with dozens of signatures of any type. */
  public static final int MAX_BYTES = 1 << 18;

  private static final String OLD = "old ";

  /**
   * A request.
   *
   * @throws IllegalArgumentException if the old size is negative or there are more than 63 hashes
   */
  public AddCheckpointRequest {
    if (oldSize < 0 || proof.hashes().size() > ConsistencyProof.MAX_HASHES) {
      throw new IllegalArgumentException("a request has an old size of 0 or more and at most "
          + ConsistencyProof.MAX_HASHES + " hashes, not " + oldSize + " and "
          + proof.hashes().size());
    }
  }

  /**
   * Reads a request.
   *
   * @param body of an HTTP request
   * @return the request, of which nothing is verified
   * @throws TransparencyException if it has another form or more than {@link #MAX_BYTES} bytes
   */
  public static AddCheckpointRequest parse(byte[] body) throws TransparencyException {
    if (body.length > MAX_BYTES) {
      throw TransparencyException.malformed(
          "a request has at most " + MAX_BYTES + " bytes, not " + body.length);
    }
    String text = Strict.utf8(body, "request");
    int empty = text.indexOf("\n\n");
    if (!text.startsWith(OLD) || empty < 0) {
      throw TransparencyException.malformed(
          "a request begins with \"old\" and a size, and has an empty line before its checkpoint");
    }
    String[] lines = text.substring(OLD.length(), empty).split("\n", -1);
    if (lines.length - 1 > ConsistencyProof.MAX_HASHES) {
      throw TransparencyException.malformed("a request has at most " + ConsistencyProof.MAX_HASHES
          + " hashes, not " + (lines.length - 1));
    }
    List<TreeHash> hashes = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      hashes.add(TreeHash.parse(lines[i]));
    }
    return new AddCheckpointRequest(
        Strict.decimal(lines[0], "old size"),
        new ConsistencyProof(hashes),
        SignedCheckpoint.parse(text.substring(empty + 2)));
  }

  /** The body of an HTTP request. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
    proof.hashes().forEach(hash -> text.append(hash).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }
}
