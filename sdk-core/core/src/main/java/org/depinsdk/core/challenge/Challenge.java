package org.depinsdk.core.challenge;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;

/**
 * A request that a device answers by repeating its nonce in a report inside the window.
 *
 * @param device who is asked
 * @param epoch the index of the epoch
 * @param slot the number of the window in the epoch, from 0
 * @param nonce 32 bytes; copied
 * @param opensAt when the device may first answer
 * @param closesAt the last moment at which it may
 */
public record Challenge(
    DeviceId device, long epoch, int slot, byte[] nonce, Instant opensAt, Instant closesAt) {
  /** Checks the length and copies. */
  public Challenge {
    if (nonce.length != 32) {
      throw new IllegalArgumentException("a nonce has 32 bytes, not " + nonce.length);
    }
    nonce = nonce.clone();
  }

  /**
   * The nonce.
   *
   * @return a fresh copy
   */
  @Override
  public byte[] nonce() {
    return nonce.clone();
  }

  /**
   * Whether an answer may come.
   *
   * @param receivedAt the network's clock
   * @return true from {@link #opensAt} to {@link #closesAt}, both included
   */
  public boolean isOpenAt(Instant receivedAt) {
    return !receivedAt.isBefore(opensAt) && !receivedAt.isAfter(closesAt);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Challenge c
        && device.equals(c.device)
        && epoch == c.epoch
        && slot == c.slot
        && Arrays.equals(nonce, c.nonce)
        && opensAt.equals(c.opensAt)
        && closesAt.equals(c.closesAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(device, epoch, slot, Arrays.hashCode(nonce), opensAt, closesAt);
  }

  @Override
  public String toString() {
    return "Challenge[" + device + " epoch " + epoch + " slot " + slot + " " + Hex.encode(nonce)
        + "]";
  }
}
