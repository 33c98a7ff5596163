package org.depinsdk.transparency.tile;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.tree.TreeHash;

/** The hashes of a tile, and those of all complete subtrees that they make. */
final class HashTile {
  /** How many levels of the tree a tile spans. */
  static final int HEIGHT = 8;

  // by height over the tile's own hashes, 0 to 8
  private final List<TreeHash[]> heights = new ArrayList<>();

  HashTile(byte[] content) {
    TreeHash[] hashes = new TreeHash[content.length / TreeHash.BYTES];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = TreeHash.of(content, i * TreeHash.BYTES, (i + 1) * TreeHash.BYTES);
    }
    heights.add(hashes);
    while (hashes.length > 1) {
      TreeHash[] above = new TreeHash[hashes.length / 2];
      for (int i = 0; i < above.length; i++) {
        above[i] = TreeHash.ofNode(hashes[2 * i], hashes[2 * i + 1]);
      }
      heights.add(above);
      hashes = above;
    }
  }

  TreeHash hash(int height, int index) {
    return heights.get(height)[index];
  }

  List<TreeHash> hashes() {
    return List.of(heights.get(0));
  }

  int width() {
    return heights.get(0).length;
  }
}
