package org.depinsdk.transparency.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;

/**
 * Shows that a leaf stands at an index of a tree (RFC 6962 section 2.1.1).
 *
 * @param index which leaf, from 0
 * @param hashes the hashes beside the way from the leaf to the root, the leaf's sibling first
 */
public record InclusionProof(long index, List<TreeHash> hashes) {
  /** More hashes than any tree needs. */
  public static final int MAX_HASHES = 63;

  /**
   * A proof.
   *
   * @throws IllegalArgumentException if the index is negative
   */
  public InclusionProof {
    if (index < 0) {
      throw new IllegalArgumentException("an index is not negative: " + index);
    }
    hashes = List.copyOf(hashes);
  }

  /**
   * Makes a proof.
   *
   * @param source hashes of the tree
   * @param size of the tree to prove it for; the source may have more leaves
   * @param index of the leaf
   * @return the proof
   * @throws IOException if a hash cannot be read
   * @throws IndexOutOfBoundsException if the tree has no such leaf
   */
  public static InclusionProof make(HashSource source, long size, long index) throws IOException {
    Objects.checkIndex(index, size);
    List<TreeHash> downwards = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + Subtree.left(to - from);
      if (index < middle) {
        downwards.add(Subtree.hash(source, middle, to));
        to = middle;
      } else {
        downwards.add(Subtree.hash(source, from, middle));
        from = middle;
      }
    }
    Collections.reverse(downwards);
    return new InclusionProof(index, downwards);
  }

  /**
   * Checks the proof (RFC 9162 section 2.1.3.2).
   *
   * @param leaf hash of the leaf
   * @param head the tree
   * @throws TransparencyException if the proof does not show that the leaf stands there
   */
  public void verify(TreeHash leaf, TreeHead head) throws TransparencyException {
    if (!root(leaf, head.size()).equals(head.root())) {
      throw wrong("the path leads to another root than the tree's");
    }
  }

  /**
   * The root of the tree of which this proof is true, if it is true of any.
   *
   * @param leaf hash of the leaf
   * @param size of the tree
   * @return the root that the path leads to
   * @throws TransparencyException if the tree has no such leaf, or the path of such a leaf has another length
   */
  public TreeHash root(TreeHash leaf, long size) throws TransparencyException {
    if (index >= size) {
      throw wrong("a tree of " + size + " leaves has none at index " + index);
    }
    long fn = index;
    long sn = size - 1;
    TreeHash r = leaf;
    for (TreeHash p : hashes) {
      if (sn == 0) {
        throw wrong("too many hashes: " + hashes.size());
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = TreeHash.ofNode(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        r = TreeHash.ofNode(r, p);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    if (sn != 0) {
      throw wrong("too few hashes: " + hashes.size());
    }
    return r;
  }

  private static TransparencyException wrong(String message) {
    return new TransparencyException(Reason.WRONG_PROOF, "inclusion proof: " + message);
  }
}
