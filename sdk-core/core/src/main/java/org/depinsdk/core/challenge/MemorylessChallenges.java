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
 * Challenges at times that nobody can foresee. At each round of a public beacon, each device is asked with the same chance,
 * whatever was asked before: the gaps between a device's challenges are geometric, so that having just been asked makes the
 * next challenge no less likely. Nobody knows before the round is public; everybody can recompute it afterwards.
 *
 * <p>A device is asked if the first 63 bits of SHA-256 over a tag, the round's randomness and the device's id are below
 * 2^63 divided by the mean gap.
 */
public final class MemorylessChallenges {
  private static final byte[] TAG = "depinsdk-memoryless/1\0".getBytes(StandardCharsets.US_ASCII);

  private final int meanGapRounds;
  private final Duration answerWithin;

  /**
   * Challenges by chance.
   *
   * @param meanGapRounds how many rounds lie between two challenges of a device on average, 1 or more
   * @param answerWithin how long a device has after the round was published
   */
  public MemorylessChallenges(int meanGapRounds, Duration answerWithin) {
    if (meanGapRounds < 1) {
      throw new IllegalArgumentException("a mean gap is 1 round or more, not " + meanGapRounds);
    }
    if (answerWithin.isNegative() || answerWithin.isZero()) {
      throw new IllegalArgumentException("a device needs time to answer, not " + answerWithin);
    }
    this.meanGapRounds = meanGapRounds;
    this.answerWithin = answerWithin;
  }

  /**
   * Whether a device is asked at a round, and what.
   *
   * @param epoch the epoch that the round is published in
   * @param slot the round's number in the epoch, from 0
   * @param round a verified beacon
   * @param publishedAt when the round became public
   * @param device any device
   * @return the challenge, empty if this device is not asked at this round
   */
  public Optional<Challenge> challenge(
      Epoch epoch, int slot, Beacon round, Instant publishedAt, DeviceId device) {
    byte[] nonce =
        Digests.sha256(TAG, round.randomness(), device.text().getBytes(StandardCharsets.US_ASCII));
    long draw = ByteBuffer.wrap(nonce).getLong() >>> 1;
    if (draw > Long.MAX_VALUE / meanGapRounds) {
      return Optional.empty();
    }
    // a second hash, so that the nonce does not show the draw's leading zeros
    return Optional.of(new Challenge(
        device,
        epoch.index(),
        slot,
        Digests.sha256(TAG, nonce),
        publishedAt,
        publishedAt.plus(answerWithin)));
  }
}
