package org.depinsdk.core.challenge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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

  /**
   * The challenges of one epoch.
   *
   * @param epoch the epoch
   * @param beacon its public randomness
   * @param slots how many windows it is cut into, 1 or more
   */
  public ChallengeSchedule(Epoch epoch, Beacon beacon, int slots) {
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
    return new Challenge(
        device, epoch.index(), slot, nonce(device, slot), boundary(slot), boundary(slot + 1));
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
