package org.depinsdk.radio.coverage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.encoding.Instants;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;

/**
 * Since when a radio covers what it covers in an area, from epoch to epoch; the elder has the better rank. A new coverage
 * object begins anew, and so does a radio that was silent for more than 72 h (helium/oracles mobile_verifier seniority).
 *
 * @param object names the coverage object
 * @param since the seniority
 * @param reason why it has this value
 * @param lastHeartbeat when the radio was last heard
 */
record Seniority(String object, Instant since, Reason reason, Instant lastHeartbeat) {
  /** The longest silence that keeps a seniority. */
  static final Duration MAX_SILENCE = Duration.ofHours(72);

  /** Why a seniority was set. */
  enum Reason {
    /** A new coverage object was claimed. */
    NEW_CLAIM,
    /** The radio was not heard for too long. */
    NOT_HEARD
  }

  /** Names what a radio covers: from where, indoor or outdoor, and which cells. A better signal begins nothing new. */
  static String object(H3Cell place, CoverageReport.Claim claim) {
    StringBuilder text = new StringBuilder(place + " " + claim.type());
    claim.covered().stream()
        .map(CoverageReport.Covered::cell)
        .sorted()
        .forEach(cell -> text.append(' ').append(cell));
    try {
      return Hex.encode(MessageDigest.getInstance("SHA-256")
          .digest(text.toString().getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Under what it is remembered. */
  static GroupKey key(DeviceId radio, H3Cell area) {
    return new GroupKey("radio:" + radio + ":" + area);
  }

  /** Empty if nothing is remembered. */
  static Optional<Seniority> of(GroupState state) {
    Map<String, String> values = state.values();
    try {
      return values.size() != 4
          ? Optional.empty()
          : Optional.of(new Seniority(
              values.getOrDefault("object", ""),
              Instants.parse(values.getOrDefault("since", "")),
              Reason.valueOf(values.getOrDefault("reason", "")),
              Instants.parse(values.getOrDefault("heard", ""))));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      // a state that nobody wrote remembers nothing
      return Optional.empty();
    }
  }

  GroupState toState() {
    return GroupState.of(Map.of(
        "object", object,
        "since", since.toString(),
        "reason", reason.name(),
        "heard", lastHeartbeat.toString()));
  }

  /** The seniority of a radio's first claim. */
  static Seniority first(String object, Instant claimedAt, Instant heartbeat) {
    return new Seniority(object, claimedAt, Reason.NEW_CLAIM, heartbeat);
  }

  boolean isSilentAt(Instant now) {
    return Duration.between(lastHeartbeat, now).compareTo(MAX_SILENCE) > 0;
  }

  /**
   * The seniority after a heartbeat.
   *
   * @param current the coverage object that the radio names now
   * @param claimedAt when that object was claimed
   * @param heartbeat when the radio was heard, not before {@link #lastHeartbeat}
   */
  Seniority heard(String current, Instant claimedAt, Instant heartbeat) {
    if (current.equals(object)) {
      return isSilentAt(heartbeat) && claimedAt.isBefore(heartbeat)
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
