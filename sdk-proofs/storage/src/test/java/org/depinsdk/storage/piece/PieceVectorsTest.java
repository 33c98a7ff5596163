package org.depinsdk.storage.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Published commitments of pieces. */
class PieceVectorsTest {
  private static PieceCid commit(byte[] bytes) {
    PieceHasher hasher = new PieceHasher();
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish().piece();
  }

  private static Bytes32 root(byte[] leaves, int height) {
    byte[] work = Arrays.copyOf(leaves, leaves.length + 32);
    new Sha254().reduce(work, leaves.length / 32, 0, height);
    return Bytes32.at(work, 0);
  }

  @Test
  void zeroRoots() {
    KnownAnswers.check(
        "storage/zero-roots",
        row -> answers("root", Sha254.zero((int) row.number("height")).bytes()));
    byte[] all = new byte[51 * 32];
    for (int height = 0; height <= 50; height++) {
      Sha254.zero(height).putInto(all, 32 * height);
    }
    assertThat(Bytes32.sha256(all))
        .hasToString("0x900b789ee8adf8c07bb2f58e2de5ae661606bdbad90529a0d70657f2ede81d2d");
  }

  @Test
  void constantPieces() {
    KnownAnswers.check("storage/constant-pieces", row -> {
      byte[] bytes = new byte[(int) row.number("size")];
      Arrays.fill(bytes, (byte) row.number("byte"));
      PieceCid piece = commit(bytes);
      return answers("expanded", 32L << piece.height(), "cid-v1", piece.v1());
    });
  }

  @Test
  void pieceCids() {
    KnownAnswers.check("storage/piece-cids", row -> {
      int blocks = (int) row.number("blocks");
      byte[] bytes = new byte[127 * blocks + (int) row.number("zeros")];
      for (int i = 0; i < 127 * blocks; i++) {
        bytes[i] = (byte) (i / 127);
      }
      return answers("cid-v2", commit(bytes).v2());
    });
  }

  @Test
  void zeroPieces() {
    KnownAnswers.check("storage/zero-pieces", row -> {
      long size = row.number("size");
      return answers(
          "cid-v2", PieceCid.of(Sha254.zero(PieceCid.heightOf(size)), size).v2());
    });
  }

  @Test
  void formulaPieces() {
    KnownAnswers.check("storage/formula-pieces", row -> {
      PieceCid piece = commit(formula(row));
      assertThat(PieceCid.parse(piece.v2())).isEqualTo(piece);
      assertThat(PieceCid.rootOfV1(piece.v1())).isEqualTo(piece.root());
      assertThat(piece.rawSize()).isEqualTo(row.number("size"));
      return answers(
          "root", piece.root().bytes(),
          "height", piece.height(),
          "padding", piece.padding(),
          "leaves", piece.leafCount(),
          "cid-v1", piece.v1(),
          "cid-v2", piece.v2(),
          "cid-bytes", piece.toBytes());
    });
  }

  private static byte[] formula(ConformanceRow row) {
    byte[] bytes = new byte[(int) row.number("size")];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (row.number("factor") * i + row.number("offset"));
    }
    return bytes;
  }

  @Test
  void sizes() {
    KnownAnswers.check(
        "storage/cid-sizes",
        row -> answers("raw-size", PieceCid.parse(row.text("cid")).rawSize()));
    KnownAnswers.check("storage/tree-sizes", row -> {
      PieceCid piece =
          new PieceCid(Bytes32.ZERO, (int) row.number("height"), row.number("padding"));
      return answers(
          "expanded", piece.expandedSize(), "leaves", piece.leafCount(), "raw", piece.rawSize());
    });
    KnownAnswers.check(
        "storage/leaf-sizes", row -> answers("raw", PieceCid.rawBytes(row.number("leaves"))));
    KnownAnswers.check(
        "storage/varints",
        row -> answers("bytes", Multiformats.uvarint(row.integer("number")).length));
  }

  @Test
  void smallTrees() throws EncodingException {
    KnownAnswers.check("storage/small-trees", row -> {
      int count = (int) row.number("leaves");
      int height = (int) row.number("height");
      byte[] leaves = new byte[32 * count];
      IntStream.range(0, count).forEach(i -> leaves[32 * i + 31] = (byte) i);
      byte[] path =
          new Sha254().path(Arrays.copyOf(leaves, leaves.length + 32), count, 0, height, count - 1);
      return answers(
          "root",
          root(leaves, height).bytes(),
          "path-of-last",
          LeafProof.hashes(path).stream().map(Bytes32::bytes).toList());
    });
    KnownAnswers.check("storage/leaf-pairs", row -> {
      byte[] pair = new byte[64];
      pair[0] = (byte) row.number("byte");
      return answers("parent", root(pair, 1).bytes());
    });
  }

  @Test
  void expandedTrees() {
    KnownAnswers.check("storage/expanded-trees", row -> {
      byte[] expanded = new byte[(int) row.number("size")];
      expanded[0] = 1;
      int height = Integer.numberOfTrailingZeros(expanded.length / 32);
      return answers("cid-v1", new PieceCid(root(expanded, height), height, 0).v1());
    });
    byte[] work = new byte[(8 << 20) + 32];
    work[0] = 1;
    KnownAnswers.check("storage/expanded-tree-nodes", row -> {
      int level = (int) row.number("level");
      new Sha254().reduce(work, (8 << 20) / 32 >> level - 1, level - 1, level);
      return answers(
          "first", Bytes32.at(work, 0).bytes(), "second", Bytes32.at(work, 32).bytes());
    });
  }

  @Test
  void theEmptyPieceHasAnIdAndNoLeaf() throws EncodingException {
    PieceCid empty = commit(new byte[0]);
    assertThat(empty.rawSize()).isZero();
    assertThat(empty.leafCount()).isZero();
    assertThat(PieceCid.parse(empty.toBytes())).isEqualTo(empty);
    assertThat(List.of(commit(new byte[126]).leafCount(), commit(new byte[1]).leafCount()))
        .containsExactly(4L, 1L);
  }
}
