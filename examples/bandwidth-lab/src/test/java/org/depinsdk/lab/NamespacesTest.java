package org.depinsdk.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.depinsdk.bandwidth.TestSize;
import org.junit.jupiter.api.Test;

class NamespacesTest {
  @Test
  void theBucketHoldsAHundredthOfATest() {
    for (int mbps : new int[] {5, 50, 250, 500, 1_000}) {
      TestSize size = TestSize.of(mbps * 1_000L, TestSize.FILLING_E2, Devices.CHALLENGERS);
      long carried = mbps * 125_000L * size.bins() * size.binMicros() / 1_000_000;
      assertThat(Namespaces.bucketBytes(mbps)).isBetween(carried / 110, carried / 100);
      // two packets at least, or nothing would pass
      assertThat(Namespaces.bucketBytes(mbps)).isGreaterThan(2L * size.packetBytes());
    }
  }
}
