package org.depinsdk.hardware.bridge.disk.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.hardware.disk.PieceReader;
import org.depinsdk.hardware.disk.PieceStore;
import org.depinsdk.hardware.disk.PieceStoreException;
import org.depinsdk.hardware.disk.PieceStoreException.Problem;
import org.depinsdk.storage.piece.BlockProof;
import org.depinsdk.storage.piece.CorruptPieceException;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceProver;
import org.depinsdk.storage.piece.PieceSource;
import org.depinsdk.storage.piece.TreeLayer;

/**
 * The pieces of a store under their commitments. One layer of each piece's tree is kept in a file, so that a challenge is answered by
 * reading one section of the piece, a megabyte, and never all of it. A proof is checked before it is handed out: where the
 * disk has rotted there is no proof, and the piece is counted as lost. Safe for use by several threads.
 */
public final class CommittedPieces {
  private static final String SUFFIX = ".layer";

  private final PieceStore store;
  private final Path folder;
  private final int threads;
  private final Map<PieceCid, PieceId> pieces = new ConcurrentHashMap<>();
  private final Map<PieceId, PieceCid> cids = new ConcurrentHashMap<>();

  private CommittedPieces(PieceStore store, Path folder, int threads) {
    this.store = store;
    this.folder = folder;
    this.threads = threads;
  }

  /**
   * Reads the layers that are there. One that is damaged or missing is made again from its piece.
   *
   * @param store the pieces; not closed here
   * @param folder of the layers, for this alone; made if it is missing
   * @param threads that hash a piece, 1 or more
   * @return all pieces of the store under their commitments
   * @throws IOException if the store is gone or the disk fails
   */
  public static CommittedPieces open(PieceStore store, Path folder, int threads)
      throws IOException {
    Files.createDirectories(folder);
    CommittedPieces committed = new CommittedPieces(store, folder, threads);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          LayerFile layer = LayerFile.parse(Files.readAllBytes(file));
          committed.put(layer.commitment().piece(), layer.piece());
        } catch (EncodingException e) {
          Files.delete(file);
        }
      }
    }
    for (PieceId piece : store.pieces().keySet()) {
      if (!committed.cids.containsKey(piece)) {
        try {
          committed.commit(piece);
        } catch (PieceStoreException e) {
          if (e.problem() == Problem.STORE_GONE) {
            throw e;
          }
          // one damaged piece keeps no other from being served; the store reported it
        }
      }
    }
    return committed;
  }

  /**
   * Commits to a piece of the store: reads it once, and keeps a layer of its tree.
   *
   * @param piece which piece; one that was committed to is not read again
   * @return its CID
   * @throws PieceStoreException if the piece is not here or damaged
   * @throws IOException if the disk fails
   */
  public PieceCid commit(PieceId piece) throws IOException {
    PieceCid known = cids.get(piece);
    if (known != null) {
      return known;
    }
    // what is committed to is what the id names
    store.verify(piece);
    return commitVerified(piece);
  }

  /**
   * Commits to a piece that the store took in a moment ago, whose bytes it compared with the id then.
   *
   * @param piece which piece
   * @return its CID
   * @throws PieceStoreException if the piece is not here
   * @throws IOException if the disk fails
   */
  public PieceCid commitVerified(PieceId piece) throws IOException {
    PieceCid known = cids.get(piece);
    if (known != null) {
      return known;
    }
    try (PieceReader reader = store.read(piece)) {
      PieceCommitment commitment =
          PieceProver.commit(source(reader), reader.size(), PieceHasher.DEFAULT_LEVEL, threads);
      // not flushed: what a loss of power leaves of it is not taken for a layer, and made again
      Path fresh = DurableFiles.sibling(file(piece), ".new");
      Files.write(fresh, new LayerFile(piece, commitment).toBytes());
      Files.move(
          fresh, file(piece), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      put(commitment.piece(), piece);
      return commitment.piece();
    }
  }

  private void put(PieceCid cid, PieceId piece) {
    pieces.put(cid, piece);
    cids.put(piece, cid);
  }

  /**
   * The piece with a commitment.
   *
   * @param cid the commitment
   * @return empty if no such piece was committed to, or it was forgotten; its bytes may be lost
   */
  public Optional<PieceId> find(PieceCid cid) {
    return Optional.ofNullable(pieces.get(cid));
  }

  /**
   * Deletes a piece and its layer.
   *
   * @param cid the commitment; one that is not here changes nothing
   * @throws IOException if the store is gone or the disk fails
   */
  public void delete(PieceCid cid) throws IOException {
    PieceId piece = pieces.remove(cid);
    if (piece != null) {
      cids.remove(piece);
      store.delete(piece);
      Files.deleteIfExists(file(piece));
    }
  }

  /**
   * Proves a leaf from the disk.
   *
   * @param cid the piece
   * @param leaf 0 to below {@link PieceCid#leafCount}
   * @return the proof, which has been checked
   * @throws PieceStoreException if the piece is not here, or was found damaged and is lost
   * @throws IOException if the disk fails
   */
  public LeafProof proveLeaf(PieceCid cid, long leaf) throws IOException {
    return prove(cid, (layer, source) -> PieceProver.proveLeaf(cid, layer, source, leaf));
  }

  /**
   * Proves a block of raw bytes from the disk.
   *
   * @param cid the piece
   * @param block 0 to below {@link BlockProof#blocks} of the piece
   * @return the proof, which has been checked
   * @throws PieceStoreException if the piece is not here, or was found damaged and is lost
   * @throws IOException if the disk fails
   */
  public BlockProof proveBlock(PieceCid cid, long block) throws IOException {
    return prove(cid, (layer, source) -> PieceProver.proveBlock(cid, layer, source, block));
  }

  private interface Proving<P> {
    P prove(TreeLayer layer, PieceSource source) throws IOException, CorruptPieceException;
  }

  private <P> P prove(PieceCid cid, Proving<P> proving) throws IOException {
    PieceId piece = find(cid)
        .orElseThrow(() -> new PieceStoreException(Problem.NOT_FOUND, "there is no piece " + cid));
    try (PieceReader reader = store.read(piece)) {
      return proving.prove(layer(piece), source(reader));
    } catch (CorruptPieceException e) {
      store.condemn(piece, String.valueOf(e.getMessage()));
      throw new PieceStoreException(Problem.CORRUPT, String.valueOf(e.getMessage()));
    }
  }

  private TreeLayer layer(PieceId piece) throws IOException {
    try {
      return LayerFile.parse(Files.readAllBytes(file(piece))).commitment().layer();
    } catch (IOException | EncodingException e) {
      // it is made from the piece again, if that is whole
      cids.remove(piece);
      commit(piece);
      try {
        return LayerFile.parse(Files.readAllBytes(file(piece))).commitment().layer();
      } catch (EncodingException again) {
        throw new IOException(file(piece) + " cannot be read back: " + again.getMessage(), again);
      }
    }
  }

  private Path file(PieceId piece) {
    return folder.resolve(piece.text() + SUFFIX);
  }

  // several threads of the prover share one reader, which is for one
  private static PieceSource source(PieceReader reader) {
    return (position, into, length) -> {
      synchronized (reader) {
        if (reader.read(position, into, 0, length) < length) {
          throw new EOFException("the piece ends before byte " + (position + length));
        }
      }
    };
  }
}
