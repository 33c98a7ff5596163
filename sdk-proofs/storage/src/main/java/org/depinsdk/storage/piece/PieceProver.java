package org.depinsdk.storage.piece;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.depinsdk.core.encoding.Bytes32;

/**
 * Commits to a piece with several threads, and proves parts of it from a cached layer of its tree and the bytes of one section.
 * Each proof is checked against the piece's id before it is handed out, so that rotten bytes are found and not sent.
 *
 * <p>A proof says nothing of sections that were not read: only hashing the whole piece again finds damage anywhere.
 */
public final class PieceProver {
  private PieceProver() {}

  /**
   * Commits to a piece. Gives the same as a {@link PieceHasher}, whatever the number of threads.
   *
   * @param source the piece's bytes
   * @param rawSize how many
   * @param level of the layer that is kept; a thread needs about 64 bytes times 2<sup>level</sup>
   * @param threads how many work on it, 1 or more
   * @return id and layer
   * @throws IOException if the source fails
   * @throws IllegalArgumentException if the piece is longer than {@link PieceHasher#MAX_RAW_BYTES}, there is no such level, or
   *     there are no threads
   */
  public static PieceCommitment commit(PieceSource source, long rawSize, int level, int threads)
      throws IOException {
    PieceHasher.checkSize(rawSize);
    PieceHasher.checkLevel(level);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
    }
    int height = PieceCid.heightOf(rawSize);
    int kept = Math.min(level, height);
    long capacity = PieceCid.rawCapacity(kept);
    int sections = (int) Math.max(1, (rawSize + capacity - 1) / capacity);
    byte[] nodes = new byte[sections * Bytes32.LENGTH];
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int thread = 0; thread < Math.min(threads, sections); thread++) {
        workers.add(pool.submit(() -> {
          Section section = new Section(kept);
          byte[] raw = new byte[(int) capacity];
          for (int i = next.getAndIncrement(); i < sections; i = next.getAndIncrement()) {
            int length = read(source, rawSize, i * capacity, raw);
            System.arraycopy(
                section.node(raw, 0, Math.max(1, length), kept), 0, nodes, i * Bytes32.LENGTH, 32);
          }
          return null;
        }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a section of the piece cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a piece is hashed", e);
    } finally {
      pool.shutdownNow();
    }
    TreeLayer layer = TreeLayer.wrap(kept, nodes);
    return new PieceCommitment(PieceCid.of(layer.root(height), rawSize), layer);
  }

  /**
   * Proves a leaf.
   *
   * @param piece the id
   * @param layer a layer of its tree
   * @param source the piece's bytes, of which one section is read
   * @param leaf which one, from 0 to {@link PieceCid#leafCount} - 1
   * @return the proof, already checked
   * @throws IOException if the source fails
   * @throws CorruptPieceException if the section or the layer is no longer that of the piece
   * @throws IllegalArgumentException if the piece has no such leaf
   */
  public static LeafProof proveLeaf(PieceCid piece, TreeLayer layer, PieceSource source, long leaf)
      throws IOException, CorruptPieceException {
    if (leaf < 0 || leaf >= piece.leafCount()) {
      throw new IllegalArgumentException(
          "leaf must be 0 to " + (piece.leafCount() - 1) + ", not " + leaf);
    }
    Read read = Read.of(piece, layer, source, leaf >> layer.level());
    long inSection = leaf & (1L << layer.level()) - 1;
    LeafProof proof = new LeafProof(
        Bytes32.of(read.section.leaf(read.raw, read.length, (int) inSection)),
        read.path(0, inSection));
    if (!proof.verify(piece, leaf)) {
      throw read.corrupt();
    }
    return proof;
  }

  /**
   * Proves a block of raw bytes.
   *
   * @param piece the id
   * @param layer a layer of its tree
   * @param source the piece's bytes, of which one section is read
   * @param index which block, from 0
   * @return the proof, already checked
   * @throws IOException if the source fails
   * @throws CorruptPieceException if the section or the layer is no longer that of the piece
   * @throws IllegalArgumentException if the piece has no such block
   */
  public static BlockProof proveBlock(
      PieceCid piece, TreeLayer layer, PieceSource source, long index)
      throws IOException, CorruptPieceException {
    long blocks = BlockProof.blocks(piece.rawSize());
    if (index < 0 || index >= blocks) {
      throw new IllegalArgumentException("block must be 0 to " + (blocks - 1) + ", not " + index);
    }
    Read read = Read.of(piece, layer, source, index >> layer.level() - 2);
    long inSection = index & (1L << layer.level() - 2) - 1;
    int from = (int) inSection * Fr32.RAW_BLOCK;
    BlockProof proof = new BlockProof(
        Arrays.copyOfRange(read.raw, from, from + Fr32.RAW_BLOCK), read.path(2, inSection));
    if (!proof.verify(piece, index)) {
      throw read.corrupt();
    }
    return proof;
  }

  // fills the rest of the last block with zeros
  private static int read(PieceSource source, long rawSize, long position, byte[] raw)
      throws IOException {
    int length = (int) Math.min(raw.length, rawSize - position);
    source.read(position, raw, length);
    Arrays.fill(raw, length, raw.length, (byte) 0);
    return length;
  }

  /** A section that was read for a proof. */
  private record Read(
      PieceCid piece, TreeLayer layer, Section section, byte[] raw, int length, long index) {
    static Read of(PieceCid piece, TreeLayer layer, PieceSource source, long index)
        throws IOException, CorruptPieceException {
      if (layer.level() > Math.min(piece.height(), PieceHasher.MAX_LEVEL)
          || index >= layer.count()) {
        throw new CorruptPieceException(piece, 0, "the layer");
      }
      byte[] raw = new byte[(int) layer.sectionBytes()];
      int length = PieceProver.read(source, piece.rawSize(), index * layer.sectionBytes(), raw);
      return new Read(piece, layer, new Section(layer.level()), raw, length, index);
    }

    List<Bytes32> path(int level, long inSection) {
      return LeafProof.hashes(LeafProof.concat(
          section.path(raw, length, level, layer.level(), inSection),
          layer.path(piece.height(), index)));
    }

    CorruptPieceException corrupt() {
      return new CorruptPieceException(piece, index * layer.sectionBytes(), "the section");
    }
  }
}
