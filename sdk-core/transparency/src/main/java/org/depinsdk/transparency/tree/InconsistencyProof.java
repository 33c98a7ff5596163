package org.depinsdk.transparency.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;

/**
 * Shows that a tree does not go on from a smaller one that the same log signed. The hashes are those of a consistency proof of
 * the newer tree, always with one of the older tree in front. Together they make the newer root, so each of them is a hash of
 * that tree, and some of them make the root over its first leaves, which is another than the older tree's.
 *
 * @param hashes as many as the two sizes need, at most 64
 */
public record InconsistencyProof(List<TreeHash> hashes) {
  /** A proof. */
  public InconsistencyProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Makes a proof. Nothing of the older tree is needed but its size.
   *
   * @param source hashes of the newer tree
   * @param newSize how many leaves the newer tree has
   * @param oldSize how many the older one has
   * @return the proof
   * @throws IOException if a hash cannot be read
   * @throws IndexOutOfBoundsException if the older tree does not have at least one leaf and fewer than the newer one
   */
  public static InconsistencyProof make(HashSource source, long newSize, long oldSize)
      throws IOException {
    if (oldSize <= 0 || oldSize >= newSize) {
      throw new IndexOutOfBoundsException(
          "no tree of " + oldSize + " leaves comes before one of " + newSize);
    }
    List<TreeHash> hashes =
        new ArrayList<>(ConsistencyProof.make(source, newSize, oldSize).hashes());
    if (Long.bitCount(oldSize) == 1) {
      hashes.add(0, source.root(oldSize));
    }
    return new InconsistencyProof(hashes);
  }

  /**
   * Checks the proof.
   *
   * @param older the tree with fewer leaves, at least one
   * @param newer the tree with more leaves
   * @throws TransparencyException if the hashes do not lead to the newer root, or the first leaves of the newer tree do have the
   *     older root
   */
  public void verify(TreeHead older, TreeHead newer) throws TransparencyException {
    if (older.size() == 0 || older.size() >= newer.size() || hashes.isEmpty()) {
      throw new TransparencyException(
          Reason.NOTHING_SHOWN,
          "inconsistency proof: " + hashes.size() + " hashes show nothing of trees of "
              + older.size() + " and " + newer.size() + " leaves");
    }
    ConsistencyProof.Roots roots = ConsistencyProof.roots(hashes, older.size(), newer.size());
    if (!roots.newer().equals(newer.root())) {
      throw new TransparencyException(
          Reason.WRONG_PROOF,
          "inconsistency proof: the hashes lead to another root of the newer tree");
    }
    if (roots.older().equals(older.root())) {
      throw new TransparencyException(
          Reason.NOTHING_SHOWN, "inconsistency proof: the newer tree goes on from the older one");
    }
  }
}
