package org.depinsdk.transparency.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;

/**
 * Shows that a tree goes on from an older one: that its first leaves are those of the older one (RFC 6962 section 2.1.2).
 *
 * @param hashes as many as the two sizes need, at most 63; none if the older tree is empty or the trees are of one size
 */
public record ConsistencyProof(List<TreeHash> hashes) {
  /** More hashes than any two trees need. */
  public static final int MAX_HASHES = 63;

  /** A proof. */
  public ConsistencyProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Makes a proof.
   *
   * @param source hashes of the newer tree
   * @param newSize how many leaves the newer tree has; the source may have more
   * @param oldSize how many the older one has
   * @return the proof
   * @throws IOException if a hash cannot be read
   * @throws IndexOutOfBoundsException if the older tree has more leaves than the newer one, or less than none
   */
  public static ConsistencyProof make(HashSource source, long newSize, long oldSize)
      throws IOException {
    Objects.checkFromToIndex(0, oldSize, newSize);
    List<TreeHash> downwards = new ArrayList<>();
    if (oldSize == 0 || oldSize == newSize) {
      return new ConsistencyProof(downwards);
    }
    long from = 0;
    long to = newSize;
    while (to != oldSize) {
      long middle = from + Subtree.left(to - from);
      if (oldSize <= middle) {
        downwards.add(Subtree.hash(source, middle, to));
        to = middle;
      } else {
        downwards.add(Subtree.hash(source, from, middle));
        from = middle;
      }
    }
    // the older tree as a whole is known to whoever checks
    if (from != 0) {
      downwards.add(Subtree.hash(source, from, to));
    }
    Collections.reverse(downwards);
    return new ConsistencyProof(downwards);
  }

  /**
   * Checks the proof (RFC 9162 section 2.1.4.2). Two trees of one size need the same root and no hash. The empty tree needs its
   * root and no hash, and every tree goes on from it, as tlog-witness has it.
   *
   * @param older the tree that came first
   * @param newer the tree that is said to go on from it
   * @throws TransparencyException if the proof does not show it
   */
  public void verify(TreeHead older, TreeHead newer) throws TransparencyException {
    if (older.size() > newer.size()) {
      throw wrong(
          "a tree of " + newer.size() + " leaves does not go on from one of " + older.size());
    }
    checkEmpty(older);
    checkEmpty(newer);
    if (older.size() == newer.size()) {
      noHashes();
      if (!older.root().equals(newer.root())) {
        throw wrong("two trees of " + older.size() + " leaves have different roots");
      }
      return;
    }
    if (older.size() == 0) {
      noHashes();
      return;
    }
    if (hashes.isEmpty()) {
      throw wrong("no hash");
    }
    List<TreeHash> path = hashes;
    if (Long.bitCount(older.size()) == 1) {
      path = new ArrayList<>(hashes);
      path.add(0, older.root());
    }
    Roots roots = roots(path, older.size(), newer.size());
    if (!roots.older().equals(older.root())) {
      throw wrong("the hashes lead to another root of the older tree");
    }
    if (!roots.newer().equals(newer.root())) {
      throw wrong("the hashes lead to another root of the newer tree");
    }
  }

  /**
   * The roots that a path leads to. The hashes that make the root of the newer tree fix the root of its first leaves.
   *
   * @param older root over the first leaves
   * @param newer root over all leaves
   */
  record Roots(TreeHash older, TreeHash newer) {}

  /** Both roots, from a path that begins with a hash of the older tree, also where that is its root. */
  static Roots roots(List<TreeHash> path, long oldSize, long newSize) throws TransparencyException {
    long fn = oldSize - 1;
    long sn = newSize - 1;
    while ((fn & 1) == 1) {
      fn >>>= 1;
      sn >>>= 1;
    }
    TreeHash fr = path.get(0);
    TreeHash sr = fr;
    for (TreeHash c : path.subList(1, path.size())) {
      if (sn == 0) {
        throw wrong("too many hashes: " + path.size());
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = TreeHash.ofNode(c, fr);
        sr = TreeHash.ofNode(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        sr = TreeHash.ofNode(sr, c);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    if (sn != 0) {
      throw wrong("too few hashes: " + path.size());
    }
    return new Roots(fr, sr);
  }

  private static void checkEmpty(TreeHead head) throws TransparencyException {
    if (head.size() == 0 && !head.root().equals(TreeHash.EMPTY_TREE)) {
      throw wrong(
          "a tree without leaves has the root " + TreeHash.EMPTY_TREE + ", not " + head.root());
    }
  }

  private void noHashes() throws TransparencyException {
    if (!hashes.isEmpty()) {
      throw wrong("no hash is needed, but there are " + hashes.size());
    }
  }

  private static TransparencyException wrong(String message) {
    return new TransparencyException(Reason.WRONG_PROOF, "consistency proof: " + message);
  }
}
