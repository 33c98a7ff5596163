package org.depinsdk.storage.piece;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.storage.pdp.PdpChallenges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A piece of 1 GiB in a process with 256 MiB of heap. */
@Timeout(240)
class LargePieceTest {
  private static final long SIZE = 1L << 30;

  /** The process: commits to the piece, answers challenges, and prints how many it proved. */
  static final class Proves {
    public static void main(String[] args) throws Exception {
      // each 4 KiB hold their number
      PieceSource source = (position, into, length) -> {
        Arrays.fill(into, 0, length, (byte) 7);
        for (long page = position + 4095 >> 12; (page << 12) + 8 <= position + length; page++) {
          ByteBuffer.wrap(into).putLong((int) ((page << 12) - position), page);
        }
      };
      PieceCommitment commitment = PieceProver.commit(source, SIZE, PieceHasher.DEFAULT_LEVEL, 2);
      PieceCid piece = commitment.piece();
      int proven = 0;
      for (long leaf : PdpChallenges.leaves(Bytes32.ZERO, 1, piece.leafCount(), 5)) {
        LeafProof proof = PieceProver.proveLeaf(piece, commitment.layer(), source, leaf);
        proven += proof.verify(piece, leaf) ? 1 : 0;
      }
      System.out.println("proven " + proven + " of " + piece.rawSize());
    }
  }

  @Test
  void aGibibyteIsCommittedAndChallengedInALittleHeap() throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Proves.class.getName())
        .redirectErrorStream(true)
        .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told).contains("proven 5 of " + SIZE);
  }
}
