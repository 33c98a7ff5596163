package org.depinsdk.proofs.uptime;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.depinsdk.core.challenge.Challenge;

/**
 * A moment inside a challenge's window that nobody could foresee before the epoch's randomness was known and that everybody
 * can recompute after: bytes 8 to 15 of the nonce, as an unsigned number, modulo the room that the window leaves.
 *
 * @param opensAt the first instant at which an answer may come
 * @param closesAt the last
 */
public record DrawnMoment(Instant opensAt, Instant closesAt) {
  /**
   * Draws the moment of a challenge.
   *
   * @param challenge of a device in an interval
   * @param lasts how long the moment is open; where the interval is shorter, it is open from the interval's start
   * @return the moment
   */
  public static DrawnMoment of(Challenge challenge, Duration lasts) {
    long room =
        Duration.between(challenge.opensAt(), challenge.closesAt()).minus(lasts).toMillis();
    long drawn = ByteBuffer.wrap(challenge.nonce()).getLong(8);
    Instant opens = room <= 0
        ? challenge.opensAt()
        : challenge.opensAt().plusMillis(Long.remainderUnsigned(drawn, room + 1));
    return new DrawnMoment(opens, opens.plus(lasts));
  }

  /**
   * Whether an answer came at the moment.
   *
   * @param receivedAt the network's clock
   * @return true from {@link #opensAt} to {@link #closesAt}, both included
   */
  public boolean isOpenAt(Instant receivedAt) {
    return !receivedAt.isBefore(opensAt) && !receivedAt.isAfter(closesAt);
  }
}
