package org.depinsdk.transparency.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TilesTest {
  private static final List<Integer> SIZES =
      List.of(0, 1, 255, 256, 257, 65535, 65536, 65537, 70000);

  @TempDir
  Path folder;

  private static byte[] entry(long index) {
    return Long.toString(index).getBytes(StandardCharsets.UTF_8);
  }

  private static void grow(TileWriter writer, long size) throws IOException {
    while (writer.head().size() < size) {
      writer.append(entry(writer.head().size()));
    }
  }

  private static TreeHead published(Path folder, long size) throws IOException {
    try (TileWriter writer = TileWriter.open(folder)) {
      grow(writer, size);
      TreeHead head = writer.stage();
      writer.publish(TestLog.sign(head));
      return head;
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  /** The files of a log that published heads of these sizes: all of the last, and what is partial of the others and not full yet. */
  private static List<String> expectedFiles(List<Integer> sizes) {
    TreeSet<String> files = new TreeSet<>(List.of(".lock", TileSource.CHECKPOINT));
    tilesOf(sizes.get(sizes.size() - 1)).forEach(tile -> files.add(tile.toString()));
    for (int earlier : sizes) {
      tilesOf(earlier).stream()
          .filter(tile -> !files.contains(tile.full().toString()))
          .forEach(tile -> files.add(tile.toString()));
    }
    return List.copyOf(files);
  }

  /** By the specification's formula. */
  private static List<TilePath> tilesOf(long size) {
    List<TilePath> tiles = new ArrayList<>();
    for (int level = 0; level < 8; level++) {
      long hashes = size >>> (8 * level);
      for (long n = 0; n * 256 < hashes; n++) {
        int width = (int) Math.min(256, hashes - n * 256);
        tiles.add(new TilePath(level, n, width));
        if (level == 0) {
          tiles.add(new TilePath(TilePath.ENTRIES, n, width));
        }
      }
    }
    return tiles;
  }

  @Test
  void aLogGrowsAndEverySizeCanBeProved() throws Exception {
    InMemoryTree tree = new InMemoryTree();
    Map<Integer, TreeHead> heads = new HashMap<>();
    for (int size : SIZES) {
      while (tree.size() < size) {
        tree.append(TreeHash.ofLeaf(entry(tree.size())));
      }
      // each size with a new writer: it goes on from what is published
      TreeHead head = published(folder, size);
      assertThat(head).isEqualTo(tree.head());
      heads.put(size, head);
      assertThat(files())
          .containsExactlyElementsOf(expectedFiles(SIZES.subList(0, SIZES.indexOf(size) + 1)));
      TileReader reader = TileReader.open(new TileFolder(folder), head);
      assertThat(reader.root(size)).isEqualTo(head.root());
      for (long index :
          new long[] {0, 1, 254, 255, 256, 257, 511, 65279, 65280, 65535, 65536, 69999, size - 1L
          }) {
        if (index >= 0 && index < size) {
          InclusionProof proof = InclusionProof.make(reader, size, index);
          assertThat(proof).isEqualTo(InclusionProof.make(tree, size, index));
          proof.verify(TreeHash.ofLeaf(entry(index)), head);
          assertThat(reader.entries(index / 256).get((int) (index % 256))).isEqualTo(entry(index));
        }
      }
      for (int old : heads.keySet()) {
        ConsistencyProof proof = ConsistencyProof.make(reader, size, old);
        assertThat(proof).isEqualTo(ConsistencyProof.make(tree, size, old));
        proof.verify(heads.get(old), head);
      }
    }
    for (int size : SIZES) {
      // partial tiles of older heads are gone; the full ones stand in
      assertThat(TileReader.open(new TileFolder(folder), heads.get(size)).root(size))
          .isEqualTo(heads.get(size).root());
    }
    TileReader reader = TileReader.open(new TileFolder(folder), heads.get(255));
    assertThat(reader.entries(0)).hasSize(255);
    assertThatThrownBy(() -> reader.entries(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> reader.hash(0, 255)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> reader.hash(64, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> reader.hash(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void everyForgedTileIsRefused() throws Exception {
    int size = 66_000;
    TreeHead head = published(folder, size);
    TileFolder honest = new TileFolder(folder);
    int tiles = 0;
    for (String path : files()) {
      if (!path.startsWith("tile/") || path.startsWith("tile/entries")) {
        continue;
      }
      TilePath tile = TilePath.parse(path);
      // the hash that is forged, and with it what it stands for
      for (int at : new int[] {0, tile.width() / 2, tile.width() - 1}) {
        long leaf = (tile.index() * 256 + at) << (8 * tile.level());
        assertThatThrownBy(() -> {
              TileReader reader = TileReader.open(forged(honest, path, 32 * at), head);
              InclusionProof.make(reader, size, leaf);
              reader.hash(0, leaf);
            })
            .as("%s hash %s", path, at)
            .isInstanceOf(TileException.class);
      }
      tiles++;
    }
    assertThat(tiles)
        .isEqualTo((int) tilesOf(size).stream().filter(t -> t.level() >= 0).count());
  }

  private static TileSource forged(TileSource honest, String path, int at) {
    return (asked, limit) -> {
      Optional<byte[]> content = honest.read(asked, limit);
      if (asked.equals(path)) {
        content.orElseThrow()[at] ^= 1;
      }
      return content;
    };
  }

  @Test
  void filesOfAWrongLengthAreRefused() throws Exception {
    TreeHead head = published(folder, 600);
    TileFolder honest = new TileFolder(folder);
    for (String path : List.of(
        "tile/0/000",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
        "tile/entries/000",
        "tile/entries/002.p/88")) {
      for (int length : new int[] {0, 1, 31, 32, 63, 8191}) {
        TileSource shorter = (asked, limit) -> honest
            .read(asked, limit)
            .map(content -> asked.equals(path) ? Arrays.copyOf(content, length) : content);
        assertThatThrownBy(() -> all(shorter, head))
            .as("%s of %s bytes", path, length)
            .isInstanceOf(TileException.class);
      }
      TileSource without =
          (asked, limit) -> asked.equals(path) ? Optional.empty() : honest.read(asked, limit);
      assertThatThrownBy(() -> all(without, head))
          .isInstanceOf(TileException.class)
          .hasMessageContaining("missing");
    }
    assertThatThrownBy(() -> honest.read("tile/0/000", 8191))
        .hasMessage("tile/0/000 has more than 8191 bytes");
    assertThatThrownBy(() -> TileReader.open(honest, new TreeHead(0, head.root())))
        .isInstanceOf(TileException.class);
    assertThatThrownBy(() -> TileReader.open(honest, new TreeHead(Long.MAX_VALUE, head.root())))
        .isInstanceOf(TileException.class);
    all(honest, head);
  }

  private static void all(TileSource source, TreeHead head) throws IOException {
    TileReader reader = TileReader.open(source, head);
    for (long bundle = 0; bundle * 256 < head.size(); bundle++) {
      reader.entries(bundle);
    }
  }

  @Test
  void whatWasNotPublishedComesAgain() throws Exception {
    TreeHead first = published(folder, 200);
    try (TileWriter writer = TileWriter.open(folder)) {
      grow(writer, 600);
      writer.stage();
      grow(writer, 700);
      // and the process ends
    }
    try (TileWriter writer = TileWriter.open(folder)) {
      assertThat(writer.head()).isEqualTo(first);
      assertThat(writer.published()).contains(TestLog.sign(first));
      grow(writer, 600);
      writer.publish(TestLog.sign(writer.stage()));
    }
    TreeHead head = published(folder, 700);
    all(new TileFolder(folder), head);
    assertThat(files()).containsExactlyElementsOf(expectedFiles(List.of(200, 600, 700)));
  }

  @Test
  void anotherHistoryIsNotWritten() throws Exception {
    published(folder, 100);
    try (TileWriter writer = TileWriter.open(folder)) {
      grow(writer, 300);
      writer.stage();
    }
    byte[] before = Files.readAllBytes(folder.resolve("tile/entries/000"));
    try (TileWriter writer = TileWriter.open(folder)) {
      writer.append(entry(7));
      assertThatThrownBy(() -> grow(writer, 300))
          .isInstanceOf(TileException.class)
          .hasMessage("tile/entries/000 is there already with other content");
    }
    assertThat(Files.readAllBytes(folder.resolve("tile/entries/000"))).isEqualTo(before);
  }

  @Test
  void whatDoesNotReadBackIsNotStaged() throws Exception {
    try (TileWriter writer = TileWriter.open(folder)) {
      grow(writer, 300);
      byte[] tile = Files.readAllBytes(folder.resolve("tile/0/000"));
      tile[77] ^= 4;
      Files.write(folder.resolve("tile/0/000"), tile);
      assertThatThrownBy(writer::stage)
          .isInstanceOf(TileException.class)
          .hasMessageContaining("tile/0/000 is wrong");
    }
    try (TileWriter writer = TileWriter.open(folder.resolve("b"))) {
      grow(writer, 300);
      Path bundle = folder.resolve("b/tile/entries/000");
      byte[] content = Files.readAllBytes(bundle);
      content[2] ^= 4;
      Files.write(bundle, content);
      assertThatThrownBy(writer::stage)
          .isInstanceOf(TileException.class)
          .hasMessageContaining("entry 0 is not the leaf");
    }
  }

  @Test
  void aDamagedFolderIsNotGoneOnWith() throws Exception {
    published(folder, 300);
    Path tile = folder.resolve("tile/0/001.p/44");
    byte[] content = Files.readAllBytes(tile);
    content[0] ^= 1;
    Files.write(tile, content);
    assertThatThrownBy(() -> TileWriter.open(folder))
        .isInstanceOf(TileException.class)
        .hasMessageContaining("make the root");
    content[0] ^= 1;
    Files.write(tile, content);
    // the lock was given back
    TileWriter.open(folder).close();
    Files.writeString(folder.resolve(TileSource.CHECKPOINT), "x");
    assertThatThrownBy(() -> TileWriter.open(folder))
        .hasMessageStartingWith("the checkpoint cannot be read");
  }

  @Test
  void onlyTheStagedHeadOfTheSameLogIsPublished() throws Exception {
    try (TileWriter writer = TileWriter.open(folder)) {
      grow(writer, 3);
      TreeHead head = writer.stage();
      grow(writer, 4);
      SignedCheckpoint tooNew = TestLog.sign(writer.head());
      assertThatThrownBy(() -> writer.publish(tooNew)).isInstanceOf(IllegalArgumentException.class);
      writer.publish(TestLog.sign(head));
      // with a cosignature more
      SignedCheckpoint cosigned = TestLog.numbered(3).cosigned(3, 9, 1);
      writer.publish(cosigned);
      assertThat(Files.readString(folder.resolve(TileSource.CHECKPOINT)))
          .isEqualTo(cosigned.toString());
      SignedCheckpoint other = SignedCheckpoint.sign(
          new Checkpoint("log.example/b", head), TestLog.log("log.example/b", 2));
      assertThatThrownBy(() -> writer.publish(other))
          .hasMessage("the folder is of the log log.example/a, not of log.example/b");
    }
  }

  @Test
  void oneWriterAtATimeHasAFolder() throws Exception {
    TileWriter first = TileWriter.open(folder);
    assertThatThrownBy(() -> TileWriter.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another writer");
    first.close();
    TileWriter.open(folder).close();
  }

  @Test
  void bundlesHoldEntriesOfEveryLength() throws Exception {
    List<byte[]> entries = new ArrayList<>();
    for (int length : new int[] {0, 1, 255, 256, 32767, 32768, 65535}) {
      entries.add(new byte[length]);
    }
    assertThat(EntryBundle.parse(EntryBundle.write(entries)))
        .usingRecursiveComparison()
        .isEqualTo(entries);
    assertThatThrownBy(() -> EntryBundle.write(List.of(new byte[65536])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EntryBundle.write(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    try (TileWriter writer = TileWriter.open(folder)) {
      assertThatThrownBy(() -> writer.append(new byte[65536]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(writer.head().size()).isZero();
    }
  }
}
