package org.depinsdk.proofs.uptime;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;

/** The settings of uptime/1, read and checked. */
record UptimeRules(
    int intervals,
    long minimum,
    Optional<Duration> tolerance,
    boolean challengeRequired,
    Optional<Duration> moment,
    Duration counterSlack,
    Duration grace,
    List<Maintenance> maintenance) {
  static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);
  static final Duration DEFAULT_COUNTER_SLACK = Duration.ofSeconds(2);
  static final Duration DEFAULT_ANSWER_WITHIN = Duration.ofSeconds(30);
  static final int MAX_MAINTENANCE = 1_000;
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
    if (!List.of("none", "required", "moment").contains(challenge)) {
      throw new IllegalArgumentException("setting challenge must be none, required or moment, not "
          + EncodingException.shown(challenge));
    }
    return new UptimeRules(
        (int) intervals,
        config.number("minimum", 1, 0, MAX_INTERVALS),
        tolerance,
        !challenge.equals("none"),
        challenge.equals("moment")
            ? Optional.of(config.duration("answer-within", DEFAULT_ANSWER_WITHIN))
            : Optional.empty(),
        config.duration("counter-slack", DEFAULT_COUNTER_SLACK),
        config.settings().containsKey("grace")
            ? config.duration("grace", Duration.ZERO)
            : Duration.ZERO,
        maintenance(config.text("maintenance", "")));
  }

  ChallengeSchedule schedule(ProofContext context) {
    return new ChallengeSchedule(context.epoch(), context.beacon(), intervals);
  }

  /** A window of announced maintenance. */
  record Maintenance(Instant from, Instant to) {}

  // START/END,START/END,… in ISO 8601
  private static List<Maintenance> maintenance(String text) {
    List<Maintenance> windows = new ArrayList<>();
    if (text.isEmpty()) {
      return windows;
    }
    try {
      for (String window : text.split(",", -1)) {
        String[] ends = window.split("/", -1);
        Instant from = Instant.parse(ends[0]);
        Instant to = Instant.parse(ends[ends.length - 1]);
        if (ends.length == 2 && from.isBefore(to) && windows.size() < MAX_MAINTENANCE) {
          windows.add(new Maintenance(from, to));
          continue;
        }
        throw new DateTimeException(window);
      }
      return windows;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("setting maintenance must be START/END,… in ISO 8601, not "
          + EncodingException.shown(text));
    }
  }

  // the intervals that lie wholly inside a window
  BitSet excused(Epoch epoch) {
    BitSet excused = new BitSet(intervals);
    long length = epoch.length().toMillis();
    for (Maintenance window : maintenance) {
      long from = Math.max(0, Duration.between(epoch.start(), window.from()).toMillis());
      long to = Math.min(length, Duration.between(epoch.start(), window.to()).toMillis());
      for (long slot = from * intervals / length; slot < intervals && to > from; slot++) {
        if (length * (slot + 1) / intervals > to) {
          break;
        }
        if (length * slot / intervals >= from) {
          excused.set((int) slot);
        }
      }
    }
    return excused;
  }
}
