package org.depinsdk.transparency.tile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.HashSource;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log's tiles and trusts nothing but the head that the log signed. The tiles at the right edge of the tree are read first;
 * their hashes make the root, or the reader does not open. Every further tile is full, so its hash is in the tile above it,
 * with which it is compared before one of its hashes is used.
 *
 * <p>Proofs are made of it as of any {@link HashSource}. It keeps 256 tiles, about 10 MB. Not safe for use by several threads.
 */
public final class TileReader implements HashSource {
  private static final int KEPT = 256;

  private final TileSource source;
  private final TreeHead head;
  private Frontier frontier = Frontier.EMPTY;
  // by level
  private final List<Optional<HashTile>> edge = new ArrayList<>();
  private final Map<TilePath, HashTile> kept = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<TilePath, HashTile> eldest) {
      return size() > KEPT;
    }
  };

  private TileReader(TileSource source, TreeHead head) {
    this.source = source;
    this.head = head;
  }

  /**
   * Opens a log at a head.
   *
   * @param source its files
   * @param head of a checkpoint whose signature was verified
   * @return the reader
   * @throws TileException if a tile is missing or the tiles do not make the root
   * @throws IOException if a file cannot be read
   */
  public static TileReader open(TileSource source, TreeHead head) throws IOException {
    TileReader reader = new TileReader(source, head);
    for (int level = 0; reader.count(level) > 0; level++) {
      int width = reader.edgeWidth(level);
      reader.edge.add(
          width == 0
              ? Optional.empty()
              : Optional.of(reader.readTile(new TilePath(level, reader.edgeIndex(level), width))));
    }
    Frontier frontier = Frontier.EMPTY;
    for (int level = reader.edge.size() - 1; level >= 0; level--) {
      if (reader.edge.get(level).isPresent()) {
        HashTile tile = reader.edge.get(level).get();
        for (int i = 0; i < tile.width(); i++) {
          frontier = frontier.appendSubtree(HashTile.HEIGHT * level, tile.hash(0, i));
        }
      }
    }
    if (!frontier.root().equals(head.root())) {
      throw new TileException("the tiles at the edge of the tree of " + head.size()
          + " leaves make the root " + frontier.root() + ", but signed is " + head.root());
    }
    reader.frontier = frontier;
    return reader;
  }

  /**
   * The tree that is read.
   *
   * @return the signed head
   */
  public TreeHead head() {
    return head;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TileException if a tile is missing or wrong
   * @throws IndexOutOfBoundsException if the tree has no such subtree
   */
  @Override
  public TreeHash hash(int level, long index) throws IOException {
    Objects.checkIndex(index, level >= 0 && level < Long.SIZE ? head.size() >>> level : 0);
    int height = level % HashTile.HEIGHT;
    int bits = HashTile.HEIGHT - height;
    return tile(level / HashTile.HEIGHT, index >>> bits)
        .hash(height, (int) (index & ((1 << bits) - 1)));
  }

  /**
   * A bundle of entries, each compared with its leaf.
   *
   * @param bundle which one, from 0: that of the entries from {@code 256 * bundle} on
   * @return its entries up to the size of the tree, 1 to 256
   * @throws TileException if the bundle or a tile is missing or wrong
   * @throws IOException if a file cannot be read
   * @throws IndexOutOfBoundsException if the tree has no such bundle
   */
  public List<byte[]> entries(long bundle) throws IOException {
    Objects.checkIndex(bundle, edgeIndex(0) + (edgeWidth(0) > 0 ? 1 : 0));
    HashTile leaves = tile(0, bundle);
    TilePath path = new TilePath(TilePath.ENTRIES, bundle, leaves.width());
    List<byte[]> entries;
    try {
      entries = EntryBundle.parse(read(path, EntryBundle.MAX_BYTES));
    } catch (TransparencyException e) {
      throw wrong(path, e.getMessage());
    }
    // a full bundle may stand in for a partial one that is gone
    if (entries.size() != path.width() && entries.size() != TilePath.FULL) {
      throw wrong(path, "it has " + entries.size() + " entries");
    }
    for (int i = 0; i < path.width(); i++) {
      if (!TreeHash.ofLeaf(entries.get(i)).equals(leaves.hash(0, i))) {
        throw wrong(path, "entry " + i + " is not the leaf of the tree");
      }
    }
    return List.copyOf(entries.subList(0, path.width()));
  }

  Frontier frontier() {
    return frontier;
  }

  /** The hashes of the partial tiles, by level; none where the last tile is full. */
  List<List<TreeHash>> edge() {
    return edge.stream()
        .map(tile -> tile.map(HashTile::hashes).orElse(List.of()))
        .toList();
  }

  /** How many hashes the tiles of a level have. */
  private long count(int level) {
    int shift = HashTile.HEIGHT * level;
    return shift < Long.SIZE ? head.size() >>> shift : 0;
  }

  /** How many tiles of a level are full: the index of the partial one, if there is one. */
  private long edgeIndex(int level) {
    return count(level) / TilePath.FULL;
  }

  private int edgeWidth(int level) {
    return (int) (count(level) % TilePath.FULL);
  }

  /** A tile whose hashes are those of the signed tree. */
  private HashTile tile(int level, long index) throws IOException {
    if (index == edgeIndex(level)) {
      return edge.get(level).orElseThrow();
    }
    TilePath path = new TilePath(level, index, TilePath.FULL);
    HashTile known = kept.get(path);
    if (known != null) {
      return known;
    }
    TreeHash expected =
        tile(level + 1, index >>> HashTile.HEIGHT).hash(0, (int) (index & (TilePath.FULL - 1)));
    HashTile tile = readTile(path);
    if (!tile.hash(HashTile.HEIGHT, 0).equals(expected)) {
      throw wrong(
          path,
          "its hash is " + tile.hash(HashTile.HEIGHT, 0) + ", the tile above has " + expected);
    }
    kept.put(path, tile);
    return tile;
  }

  /** A tile of the right length, of which nothing else is known. */
  private HashTile readTile(TilePath path) throws IOException {
    byte[] content = read(path, TilePath.FULL * TreeHash.BYTES);
    int length = path.width() * TreeHash.BYTES;
    // a full tile may stand in for a partial one that is gone
    if (content.length != length && content.length != TilePath.FULL * TreeHash.BYTES) {
      throw wrong(path, "it has " + content.length + " bytes");
    }
    return new HashTile(Arrays.copyOf(content, length));
  }

  private byte[] read(TilePath path, int limit) throws IOException {
    Optional<byte[]> content = source.read(path.toString(), limit);
    if (content.isEmpty() && path.isPartial()) {
      content = source.read(path.full().toString(), limit);
    }
    return content.orElseThrow(() -> new TileException(path + " is missing"));
  }

  private static TileException wrong(TilePath path, @Nullable String why) {
    return new TileException(path + " is wrong: " + why);
  }
}
