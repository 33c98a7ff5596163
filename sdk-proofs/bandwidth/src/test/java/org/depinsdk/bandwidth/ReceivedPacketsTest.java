package org.depinsdk.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class ReceivedPacketsTest {
  private static byte[] digest(int sequence) {
    return ReceivedPackets.sha256().digest(new byte[] {(byte) sequence});
  }

  @Test
  void everyPacketCountsOnceInAnyOrder() {
    Property.check(50, random -> {
      List<Integer> sequences = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        if (random.nextInt(3) > 0) {
          sequences.add(i);
        }
      }
      ReceivedPackets inOrder = new ReceivedPackets(4, 10);
      sequences.forEach(one -> assertThat(inOrder.add(one, digest(one))).isTrue());
      List<Integer> twice = new ArrayList<>(sequences);
      twice.addAll(sequences);
      Collections.shuffle(twice, new Random(random.nextLong()));
      ReceivedPackets shuffled = new ReceivedPackets(4, 10);
      twice.forEach(one -> shuffled.add(one, digest(one)));
      assertThat(shuffled.answer()).isEqualTo(inOrder.answer());
      assertThat(shuffled.counts()).isEqualTo(inOrder.counts());
      assertThat(shuffled.duplicates()).isEqualTo(sequences.size());
    });
  }

  @Test
  void numbersOfNoPacketAreIgnored() {
    ReceivedPackets packets = new ReceivedPackets(4, 10);
    assertThat(packets.add(-1, digest(1))).isFalse();
    assertThat(packets.add(40, digest(1))).isFalse();
    assertThat(packets.counts()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void aMissingPacketChangesTheAnswer() {
    ReceivedPackets all = new ReceivedPackets(1, 10);
    ReceivedPackets some = new ReceivedPackets(1, 10);
    for (int i = 0; i < 10; i++) {
      all.add(i, digest(i));
      if (i != 7) {
        some.add(i, digest(i));
      }
    }
    assertThat(some.answer()).isNotEqualTo(all.answer());
  }
}
