package org.depinsdk.proofs.readings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.transparency.tree.TreeHash;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence of any bytes: what is read has one form, and every reading that it shows is in its tree. */
class CommittedReadingsFuzzTest {
  static final TreeHash HASH = TreeHash.ofLeaf(new byte[0]);

  static Stream<byte[]> evidence() {
    ReadingTree tree = ReadingTree.of(
        new byte[ReadingTree.SEED_BYTES], List.of(new byte[] {1}, new byte[0], new byte[] {2, 3}));
    return Stream.of(
        CommittedReadings.CODEC.encode(tree.commitment(List.of())),
        CommittedReadings.CODEC.encode(tree.commitment(List.of(0, 2))));
  }

  @MethodSource("evidence")
  @FuzzTest
  void evidence(byte[] data) throws MalformedEvidenceException {
    CommittedReadings committed;
    try {
      committed = CommittedReadings.CODEC.decode(data);
    } catch (MalformedEvidenceException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    assertThat(CommittedReadings.CODEC.encode(committed)).isEqualTo(data);
    for (DisclosedReading reading : committed.shown()) {
      assertThat(reading.isIn(committed.root(), committed.count())).isTrue();
      assertThat(DisclosedReading.parse(reading.bytes())).isEqualTo(reading);
    }
  }
}
