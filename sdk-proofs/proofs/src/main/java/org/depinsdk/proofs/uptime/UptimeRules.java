package org.depinsdk.proofs.uptime;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.encoding.Instants;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.Table;
import org.depinsdk.proofs.Tables;

/** The settings of uptime/1 in one epoch. */
record UptimeRules(
    Epoch epoch,
    ChallengeSchedule schedule,
    Challenged challenged,
    long minimum,
    Optional<Duration> tolerance,
    Duration grace,
    Duration counterSlack) {
  static final long MAX_INTERVALS = 1_000_000;

  /** Whether a heartbeat has to answer a challenge. */
  enum Challenged {
    NO,
    IN_THE_INTERVAL,
    AT_THE_MOMENT
  }

  static final Setting<Duration> INTERVAL = Setting.duration(
      "interval",
      Duration.ofHours(1),
      "How long an interval lasts at most; an epoch that it does not divide is cut into the next higher number of equal"
          + " intervals. HIP-98 counts distinct hours.");
  static final Setting<Long> MINIMUM = Setting.number(
      "minimum",
      "intervals",
      0,
      MAX_INTERVALS,
      1,
      "Fewest intervals that are worth anything. Helium Mobile asks 12 of 24.");
  static final Setting<Optional<Duration>> TOLERANCE = Setting.optionalDuration(
      "tolerance",
      "How far device time and receipt time may differ; without it they are not compared, and a device can report a whole"
          + " day at its end.");
  static final Setting<Challenged> CHALLENGE = Setting.choice(
      "challenge",
      Map.of(
          "none", Challenged.NO,
          "required", Challenged.IN_THE_INTERVAL,
          "moment", Challenged.AT_THE_MOMENT),
      "none",
      "With required, a heartbeat must repeat the nonce of its device and interval; with moment, the network must also"
          + " receive it at a moment of the interval that is chosen from the epoch's randomness.");
  static final Setting<Duration> ANSWER_WITHIN = Setting.duration(
      "answer-within", Duration.ofSeconds(30), "How long the chosen moment lasts.");
  static final Setting<Optional<Duration>> GRACE = Setting.optionalDuration(
      "grace",
      "How far a heartbeat may come after the end of an interval in which none was counted and still count for it, in place"
          + " of its own; without it, not at all.");
  static final Setting<Duration> COUNTER_SLACK = Setting.duration(
      "counter-slack",
      Duration.ofSeconds(2),
      "By how much the uptime counter may run ahead of the clock: two units of a counter in seconds.");
  static final Settings ALL =
      Settings.of(INTERVAL, MINIMUM, TOLERANCE, CHALLENGE, ANSWER_WITHIN, GRACE, COUNTER_SLACK);

  static final Table<Instant, Instant> MAINTENANCE = new Table<>(
      "maintenance",
      "start of a window, its end",
      "Announced maintenance: an interval that lies wholly inside a window is not expected and is worth nothing.",
      (start, end) -> {
        Instant from = Instants.parse(start);
        Instant to = Instants.parse(end);
        if (!from.isBefore(to)) {
          throw new IllegalArgumentException(end);
        }
        return Map.entry(from, to);
      });

  static UptimeRules of(EpochTerms terms) {
    ProofConfig config = terms.config();
    long length = terms.epoch().length().toMillis();
    // ceiling: an epoch that the interval does not divide has slightly shorter intervals
    long intervals = (length - 1) / config.get(INTERVAL).toMillis() + 1;
    if (intervals > MAX_INTERVALS) {
      throw new IllegalArgumentException(
          "setting interval of " + config.get(INTERVAL) + " cuts an epoch of "
              + terms.epoch().length() + " into more than " + MAX_INTERVALS + " intervals");
    }
    ChallengeSchedule schedule =
        new ChallengeSchedule(terms.epoch(), terms.beacon(), (int) intervals);
    Challenged challenged = config.get(CHALLENGE);
    return new UptimeRules(
        terms.epoch(),
        challenged == Challenged.AT_THE_MOMENT
            ? schedule.openFor(config.get(ANSWER_WITHIN))
            : schedule,
        challenged,
        config.get(MINIMUM),
        config.get(TOLERANCE),
        config.get(GRACE).orElse(Duration.ZERO),
        config.get(COUNTER_SLACK));
  }

  int intervals() {
    return schedule.slots();
  }

  /** The intervals that lie wholly inside a window of maintenance. */
  BitSet excused(Tables tables) {
    BitSet excused = new BitSet(intervals());
    long length = epoch.length().toMillis();
    MAINTENANCE.rows(tables).forEach((start, end) -> {
      long from = Math.max(0, Duration.between(epoch.start(), start).toMillis());
      long to = Math.min(length, Duration.between(epoch.start(), end).toMillis());
      // interval i lasts from length * i / intervals, rounded down, to where the next begins
      long first = (from * intervals() + length - 1) / length;
      long behindLast = ((to + 1) * intervals() - 1) / length;
      if (from < to && first < behindLast) {
        excused.set((int) first, (int) Math.min(behindLast, intervals()));
      }
    });
    return excused;
  }
}
