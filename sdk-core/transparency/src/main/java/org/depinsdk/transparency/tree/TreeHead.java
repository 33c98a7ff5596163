package org.depinsdk.transparency.tree;

/**
 * A tree, named by its size and root.
 *
 * @param size how many leaves it has, 0 to 2^63 - 1
 * @param root its root hash
 */
public record TreeHead(long size, TreeHash root) {
  /**
   * A head.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public TreeHead {
    if (size < 0) {
      throw new IllegalArgumentException("a tree has no negative size: " + size);
    }
  }
}
