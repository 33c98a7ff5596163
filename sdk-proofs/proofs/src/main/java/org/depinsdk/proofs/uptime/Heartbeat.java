package org.depinsdk.proofs.uptime;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.Fields;

/**
 * What a device says to show that it is there. When it was is the device time of the report that carries it.
 *
 * @param uptimeSeconds since the device started, by its own counter, 0 to {@value #MAX_UPTIME_SECONDS}
 * @param challengeAnswer the nonce of the moment's challenge, 32 bytes, or empty; copied
 */
public record Heartbeat(long uptimeSeconds, byte[] challengeAnswer) {
  /** Highest counter: a thousand years. */
  public static final long MAX_UPTIME_SECONDS = 31_556_952_000L;

  /** Length of an answer. */
  public static final int ANSWER_BYTES = 32;

  static final byte[] NO_ANSWER = {};

  /** Checks the ranges and copies. */
  public Heartbeat {
    Fields.unsigned("uptimeSeconds", uptimeSeconds, MAX_UPTIME_SECONDS);
    if (challengeAnswer.length != 0) {
      Fields.size("challengeAnswer", challengeAnswer.length, ANSWER_BYTES, ANSWER_BYTES, "bytes");
    }
    // an empty array cannot be changed, so that all share one
    challengeAnswer = challengeAnswer.length == 0 ? NO_ANSWER : challengeAnswer.clone();
  }

  /**
   * A heartbeat that answers no challenge.
   *
   * @param uptime since the device started
   * @return the evidence
   */
  public static Heartbeat of(Duration uptime) {
    return new Heartbeat(uptime.toSeconds(), NO_ANSWER);
  }

  /**
   * A heartbeat that answers a challenge.
   *
   * @param uptime since the device started
   * @param challenge of this device, its window open
   * @return the evidence
   */
  public static Heartbeat answering(Duration uptime, Challenge challenge) {
    return new Heartbeat(uptime.toSeconds(), challenge.nonce());
  }

  /**
   * Whether the heartbeat carries an answer.
   *
   * @return false where {@link #challengeAnswer()} is empty
   */
  public boolean hasAnswer() {
    return challengeAnswer.length != 0;
  }

  /**
   * The answer.
   *
   * @return a fresh copy, empty or 32 bytes
   */
  @Override
  public byte[] challengeAnswer() {
    return challengeAnswer.length == 0 ? NO_ANSWER : challengeAnswer.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Heartbeat h
        && uptimeSeconds == h.uptimeSeconds
        && Arrays.equals(challengeAnswer, h.challengeAnswer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(uptimeSeconds, Arrays.hashCode(challengeAnswer));
  }

  @Override
  public String toString() {
    return "Heartbeat[" + uptimeSeconds + " s, answer " + Hex.encode(challengeAnswer) + "]";
  }
}
