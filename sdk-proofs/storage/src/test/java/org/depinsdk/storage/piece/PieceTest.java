package org.depinsdk.storage.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class PieceTest {
  private static final int[] SIZES = {
    0,
    1,
    31,
    32,
    63,
    64,
    126,
    127,
    128,
    253,
    254,
    255,
    508,
    509,
    127 * 17,
    127 * 16 + 1,
    127 * 1000,
    127 * 1000 - 1,
    65_537
  };

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static PieceCommitment commit(byte[] bytes, int level) {
    PieceHasher hasher = new PieceHasher(level);
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish();
  }

  @Test
  void neitherChunksNorThreadsNorLevelsChangeTheId() throws IOException {
    for (int size : SIZES) {
      byte[] bytes = random(size);
      PieceCommitment expected = commit(bytes, 15);
      for (int level : new int[] {2, 5, 8}) {
        PieceCommitment one = commit(bytes, level);
        assertThat(one.piece()).as("%d bytes, level %d", size, level).isEqualTo(expected.piece());
        assertThat(one.layer().belongsTo(one.piece())).isTrue();
        for (int threads : new int[] {1, 2, 3, 7, 16}) {
          assertThat(PieceProver.commit(PieceSource.of(bytes), size, level, threads))
              .as("%d bytes, level %d, %d threads", size, level, threads)
              .isEqualTo(one);
        }
      }
      for (int chunk : new int[] {1, 126, 127, 128, 65_537}) {
        PieceHasher hasher = new PieceHasher(5);
        for (int at = 0; at < size; at += chunk) {
          hasher.update(ByteBuffer.wrap(bytes, at, Math.min(chunk, size - at)));
        }
        assertThat(hasher.finish()).as("chunks of %d", chunk).isEqualTo(commit(bytes, 5));
      }
    }
  }

  @Test
  void expansionCanBeTakenBack() {
    for (int blocks : new int[] {1, 2, 17, 1000}) {
      byte[] raw = random(127 * blocks);
      byte[] expanded = new byte[128 * blocks];
      Fr32.expand(raw, 0, expanded, 0, blocks);
      for (int leaf = 0; leaf < 4 * blocks; leaf++) {
        assertThat(expanded[32 * leaf + 31] & 0xc0).isZero();
      }
      byte[] back = new byte[raw.length];
      Fr32.contract(expanded, 0, back, 0, blocks);
      assertThat(back).isEqualTo(raw);
      // in parts that begin in the middle
      Arrays.fill(back, (byte) 0);
      for (int block = blocks - 1; block >= 0; block--) {
        Fr32.contract(expanded, 128 * block, back, 127 * block, 1);
      }
      assertThat(back).isEqualTo(raw);
    }
  }

  @Test
  void everyLeafAndBlockIsProvenFromOneSection() throws Exception {
    for (int size : new int[] {1, 127, 128, 1000, 127 * 16 + 1, 5000}) {
      byte[] bytes = random(size);
      PieceCommitment commitment = commit(bytes, 4);
      PieceCid piece = commitment.piece();
      int[] read = new int[1];
      PieceSource source = (position, into, length) -> {
        read[0] += length;
        PieceSource.of(bytes).read(position, into, length);
      };
      for (long leaf = 0; leaf < piece.leafCount(); leaf++) {
        read[0] = 0;
        LeafProof proof = PieceProver.proveLeaf(piece, commitment.layer(), source, leaf);
        assertThat(read[0]).isLessThanOrEqualTo(127 * 4);
        assertThat(proof.verify(piece, leaf)).isTrue();
        assertThat(proof.verify(piece, leaf ^ 1))
            .isEqualTo(proof.leaf().equals(proof.path().get(0)));
        assertThat(LeafProof.parse(proof.toBytes())).isEqualTo(proof);
      }
      for (long block = 0; block < BlockProof.blocks(size); block++) {
        BlockProof proof = PieceProver.proveBlock(piece, commitment.layer(), source, block);
        int from = (int) (127 * block);
        assertThat(proof.block()).isEqualTo(Arrays.copyOfRange(bytes, from, from + 127));
        assertThat(proof.verify(piece, block)).isTrue();
        assertThat(proof.verify(piece, block + 1)).isFalse();
      }
    }
  }

  @Test
  void anInnerNodeIsNoLeaf() throws Exception {
    for (int height = 2; height <= 6; height++) {
      byte[] bytes = random((int) PieceCid.rawCapacity(height));
      PieceCommitment commitment = commit(bytes, height);
      PieceCid piece = commitment.piece();
      for (long leaf = 0; leaf < 1 << height; leaf++) {
        LeafProof honest =
            PieceProver.proveLeaf(piece, commitment.layer(), PieceSource.of(bytes), leaf);
        Bytes32 node = honest.leaf();
        for (int level = 0; level < height; level++) {
          // the node above with the rest of the path, which hashes to the root
          byte[] pair = new byte[64];
          boolean right = (leaf >> level & 1) == 1;
          node.putInto(pair, right ? 32 : 0);
          honest.path().get(level).putInto(pair, right ? 0 : 32);
          new Sha254().node(pair, 0, pair, 0);
          node = Bytes32.at(pair, 0);
          LeafProof shortened = new LeafProof(node, honest.path().subList(level + 1, height));
          for (long asked = 0; asked < 1 << height; asked++) {
            assertThat(shortened.verify(piece, asked)).isFalse();
          }
        }
        assertThat(node).isEqualTo(piece.root());
        assertThat(new LeafProof(node, List.of()).verify(piece, leaf)).isFalse();
      }
    }
  }

  @Test
  void aProofIsForThePositionThatWasAskedFor() throws Exception {
    byte[] bytes = random(1000);
    PieceCommitment commitment = commit(bytes, 5);
    LeafProof five =
        PieceProver.proveLeaf(commitment.piece(), commitment.layer(), PieceSource.of(bytes), 5);
    assertThat(five.verify(commitment.piece(), 5)).isTrue();
    assertThat(five.verify(commitment.piece(), 4)).isFalse();
    assertThat(five.verify(commitment.piece(), -1)).isFalse();
    assertThat(five.verify(commitment.piece(), 5 + 32)).isFalse();
  }

  @Test
  void rottenBytesAreFoundBeforeTheProofIsSent() throws Exception {
    byte[] bytes = random(127 * 64);
    PieceCommitment commitment = commit(bytes, 4);
    PieceCid piece = commitment.piece();
    bytes[127 * 4 * 3 + 100] ^= 1;
    PieceSource rotten = PieceSource.of(bytes);
    for (long leaf = 0; leaf < piece.leafCount(); leaf++) {
      long asked = leaf;
      if (leaf >> 4 == 3) {
        assertThatThrownBy(() -> PieceProver.proveLeaf(piece, commitment.layer(), rotten, asked))
            .isInstanceOfSatisfying(
                CorruptPieceException.class, e -> assertThat(e.position()).isEqualTo(127 * 4 * 3));
      } else {
        // the proof covers its own section alone
        assertThat(
                PieceProver.proveLeaf(piece, commitment.layer(), rotten, leaf).verify(piece, leaf))
            .isTrue();
      }
    }
    assertThatThrownBy(() -> PieceProver.proveBlock(piece, commitment.layer(), rotten, 13))
        .isInstanceOf(CorruptPieceException.class);
    // only the whole piece hashed again shows damage wherever it is
    assertThat(commit(bytes, 4).piece()).isNotEqualTo(piece);
  }

  @Test
  void aRottenLayerIsFoundToo() throws Exception {
    byte[] bytes = random(127 * 64);
    PieceCommitment commitment = commit(bytes, 4);
    byte[] nodes = commitment.layer().toBytes();
    nodes[40] ^= 1;
    TreeLayer rotten = TreeLayer.parse(4, nodes);
    assertThat(rotten.belongsTo(commitment.piece())).isFalse();
    assertThatThrownBy(
            () -> PieceProver.proveLeaf(commitment.piece(), rotten, PieceSource.of(bytes), 200))
        .isInstanceOf(CorruptPieceException.class);
    TreeLayer shorter = TreeLayer.parse(4, Arrays.copyOf(nodes, 32));
    assertThatThrownBy(
            () -> PieceProver.proveLeaf(commitment.piece(), shorter, PieceSource.of(bytes), 200))
        .isInstanceOf(CorruptPieceException.class);
  }

  @Test
  void onePieceAfterAnother() {
    PieceHasher hasher = new PieceHasher();
    hasher.update(random(3000), 0, 3000);
    hasher.finish();
    hasher.update(random(200), 0, 200);
    assertThat(hasher.finish()).isEqualTo(commit(random(200), 15));
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> new PieceHasher(1)).hasMessage("level must be 2 to 22, not 1");
    assertThatThrownBy(() -> PieceProver.commit(PieceSource.of(new byte[1]), 1, 15, 0))
        .hasMessage("threads must be 1 or more, not 0");
    assertThatThrownBy(() ->
            PieceProver.commit(PieceSource.of(new byte[1]), PieceHasher.MAX_RAW_BYTES + 1, 15, 1))
        .hasMessageContaining("a piece has 0 to 68182605824 bytes, not 68182605825");
    assertThatThrownBy(() -> PieceCid.heightOf(-1)).hasMessageContaining("not -1");
    assertThatThrownBy(() -> new PieceCid(Bytes32.ZERO, 51, 0))
        .hasMessage("height must be 2 to 50, not 51");
    assertThatThrownBy(() -> new PieceCid(Bytes32.ZERO, 3, 254))
        .hasMessage("padding must be 0 to 253, not 254");
    PieceCommitment one = commit(new byte[127], 15);
    assertThatThrownBy(
            () -> PieceProver.proveLeaf(one.piece(), one.layer(), PieceSource.of(new byte[127]), 4))
        .hasMessage("leaf must be 0 to 3, not 4");
    assertThatThrownBy(() -> PieceProver.commit(
            (position, into, length) -> {
              throw new IOException("gone");
            },
            1000,
            5,
            2))
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("gone");
  }

  @Test
  void brokenIdsAreRefusedWithTheirFault() {
    PieceCid piece = commit(random(300), 15).piece();
    List<String> broken = new ArrayList<>(List.of("", "b", "z", "bafk", piece.v2() + "a"));
    broken.add(piece.v1());
    broken.add(piece.v2().toUpperCase(java.util.Locale.ROOT));
    for (String text : broken) {
      assertThatThrownBy(() -> PieceCid.parse(text))
          .as(text)
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("piece CID v2");
    }
    byte[] good = piece.toBytes();
    // length of the multihash, height
    for (int at : new int[] {4, 7}) {
      byte[] bad = good.clone();
      bad[at] = 1;
      assertThatThrownBy(() -> PieceCid.parse(bad)).isInstanceOf(EncodingException.class);
    }
    Property.check(200, random -> {
      byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));
      assertThatThrownBy(() -> PieceCid.parse(cut)).isInstanceOf(EncodingException.class);
    });
    // 0 in two bytes
    byte[] overlong = commit(random(127), 15).piece().toBytes();
    byte[] two = new byte[overlong.length + 1];
    System.arraycopy(overlong, 0, two, 0, 5);
    two[4]++;
    two[5] = (byte) 0x80;
    System.arraycopy(overlong, 6, two, 7, overlong.length - 6);
    assertThatThrownBy(() -> PieceCid.parse(two)).hasMessageContaining("shortest form");
  }
}
