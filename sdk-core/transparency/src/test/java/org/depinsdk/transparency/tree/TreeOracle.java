package org.depinsdk.transparency.tree;

import java.util.ArrayList;
import java.util.List;

/** RFC 6962 section 2.1 as it is written there: recursive, slow and plain. */
public final class TreeOracle {
  private TreeOracle() {}

  /** The hashes of leaves that hold "0", "1" and so on. */
  public static List<TreeHash> leaves(int size) {
    List<TreeHash> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      leaves.add(
          TreeHash.ofLeaf(Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
    return leaves;
  }

  /** A tree in memory. */
  public static InMemoryTree tree(int size) {
    InMemoryTree tree = new InMemoryTree();
    leaves(size).forEach(tree::append);
    return tree;
  }

  /** MTH(D). */
  public static TreeHash root(List<TreeHash> d) {
    if (d.isEmpty()) {
      return TreeHash.EMPTY_TREE;
    }
    if (d.size() == 1) {
      return d.get(0);
    }
    int k = split(d.size());
    return TreeHash.ofNode(root(d.subList(0, k)), root(d.subList(k, d.size())));
  }

  /** PATH(m, D). */
  static List<TreeHash> path(int m, List<TreeHash> d) {
    if (d.size() == 1) {
      return List.of();
    }
    int k = split(d.size());
    return m < k
        ? plus(path(m, d.subList(0, k)), root(d.subList(k, d.size())))
        : plus(path(m - k, d.subList(k, d.size())), root(d.subList(0, k)));
  }

  /** PROOF(m, D). */
  static List<TreeHash> proof(int m, List<TreeHash> d) {
    return subproof(m, d, true);
  }

  private static List<TreeHash> subproof(int m, List<TreeHash> d, boolean whole) {
    if (m == d.size()) {
      return whole ? List.of() : List.of(root(d));
    }
    int k = split(d.size());
    return m <= k
        ? plus(subproof(m, d.subList(0, k), whole), root(d.subList(k, d.size())))
        : plus(subproof(m - k, d.subList(k, d.size()), false), root(d.subList(0, k)));
  }

  private static int split(int n) {
    int k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }

  private static List<TreeHash> plus(List<TreeHash> list, TreeHash last) {
    List<TreeHash> more = new ArrayList<>(list);
    more.add(last);
    return more;
  }
}
