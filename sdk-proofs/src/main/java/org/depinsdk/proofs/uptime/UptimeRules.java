package org.depinsdk.proofs.uptime;

import java.time.Duration;
import java.util.Optional;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;

/** The settings of uptime/1, read and checked. */
record UptimeRules(
    int intervals,
    long minimum,
    Optional<Duration> tolerance,
    boolean challengeRequired,
    Duration counterSlack) {
  static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);
  static final Duration DEFAULT_COUNTER_SLACK = Duration.ofSeconds(2);
  static final long MAX_INTERVALS = 1_000_000;

  static UptimeRules of(ProofConfig config, Epoch epoch) {
    long interval = config.duration("interval", DEFAULT_INTERVAL).toMillis();
    long length = epoch.length().toMillis();
    // ceiling: an epoch that the interval does not divide has slightly shorter intervals
    long intervals = interval == 0 ? Long.MAX_VALUE : (length - 1) / interval + 1;
    if (intervals > MAX_INTERVALS || length < 1) {
      throw new IllegalArgumentException("setting interval cuts an epoch of " + epoch.length()
          + " into more than " + MAX_INTERVALS + " intervals: " + config.text("interval", ""));
    }
    Optional<Duration> tolerance = config.settings().containsKey("tolerance")
        ? Optional.of(config.duration("tolerance", Duration.ZERO))
        : Optional.empty();
    String challenge = config.text("challenge", "none");
    if (!challenge.equals("none") && !challenge.equals("required")) {
      throw new IllegalArgumentException(
          "setting challenge must be none or required, not \"" + challenge + "\"");
    }
    return new UptimeRules(
        (int) intervals,
        config.number("minimum", 1, 0, MAX_INTERVALS),
        tolerance,
        challenge.equals("required"),
        config.duration("counter-slack", DEFAULT_COUNTER_SLACK));
  }

  ChallengeSchedule schedule(ProofContext context) {
    return new ChallengeSchedule(context.epoch(), context.beacon(), intervals);
  }
}
