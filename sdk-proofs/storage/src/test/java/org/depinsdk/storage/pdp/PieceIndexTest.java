package org.depinsdk.storage.pdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceProver;
import org.depinsdk.storage.piece.PieceSource;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class PieceIndexTest {
  @Test
  void findsWhatCountingFinds() {
    Property.check(200, random -> {
      PieceIndex index = new PieceIndex();
      List<Long> counts = new ArrayList<>();
      for (int step = 0; step < 40; step++) {
        if (!counts.isEmpty() && random.nextInt(3) == 0) {
          int removed = random.nextInt(counts.size());
          index.remove(removed);
          counts.set(removed, 0L);
        } else {
          long leaves = random.nextInt(20);
          assertThat(index.add(leaves)).isEqualTo(counts.size());
          counts.add(leaves);
        }
      }
      long leaf = 0;
      for (int piece = 0; piece < counts.size(); piece++) {
        for (long offset = 0; offset < counts.get(piece); offset++) {
          assertThat(index.find(leaf++)).isEqualTo(new PieceIndex.Location(piece, offset));
        }
      }
      assertThat(index.leaves()).isEqualTo(leaf);
    });
  }

  @Test
  void offsetsBeginAnewInEachPiece() throws Exception {
    // two pieces that were made of three parts each: the first and the last leaf of the second
    PieceIndex index = new PieceIndex();
    List<byte[]> pieces = List.of(new byte[3 * 127], new byte[3 * 127]);
    List<PieceCommitment> commitments = new ArrayList<>();
    for (byte[] piece : pieces) {
      new Random(commitments.size()).nextBytes(piece);
      PieceHasher hasher = new PieceHasher(2);
      for (int part = 0; part < 3; part++) {
        hasher.update(piece, 127 * part, 127);
      }
      commitments.add(hasher.finish());
      index.add(commitments.get(commitments.size() - 1).piece().leafCount());
    }
    for (long leaf : new long[] {12, 23}) {
      PieceIndex.Location at = index.find(leaf);
      assertThat(at).isEqualTo(new PieceIndex.Location(1, leaf - 12));
      PieceCid second = commitments.get(1).piece();
      LeafProof proof = PieceProver.proveLeaf(
          second, commitments.get(1).layer(), PieceSource.of(pieces.get(1)), at.offset());
      assertThat(proof.verify(second, at.offset())).isTrue();
    }
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    PieceIndex index = new PieceIndex();
    assertThatThrownBy(() -> index.find(0)).hasMessage("leaf must be 0 to -1, not 0");
    index.add(3);
    assertThatThrownBy(() -> index.find(3)).hasMessage("leaf must be 0 to 2, not 3");
    assertThatThrownBy(() -> index.remove(1)).hasMessage("piece must be 0 to 0, not 1");
    assertThatThrownBy(() -> index.add(-1)).hasMessageContaining("not -1");
    assertThatThrownBy(() -> index.add(Long.MAX_VALUE)).hasMessageContaining("leaves must be");
    assertThatThrownBy(() -> PdpChallenges.leaves(Bytes32.ZERO, 1, 0, 5))
        .hasMessageContaining("5 and 0");
  }

  @Test
  void calldataThatIsNotTheOneFormIsRefused() throws EncodingException {
    LeafProof proof = new LeafProof(Bytes32.ZERO, List.of(Bytes32.ZERO, Bytes32.ZERO));
    byte[] good = PdpCalldata.provePossession(BigInteger.TEN, List.of(proof, proof));
    assertThat(PdpCalldata.parseProvePossession(good).proofs()).containsExactly(proof, proof);
    Property.check(300, random -> {
      byte[] bad =
          random.nextBoolean() ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      if (bad.length == good.length) {
        // a selector, an offset or a length: all but the data set and the hashes are fixed
        int[] fixed = {2, 4 + 63, 4 + 95, 4 + 127, 4 + 159, 4 + 32 * 6 + 31};
        bad[fixed[random.nextInt(fixed.length)]] ^= (byte) (1 + random.nextInt(255));
      }
      assertThatThrownBy(() -> PdpCalldata.parseProvePossession(bad))
          .isInstanceOf(EncodingException.class);
    });
    assertThatThrownBy(() -> PdpCalldata.createDataSet(new byte[19], new byte[0]))
        .hasMessageContaining("20 bytes");
  }

  @Test
  void theEmptyPieceIsNotAdded() {
    PieceCid empty = new PieceHasher().finish().piece();
    assertThatThrownBy(
            () -> PdpCalldata.addPieces(BigInteger.ONE, new byte[20], List.of(empty), new byte[0]))
        .hasMessageContaining("a byte or more");
  }
}
