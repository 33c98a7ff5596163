package org.depinsdk.radio.coverage;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when a radio covers what it covers; the elder has the better rank. A new coverage object begins anew, and so does a
 * radio that was silent for more than 72 h.
 *
 * @param object names the coverage object
 * @param since the seniority
 * @param reason why it has this value
 * @param lastHeartbeat when the radio was last heard
 */
public record Seniority(String object, Instant since, Reason reason, Instant lastHeartbeat) {
  /** The longest silence that keeps a seniority. */
  public static final Duration MAX_SILENCE = Duration.ofHours(72);

  /** Why a seniority was set. */
  public enum Reason {
    /** A new coverage object was claimed. */
    NEW_CLAIM,
    /** The radio was not heard for too long. */
    NOT_HEARD,
    /** The service provider had banned the radio. */
    BANNED
  }

  /**
   * The seniority of a radio's first claim.
   *
   * @param object names the coverage object
   * @param claimedAt when it was claimed
   * @param heartbeat when the radio was heard
   * @return since the claim
   */
  public static Seniority first(String object, Instant claimedAt, Instant heartbeat) {
    return new Seniority(object, claimedAt, Reason.NEW_CLAIM, heartbeat);
  }

  /**
   * The seniority after a heartbeat.
   *
   * @param current the coverage object that the radio names now
   * @param claimedAt when that object was claimed
   * @param heartbeat when the radio was heard, not before {@link #lastHeartbeat}
   * @return the new state
   */
  public Seniority heard(String current, Instant claimedAt, Instant heartbeat) {
    if (current.equals(object)) {
      return Duration.between(lastHeartbeat, heartbeat).compareTo(MAX_SILENCE) > 0
          ? new Seniority(object, heartbeat, Reason.NOT_HEARD, heartbeat)
          : new Seniority(object, since, reason, heartbeat);
    }
    // a radio must not undo a loss of seniority by going back to an older claim
    if (reason != Reason.NEW_CLAIM && claimedAt.isBefore(since)) {
      return this;
    }
    return new Seniority(current, claimedAt, Reason.NEW_CLAIM, heartbeat);
  }
}
