package org.depinsdk.core.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class ChallengeScheduleTest {
  private static final DeviceId DEVICE =
      DeviceId.derive("net", Samples.signer(1).publicKey());
  private static final Beacon BEACON = beacon(7);

  private static Beacon beacon(int value) {
    byte[] randomness = new byte[Beacon.BYTES];
    Arrays.fill(randomness, (byte) value);
    return new Beacon("test", 1, randomness);
  }

  private static Epoch epoch(long millis) {
    return new Epoch(3, NOON, NOON.plusMillis(millis));
  }

  /** slotAt is the inverse of the boundaries, and the slots are a partition of the epoch. */
  @Test
  void slotsPartitionTheEpoch() {
    Property.check(300, random -> {
      long millis = random.nextLong(1, 1L << random.nextInt(2, 40));
      int slots = (int) random.nextLong(1, Math.min(millis, 5000) + 1);
      ChallengeSchedule schedule = new ChallengeSchedule(epoch(millis), BEACON, slots);
      Instant end = NOON;
      for (int slot = 0;
          slot < slots;
          slot = slots < 50 ? slot + 1 : slot + random.nextInt(1, slots / 10)) {
        Challenge challenge = schedule.challenge(DEVICE, slot);
        assertThat(schedule.slotAt(challenge.opensAt())).isEqualTo(slot);
        assertThat(schedule.slotAt(challenge.closesAt().minusMillis(1))).isEqualTo(slot);
        assertThat(schedule.slotAt(challenge.closesAt().minusNanos(1))).isEqualTo(slot);
        if (slots < 50) {
          assertThat(challenge.opensAt()).isEqualTo(end);
          end = challenge.closesAt();
        }
      }
      if (slots < 50) {
        assertThat(end).isEqualTo(NOON.plusMillis(millis));
      }
      long offset = random.nextLong(millis);
      int slot = schedule.slotAt(NOON.plusMillis(offset));
      Challenge open = schedule.challenge(DEVICE, slot);
      assertThat(open.opensAt()).isBeforeOrEqualTo(NOON.plusMillis(offset));
      assertThat(open.closesAt()).isAfter(NOON.plusMillis(offset));
    });
  }

  @Test
  void aNonceDependsOnBeaconDeviceEpochAndSlot() {
    Set<String> nonces = new HashSet<>();
    DeviceId other = DeviceId.derive("net", Samples.signer(2).publicKey());
    int made = 0;
    for (int beacon = 1; beacon <= 2; beacon++) {
      for (DeviceId device : new DeviceId[] {DEVICE, other}) {
        for (long index = 0; index < 2; index++) {
          for (int slot = 0; slot < 5; slot++) {
            Epoch epoch = new Epoch(index, NOON, NOON.plusSeconds(60));
            nonces.add(Hex.encode(new ChallengeSchedule(epoch, beacon(beacon), 5)
                .challenge(device, slot)
                .nonce()));
            made++;
          }
        }
      }
    }
    assertThat(nonces).hasSize(made);
  }

  /** Computed with coreutils: printf of the tag, the beacon, the id, epoch 3 as 8 and slot 0 as 4 bytes, into sha256sum. */
  @Test
  void aNonceIsTheHashThatTheJavadocStates() {
    DeviceId device = new DeviceId("dev-zivuyighjmtc4h44y6alnabdzfw7fjnz");
    assertThat(Hex.encode(
            new ChallengeSchedule(epoch(60_000), BEACON, 6).challenge(device, 0).nonce()))
        .isEqualTo("e46054a9a1028f64a944285c97d5019a5042e226ebf478c44e4f17231a87daa7");
  }

  @Test
  void refusesWhatIsOutsideTheEpoch() {
    ChallengeSchedule schedule = new ChallengeSchedule(epoch(1000), BEACON, 4);
    assertThatThrownBy(() -> schedule.slotAt(NOON.minusMillis(1))).hasMessageContaining("epoch 3");
    assertThatThrownBy(() -> schedule.slotAt(NOON.plusMillis(1000)))
        .hasMessageContaining("epoch 3");
    assertThatThrownBy(() -> schedule.challenge(DEVICE, 4)).hasMessageContaining("0 to 3, not 4");
    assertThatThrownBy(() -> schedule.challenge(DEVICE, -1)).hasMessageContaining("not -1");
    assertThatThrownBy(() -> new ChallengeSchedule(epoch(1000), BEACON, 0))
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> new ChallengeSchedule(epoch(1000), BEACON, 1001))
        .hasMessageContaining("not 1001");
    assertThatThrownBy(() -> new ChallengeSchedule(epoch(Long.MAX_VALUE / 4), BEACON, 5))
        .hasMessageContaining("too long for 5 slots");
  }

  @Test
  void epochsFollowEachOther() {
    EpochSchedule schedule =
        new EpochSchedule(NOON, Duration.ofSeconds(90), Duration.ofSeconds(10));
    Property.check(300, random -> {
      long index = random.nextLong(1_000_000);
      Epoch epoch = schedule.at(index);
      assertThat(schedule.containing(epoch.start())).isEqualTo(epoch);
      assertThat(schedule.containing(epoch.end().minusNanos(1))).isEqualTo(epoch);
      assertThat(schedule.containing(epoch.end())).isEqualTo(schedule.at(index + 1));
      assertThat(epoch.contains(epoch.end())).isFalse();
      assertThat(schedule.closesAt(epoch)).isEqualTo(epoch.end().plusSeconds(10));
    });
    assertThatThrownBy(() -> schedule.containing(NOON.minusMillis(1)))
        .hasMessageContaining("no epoch before");
    assertThatThrownBy(() -> schedule.at(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new EpochSchedule(NOON, Duration.ofNanos(1), Duration.ZERO))
        .hasMessageContaining("whole number of milliseconds");
    assertThatThrownBy(
            () -> new EpochSchedule(NOON.plusNanos(1), Duration.ofSeconds(1), Duration.ZERO))
        .hasMessageContaining("genesis");
    assertThatThrownBy(() -> new EpochSchedule(NOON, Duration.ofSeconds(1), Duration.ofSeconds(2)))
        .hasMessageContaining("grace");
  }

  @Test
  void beaconsAndChallengesAreValues() {
    assertThat(beacon(1)).isEqualTo(beacon(1)).hasSameHashCodeAs(beacon(1)).isNotEqualTo(beacon(2));
    byte[] given = new byte[32];
    Beacon beacon = new Beacon("drand-quicknet", 5, given);
    given[0] = 1;
    beacon.randomness()[1] = 1;
    assertThat(beacon.randomness()).containsOnly(0);
    assertThatThrownBy(() -> new Beacon("drand", 1, new byte[31]))
        .hasMessageContaining("32 bytes, not 31");
    assertThatThrownBy(() -> new Beacon("drand", -1, given)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Beacon("Drand", 1, given)).hasMessageContaining("\"Drand\"");
    Challenge challenge = new ChallengeSchedule(epoch(1000), BEACON, 4).challenge(DEVICE, 2);
    challenge.nonce()[0]++;
    assertThat(challenge)
        .isEqualTo(new ChallengeSchedule(epoch(1000), BEACON, 4).challenge(DEVICE, 2))
        .isNotEqualTo(new ChallengeSchedule(epoch(1000), BEACON, 4).challenge(DEVICE, 1));
    assertThatThrownBy(() -> new Challenge(DEVICE, 1, 1, new byte[31], NOON, NOON))
        .hasMessageContaining("31");
  }
}
