package org.depinsdk.storage.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/**
 * Published commitments to what Go's generator of random numbers gives, up to 32 GiB. A build checks those of up to 64 MiB; {@code
 * -Ddepin.random-pieces=34359738368} checks all.
 */
class RandomPiecesTest {
  private static final long MOST = Long.getLong("depin.random-pieces", 64 << 20);
  private static final int LEVEL = PieceHasher.DEFAULT_LEVEL;
  private static final int SECTION = (int) PieceCid.rawCapacity(LEVEL);

  private static GoRandom random() {
    return new GoRandom(Conformance.table("storage/random-bytes").rows().get(0).bytes("words"));
  }

  @Test
  void theGeneratorIsGos() {
    KnownAnswers.check("storage/random-bytes", row -> {
      byte[] bytes = new byte[(int) row.number("size")];
      random().fill(bytes);
      return answers("sha256", Bytes32.sha256(bytes).bytes());
    });
  }

  /** Each piece is the beginning of the next one, so whole sections are hashed once for all. */
  @Test
  void commitmentsToRandomBytes() {
    GoRandom random = random();
    byte[] raw = new byte[SECTION];
    random.fill(raw);
    Section section = new Section(LEVEL);
    ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    long whole = 0;
    int checked = 0;
    for (ConformanceRow row : Conformance.table("storage/random-pieces").rows()) {
      long size = row.number("size");
      if (size > MOST) {
        break;
      }
      while (whole + SECTION <= size) {
        nodes.write(section.node(raw, 0, SECTION, LEVEL), 0, Bytes32.LENGTH);
        random.fill(raw);
        whole += SECTION;
      }
      PieceCid piece = piece(raw, (int) (size - whole), size, nodes, section);
      assertThat(32L << piece.height()).as(row.at()).isEqualTo(row.number("expanded"));
      assertThat(piece.v1()).as(row.at()).isEqualTo(row.text("cid-v1"));
      checked++;
    }
    assertThat(checked).isGreaterThanOrEqualTo(49);
    System.out.println("known answers: storage/random-pieces: " + checked + " rows");
  }

  private static PieceCid piece(
      byte[] raw, int rest, long size, ByteArrayOutputStream nodes, Section section) {
    if (nodes.size() == 0) {
      PieceHasher hasher = new PieceHasher();
      hasher.update(raw, 0, rest);
      return hasher.finish().piece();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(nodes.toByteArray());
    if (rest > 0) {
      byte[] last = Arrays.copyOf(Arrays.copyOf(raw, rest), SECTION);
      all.write(section.node(last, 0, rest, LEVEL), 0, Bytes32.LENGTH);
    }
    return PieceCid.of(
        TreeLayer.wrap(LEVEL, all.toByteArray()).root(PieceCid.heightOf(size)), size);
  }
}
