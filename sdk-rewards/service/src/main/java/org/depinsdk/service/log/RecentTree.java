package org.depinsdk.service.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.HashSource;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * The right side of a growing tree, with all hashes in memory; those on the left come from elsewhere. Not safe for use by several
 * threads.
 */
final class RecentTree implements HashSource {
  /** The hashes of one level from an index on. */
  private static final class Level {
    long first;
    final List<TreeHash> hashes = new ArrayList<>();
  }

  private final HashSource older;
  private final List<Level> levels = new ArrayList<>();
  private long size;
  private Frontier frontier;
  // the hash over each complete subtree of the frontier and all that is to the right of it
  private TreeHash[] suffixes = {};

  /**
   * A tree that has grown so far.
   *
   * @param frontier where it stands
   * @param older the hashes left of the frontier
   */
  RecentTree(Frontier frontier, HashSource older) {
    this.older = older;
    this.size = frontier.size();
    this.frontier = Frontier.EMPTY;
    List<TreeHash> hashes = frontier.hashes();
    for (int level = 0; size >>> level != 0; level++) {
      if ((size >>> level & 1) == 1) {
        long above = size >>> level >>> 1;
        level(level).hashes.add(hashes.get(Long.bitCount(above)));
      }
      level(level).first = keptFrom(size, level);
    }
  }

  void append(TreeHash leaf) {
    size = Math.incrementExact(size);
    TreeHash hash = leaf;
    for (int i = 0; ; i++) {
      Level level = level(i);
      level.hashes.add(hash);
      long index = level.first + level.hashes.size() - 1;
      if ((index & 1) == 0) {
        return;
      }
      hash = TreeHash.ofNode(level.hashes.get(level.hashes.size() - 2), hash);
    }
  }

  long size() {
    return size;
  }

  Frontier frontier() {
    if (frontier.size() != size) {
      List<TreeHash> complete = new ArrayList<>();
      for (int level = levels.size() - 1; level >= 0; level--) {
        if ((size >>> level & 1) == 1) {
          List<TreeHash> hashes = levels.get(level).hashes;
          complete.add(hashes.get(hashes.size() - 1));
        }
      }
      try {
        frontier = Frontier.of(size, complete);
      } catch (TransparencyException e) {
        throw new IllegalStateException("a tree has one complete subtree for each bit", e);
      }
      suffixes = complete.toArray(TreeHash[]::new);
      for (int i = suffixes.length - 2; i >= 0; i--) {
        suffixes[i] = TreeHash.ofNode(suffixes[i], suffixes[i + 1]);
      }
    }
    return frontier;
  }

  TreeHead head() {
    frontier();
    return new TreeHead(size, size == 0 ? TreeHash.EMPTY_TREE : suffixes[0]);
  }

  /** Proves a leaf of the tree as it is now. */
  InclusionProof prove(long index) throws IOException {
    List<TreeHash> complete = frontier().hashes();
    int subtree = 0;
    long sizes = size;
    long end = Long.highestOneBit(sizes);
    while (index >= end) {
      subtree++;
      sizes -= Long.highestOneBit(sizes);
      end += Long.highestOneBit(sizes);
    }
    int height = Long.numberOfTrailingZeros(Long.highestOneBit(sizes));
    List<TreeHash> path = new ArrayList<>(height + complete.size());
    for (int level = 0; level < height; level++) {
      path.add(hash(level, index >>> level ^ 1));
    }
    if (subtree + 1 < suffixes.length) {
      path.add(suffixes[subtree + 1]);
    }
    for (int i = subtree - 1; i >= 0; i--) {
      path.add(complete.get(i));
    }
    return new InclusionProof(index, path);
  }

  @Override
  public TreeHash hash(int level, long index) throws IOException {
    Level found = level(level);
    return index < found.first
        ? older.hash(level, index)
        : found.hashes.get(Math.toIntExact(index - found.first));
  }

  /** Forgets what a tree of a size needs no more to grow; from now on the older hashes have it. */
  void forgetBefore(long size) {
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      long first = Math.max(level.first, keptFrom(size, i));
      level.hashes.subList(0, Math.toIntExact(first - level.first)).clear();
      level.first = first;
    }
  }

  private static long keptFrom(long size, int level) {
    // an even number: a left child without its sibling is part of the frontier
    return size >>> level >>> 1 << 1;
  }

  private Level level(int level) {
    while (levels.size() <= level) {
      levels.add(new Level());
    }
    return levels.get(level);
  }
}
