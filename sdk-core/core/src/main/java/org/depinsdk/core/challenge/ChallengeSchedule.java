package org.depinsdk.core.challenge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.internal.Digests;

/**
 * Cuts an epoch into equal slots and gives each device a nonce for each: SHA-256 over a tag, the epoch's beacon, the
 * device and the slot. Nobody knows a nonce before the beacon; everybody can recompute it afterwards.
 */
public final class ChallengeSchedule {
  private static final byte[] TAG = "depinsdk-challenge/1\0".getBytes(StandardCharsets.US_ASCII);

  private final Epoch epoch;
  private final Beacon beacon;
  private final int slots;
  private final Optional<Duration> open;

  /**
   * The challenges of one epoch, each open during its whole slot.
   *
   * @param epoch the epoch
   * @param beacon its public randomness
   * @param slots how many windows it is cut into, 1 or more
   */
  public ChallengeSchedule(Epoch epoch, Beacon beacon, int slots) {
    this(epoch, beacon, slots, Optional.empty());
  }

  private ChallengeSchedule(Epoch epoch, Beacon beacon, int slots, Optional<Duration> open) {
    if (slots < 1 || slots > epoch.length().toMillis()) {
      throw new IllegalArgumentException("slots must be 1 to one each millisecond, not " + slots);
    }
    if (epoch.length().toMillis() > Long.MAX_VALUE / slots) {
      throw new IllegalArgumentException(
          "an epoch of " + epoch.length() + " is too long for " + slots + " slots");
    }
    this.epoch = epoch;
    this.beacon = beacon;
    this.slots = slots;
    this.open = open;
  }

  /**
   * The same challenges, each open at a moment in its slot that nobody could foresee before the epoch's randomness was known.
   * The moment is chosen from bytes 8 to 15 of the nonce, as an unsigned number, modulo the time that the slot leaves.
   *
   * @param lasts how long each is open; a slot that is shorter is open as a whole
   * @return another schedule
   */
  public ChallengeSchedule openFor(Duration lasts) {
    return new ChallengeSchedule(epoch, beacon, slots, Optional.of(lasts));
  }

  /**
   * How many windows the epoch is cut into.
   *
   * @return 1 or more
   */
  public int slots() {
    return slots;
  }

  /**
   * The challenge of a device in a slot.
   *
   * @param device who is asked
   * @param slot from 0 to {@link #slots()} - 1
   * @return the challenge
   */
  public Challenge challenge(DeviceId device, int slot) {
    if (slot < 0 || slot >= slots) {
      throw new IllegalArgumentException("slot must be 0 to " + (slots - 1) + ", not " + slot);
    }
    byte[] nonce = nonce(device, slot);
    Instant opens = boundary(slot);
    Instant closes = boundary(slot + 1);
    if (open.isPresent()) {
      long rest = Duration.between(opens, closes).minus(open.get()).toMillis();
      if (rest > 0) {
        long drawn = ByteBuffer.wrap(nonce).getLong(8);
        opens = opens.plusMillis(Long.remainderUnsigned(drawn, rest + 1));
        closes = opens.plus(open.get());
      }
    }
    return new Challenge(device, epoch.index(), slot, nonce, opens, closes);
  }

  /**
   * The slot that an instant of the epoch falls into.
   *
   * @param instant an instant of the epoch
   * @return 0 to {@link #slots()} - 1
   */
  public int slotAt(Instant instant) {
    if (!epoch.contains(instant)) {
      throw new IllegalArgumentException(instant + " is not in epoch " + epoch.index());
    }
    long offset = Duration.between(epoch.start(), instant).toMillis();
    // the inverse of boundary(): the last slot whose start is not after the instant
    int slot = (int) Math.min(slots - 1L, offset * slots / epoch.length().toMillis());
    while (slot + 1 < slots && !boundary(slot + 1).isAfter(instant)) {
      slot++;
    }
    return slot;
  }

  private Instant boundary(int slot) {
    return epoch.start().plusMillis(epoch.length().toMillis() * slot / slots);
  }

  private byte[] nonce(DeviceId device, int slot) {
    return Digests.sha256(
        TAG,
        beacon.randomness(),
        device.text().getBytes(StandardCharsets.US_ASCII),
        ByteBuffer.allocate(12).putLong(epoch.index()).putInt(slot).array());
  }
}
