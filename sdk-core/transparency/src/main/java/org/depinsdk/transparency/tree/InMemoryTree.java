package org.depinsdk.transparency.tree;

import java.util.ArrayList;
import java.util.List;

/** A tree with all its hashes in memory: about 150 bytes for each leaf. Not safe for use by several threads. */
public final class InMemoryTree implements HashSource {
  private final List<List<TreeHash>> levels = new ArrayList<>(List.of(new ArrayList<>()));

  /** A tree without leaves. */
  public InMemoryTree() {}

  /**
   * Appends a leaf.
   *
   * @param leaf its hash
   */
  public void append(TreeHash leaf) {
    TreeHash hash = leaf;
    for (int level = 0; ; level++) {
      if (level == levels.size()) {
        levels.add(new ArrayList<>());
      }
      List<TreeHash> hashes = levels.get(level);
      hashes.add(hash);
      if (hashes.size() % 2 == 1) {
        return;
      }
      hash = TreeHash.ofNode(hashes.get(hashes.size() - 2), hash);
    }
  }

  /**
   * How many leaves there are.
   *
   * @return 0 or more
   */
  public long size() {
    return levels.get(0).size();
  }

  /**
   * The tree as it is now.
   *
   * @return size and root
   */
  public TreeHead head() {
    TreeHash root = null;
    for (int level = 0; level < levels.size(); level++) {
      if ((size() >>> level & 1) == 1) {
        List<TreeHash> hashes = levels.get(level);
        TreeHash last = hashes.get(hashes.size() - 1);
        root = root == null ? last : TreeHash.ofNode(last, root);
      }
    }
    return new TreeHead(size(), root == null ? TreeHash.EMPTY_TREE : root);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IndexOutOfBoundsException if the tree has no such subtree
   */
  @Override
  public TreeHash hash(int level, long index) {
    return levels.get(level).get(Math.toIntExact(index));
  }
}
