package org.depinsdk.storage.piece;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.params.provider.MethodSource;

/** Piece ids, proofs and kept layers of any bytes, from good ones on; pieces in parts of any length. */
class PieceFuzzTest {
  private static final byte[] BYTES = bytes(5_000);
  private static final PieceCommitment COMMITMENT = commit(BYTES, 4);

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static PieceCommitment commit(byte[] bytes, int level) {
    PieceHasher hasher = new PieceHasher(level);
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish();
  }

  private static LeafProof proof(long leaf) {
    try {
      return PieceProver.proveLeaf(
          COMMITMENT.piece(), COMMITMENT.layer(), PieceSource.of(BYTES), leaf);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<byte[]> ids() {
    PieceCid piece = COMMITMENT.piece();
    return Stream.of(
        piece.toBytes(),
        commit(new byte[0], 4).piece().toBytes(),
        piece.v2().getBytes(StandardCharsets.US_ASCII),
        piece.v1().getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("ids")
  @FuzzTest
  void ids(byte[] data) {
    try {
      PieceCid piece = PieceCid.parse(data);
      // an id has one form
      assertThat(piece.toBytes()).isEqualTo(data);
      assertThat(piece.rawSize()).isBetween(0L, PieceCid.rawCapacity(piece.height()));
      assertThat(piece.leafCount()).isBetween(0L, 1L << piece.height());
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    String text = new String(data, StandardCharsets.ISO_8859_1);
    try {
      assertThat(PieceCid.parse(text).v2()).isEqualTo(text);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(new PieceCid(PieceCid.rootOfV1(text), 2, 0).v1()).isEqualTo(text);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> proofs() {
    return Stream.of(proof(0).toBytes(), proof(77).toBytes(), COMMITMENT.layer().toBytes());
  }

  @MethodSource("proofs")
  @FuzzTest
  void proofs(byte[] data) {
    try {
      LeafProof proof = LeafProof.parse(data);
      assertThat(proof.toBytes()).isEqualTo(data);
      for (long leaf : new long[] {0, 77}) {
        // only the proof itself passes
        assertThat(proof.verify(COMMITMENT.piece(), leaf)).isEqualTo(proof.equals(proof(leaf)));
      }
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      TreeLayer layer = TreeLayer.parse(4, data);
      assertThat(layer.belongsTo(COMMITMENT.piece())).isEqualTo(layer.equals(COMMITMENT.layer()));
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> parts() {
    return Stream.of(bytes(700), new byte[127 * 3]);
  }

  @MethodSource("parts")
  @FuzzTest
  void parts(byte[] data) {
    FuzzInput input = new FuzzInput(data);
    int level = 2 + input.octet() % 5;
    int part = 1 + input.octet();
    byte[] bytes = input.rest();
    PieceHasher hasher = new PieceHasher(level);
    for (int at = 0; at < bytes.length; at += part) {
      hasher.update(ByteBuffer.wrap(bytes, at, Math.min(part, bytes.length - at)));
    }
    PieceCommitment inParts = hasher.finish();
    assertThat(inParts).isEqualTo(commit(bytes, level));
    assertThat(inParts.layer().belongsTo(inParts.piece())).isTrue();
  }
}
