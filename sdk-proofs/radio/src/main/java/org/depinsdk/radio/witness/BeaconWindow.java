package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.uptime.DrawnMoment;

/**
 * When a device may send its beacon in an interval, and with what. The moment and the remote entropy come from the epoch's
 * public randomness, so that nobody knows them before and everybody can recompute them after.
 *
 * @param challenge the device's challenge of the interval; its nonce is the remote entropy
 * @param opensAt the first instant at which the beacon may come
 * @param closesAt the last
 */
public record BeaconWindow(Challenge challenge, Instant opensAt, Instant closesAt) {
  /** How long a beacon's entropy is good: 180 s, as Helium's entropy service. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(180);

  /**
   * The window of a device in an interval.
   *
   * @param schedule the epoch cut into beacon intervals
   * @param device who beacons
   * @param interval from 0
   * @param lifetime how long the window is open; an interval that is shorter is open all the time
   * @return the window
   */
  public static BeaconWindow of(
      ChallengeSchedule schedule, DeviceId device, int interval, Duration lifetime) {
    Challenge challenge = schedule.challenge(device, interval);
    // drawn from bytes 8 to 15 of the nonce; its first 8 name the beacon
    DrawnMoment moment = DrawnMoment.of(challenge, lifetime);
    return new BeaconWindow(challenge, moment.opensAt(), moment.closesAt());
  }

  /**
   * The packet that a device has to send: 8 bytes of the nonce that name the beacon, then the payload that both entropies
   * fix.
   *
   * @param localEntropy the device's own secret
   * @return {@link RadioReport#PACKET_BYTES} bytes
   */
  public byte[] packet(byte[] localEntropy) {
    byte[] packet = Arrays.copyOf(challenge.nonce(), RadioReport.PACKET_BYTES);
    byte[] payload = payload(localEntropy);
    System.arraycopy(payload, 0, packet, RadioReport.TAG_BYTES, payload.length);
    return packet;
  }

  /**
   * The channel that a device has to send on: the payload's first two bytes, little-endian, modulo the number of channels.
   *
   * @param localEntropy the device's own secret
   * @param region the device's radio region
   * @return hertz
   */
  public int frequencyHz(byte[] localEntropy, RadioRegion region) {
    byte[] payload = payload(localEntropy);
    int drawn = (payload[0] & 0xff) | (payload[1] & 0xff) << 8;
    return region.channelsHz().get(drawn % region.channelsHz().size());
  }

  private byte[] payload(byte[] localEntropy) {
    byte[] seed =
        BeaconEntropy.seed(challenge.nonce(), challenge.opensAt().getEpochSecond(), localEntropy);
    return BeaconEntropy.payload(seed, RadioReport.PACKET_BYTES - RadioReport.TAG_BYTES);
  }

  /**
   * Whether a report came while the window was open.
   *
   * @param receivedAt the network's clock
   * @return true from {@link #opensAt} to {@link #closesAt}, both included
   */
  public boolean isOpenAt(Instant receivedAt) {
    return !receivedAt.isBefore(opensAt) && !receivedAt.isAfter(closesAt);
  }
}
