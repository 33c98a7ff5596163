package org.depinsdk.transparency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileWriter;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A log of a million entries of 130 bytes: what an entry costs, and what a proof does. {@code peer bench} of
 * {@code .ci/tlog-peer} measures the same with Go's library.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class TransparencyBenchmark {
  private static final int SIZE = 1_000_000;

  /** Each 256 entries are two files, which the disk flushes one by one: a million would take minutes. */
  private static final int FLUSHED = 65_536;

  private static byte[] entry(long index) {
    return ByteBuffer.allocate(130).putLong(index).array();
  }

  private static InMemoryTree grown(int size) {
    InMemoryTree tree = new InMemoryTree();
    for (int i = 0; i < size; i++) {
      tree.append(TreeHash.ofLeaf(entry(i)));
    }
    return tree;
  }

  private static TreeHead written(Path folder, int size) throws IOException {
    try (TileWriter writer = TileWriter.open(folder)) {
      for (int i = 0; i < size; i++) {
        writer.append(entry(i));
      }
      return writer.stage();
    }
  }

  private static void deleted(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /** A tree in memory. */
  @State(Scope.Benchmark)
  public static class Grown {
    private InMemoryTree tree;
    private TreeHead head;
    private long next;

    /** Appends all entries. */
    @Setup(Level.Trial)
    public void grow() {
      tree = grown(SIZE);
      head = tree.head();
    }

    private long next() {
      next = (next + 999_983) % SIZE;
      return next;
    }
  }

  /** The same tree in files. */
  @State(Scope.Benchmark)
  public static class Tiled {
    private Path folder;
    private TreeHead head;
    private TileReader reader;
    private long next;

    /**
     * Writes the files.
     *
     * @throws IOException if the disk fails
     */
    @Setup(Level.Trial)
    public void write() throws IOException {
      folder = Files.createTempDirectory("tiles");
      head = written(folder, SIZE);
      reader = TileReader.open(new TileFolder(folder), head);
    }

    /**
     * Deletes the files.
     *
     * @throws IOException if the disk fails
     */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
      deleted(folder);
    }

    private long next() {
      next = (next + 999_983) % SIZE;
      return next;
    }
  }

  /** What the log's own process does for an entry: its leaf hash and the frontier. */
  @Benchmark
  @OperationsPerInvocation(SIZE)
  public TreeHash appendToFrontier() {
    Frontier frontier = Frontier.EMPTY;
    for (int i = 0; i < SIZE; i++) {
      frontier = frontier.append(TreeHash.ofLeaf(entry(i)));
    }
    return frontier.root();
  }

  /** With all hashes kept, as Go's library does it. */
  @Benchmark
  @OperationsPerInvocation(SIZE)
  public TreeHead appendInMemory() {
    return grown(SIZE).head();
  }

  /** Makes a proof. */
  @Benchmark
  public InclusionProof inclusionMade(Grown grown) throws IOException {
    return InclusionProof.make(grown.tree, SIZE, grown.next());
  }

  /** Makes a proof and verifies it. */
  @Benchmark
  public InclusionProof inclusionMadeAndVerified(Grown grown) throws Exception {
    long index = grown.next();
    InclusionProof proof = InclusionProof.make(grown.tree, SIZE, index);
    proof.verify(grown.tree.hash(0, index), grown.head);
    return proof;
  }

  /** Makes the old root and a proof and verifies it. */
  @Benchmark
  public ConsistencyProof consistencyMadeAndVerified(Grown grown) throws Exception {
    long old = grown.next() % (SIZE - 1) + 1;
    ConsistencyProof proof = ConsistencyProof.make(grown.tree, SIZE, old);
    proof.verify(new TreeHead(old, grown.tree.root(old)), grown.head);
    return proof;
  }

  /** Makes a proof from files that the reader has not read before. */
  @Benchmark
  public InclusionProof inclusionFromTilesFresh(Tiled tiled) throws IOException {
    return InclusionProof.make(
        TileReader.open(new TileFolder(tiled.folder), tiled.head), SIZE, tiled.next());
  }

  /** Makes a proof from files, of which the reader keeps 256 that it has read. */
  @Benchmark
  public InclusionProof inclusionFromTilesKept(Tiled tiled) throws IOException {
    return InclusionProof.make(tiled.reader, SIZE, tiled.next());
  }

  /** Writes an entry into flushed tiles, reads them back and stages the head, all of it for 65,536 entries at once. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @OperationsPerInvocation(FLUSHED)
  public TreeHead tilesWritten() throws IOException {
    Path folder = Files.createTempDirectory("tiles");
    TreeHead head = written(folder, FLUSHED);
    deleted(folder);
    return head;
  }
}
