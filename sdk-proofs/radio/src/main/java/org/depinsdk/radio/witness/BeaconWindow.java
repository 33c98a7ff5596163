package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.depinsdk.core.challenge.Challenge;

/**
 * When a device may send its beacon, and with what. The moment and the remote entropy come from the epoch's public
 * randomness, so that nobody knows them before and everybody can recompute them after. {@link WitnessVerifier#challenges}
 * gives the challenges.
 *
 * @param challenge the device's challenge of the interval; its nonce is the remote entropy
 */
public record BeaconWindow(Challenge challenge) {
  /** How long a beacon's entropy is good: 180 s, as Helium's entropy service. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(180);

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
   * @return true from the opening to the close of the challenge, both included
   */
  public boolean isOpenAt(Instant receivedAt) {
    return challenge.isOpenAt(receivedAt);
  }
}
