package org.depinsdk.core.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.depinsdk.core.Samples;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class MemorylessChallengesTest {
  private static final int MEAN = 20;
  private static final Epoch EPOCH = new Epoch(4, NOON, NOON.plusSeconds(3600));
  private static final DeviceId DEVICE =
      DeviceId.derive("net", Samples.signer(1).publicKey());
  private static final MemorylessChallenges CHALLENGES =
      new MemorylessChallenges(MEAN, Duration.ofSeconds(10));

  private static Beacon round(RandomGenerator random, long number) {
    byte[] randomness = new byte[Beacon.BYTES];
    random.nextBytes(randomness);
    return new Beacon("drand-quicknet", number, randomness);
  }

  private static Optional<Challenge> at(Beacon beacon) {
    return CHALLENGES.challenge(EPOCH, 3, beacon, NOON, DEVICE);
  }

  /** With 40,000 rounds of chance 1/20, 2,000 challenges are expected; six standard deviations are 260. */
  @Test
  void gapsAreGeometric() {
    RandomGenerator random = Property.random(7);
    List<Integer> gaps = new ArrayList<>();
    int gap = 0;
    for (int i = 0; i < 40_000; i++) {
      gap++;
      if (at(round(random, i)).isPresent()) {
        gaps.add(gap);
        gap = 0;
      }
    }
    assertThat(gaps).hasSizeBetween(1740, 2260);
    // memoryless: of the gaps longer than n, the share longer than n + 10 is (19/20)^10, about
    // 0.599, for every n
    for (int n : new int[] {0, 10, 20}) {
      long longer = gaps.stream().filter(g -> g > n).count();
      long muchLonger = gaps.stream().filter(g -> g > n + 10).count();
      assertThat((double) muchLonger / longer).isBetween(0.53, 0.67);
    }
  }

  @Test
  void everybodyRecomputesTheSame() {
    Property.check(200, random -> {
      Beacon beacon = round(random, 9);
      assertThat(at(beacon)).isEqualTo(at(beacon));
      at(beacon).ifPresent(c -> {
        assertThat(c.opensAt()).isEqualTo(NOON);
        assertThat(c.closesAt()).isEqualTo(NOON.plusSeconds(10));
        assertThat(c.epoch()).isEqualTo(4);
        assertThat(c.slot()).isEqualTo(3);
      });
    });
    // asked at every round
    MemorylessChallenges always = new MemorylessChallenges(1, Duration.ofSeconds(1));
    RandomGenerator random = Property.random(3);
    for (int i = 0; i < 100; i++) {
      assertThat(always.challenge(EPOCH, 0, round(random, i), NOON, DEVICE)).isPresent();
    }
  }

  @Test
  void refusesSchedulesThatMakeNoSense() {
    assertThatThrownBy(() -> new MemorylessChallenges(0, Duration.ofSeconds(1)))
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> new MemorylessChallenges(1, Duration.ZERO))
        .hasMessageContaining("time to answer");
  }
}
