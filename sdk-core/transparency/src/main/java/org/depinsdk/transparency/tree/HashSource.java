package org.depinsdk.transparency.tree;

import java.io.IOException;

/** Where the hashes of a tree's complete subtrees come from: memory, tiles or a database. */
@FunctionalInterface
public interface HashSource {
  /**
   * The hash over the leaves {@code index << level} up to, not including, {@code (index + 1) << level}. All of them must be in
   * the tree.
   *
   * @param level 0 for leaves, one more for each step towards the root
   * @param index which subtree of this level, from 0
   * @return its hash
   * @throws IOException if it cannot be read
   */
  TreeHash hash(int level, long index) throws IOException;

  /**
   * The hash over the first leaves of the tree.
   *
   * @param size how many leaves, at most those that this source has
   * @return the root of the tree that they make
   * @throws IOException if a hash cannot be read
   */
  default TreeHash root(long size) throws IOException {
    return size == 0 ? TreeHash.EMPTY_TREE : Subtree.hash(this, 0, size);
  }
}
