package org.depinsdk.storage.audit;

import java.util.Map;
import org.depinsdk.proofs.GroupState;

/**
 * What is remembered of a device: its scores up to an epoch, and what that epoch added. Groups of one epoch start from the same
 * scores and add up what they saw; the next epoch makes new scores of it.
 *
 * @param epoch whose outcomes are {@code seen}
 * @param audited the score of audits
 * @param unknown the score of unknown errors
 * @param online the score of answering at all
 * @param audits so far, of any outcome
 * @param strikes epochs in a row in which the device was only late
 * @param seen outcomes of the epoch
 */
record AuditHistory(
    long epoch,
    Reputation audited,
    Reputation unknown,
    OnlineHistory online,
    long audits,
    int strikes,
    Seen seen) {
  // Storj gives a node that times out three tries
  private static final int STRIKES = 3;

  /** How often each outcome came. */
  record Seen(long good, long bad, long unknown, long late, long offline, long undecided) {
    static final Seen NOTHING = new Seen(0, 0, 0, 0, 0, 0);

    static Seen of(Outcome outcome) {
      return switch (outcome) {
        case PASSED -> new Seen(1, 0, 0, 0, 0, 0);
        case WRONG_SHARE, LOCATED, LOST -> new Seen(0, 1, 0, 0, 0, 0);
        case UNKNOWN -> new Seen(0, 0, 1, 0, 0, 0);
        case LATE -> new Seen(0, 0, 0, 1, 0, 0);
        case OFFLINE -> new Seen(0, 0, 0, 0, 1, 0);
        case UNDECIDED -> new Seen(0, 0, 0, 0, 0, 1);
        case TOO_FEW -> NOTHING;
      };
    }

    Seen plus(Seen other) {
      return new Seen(
          good + other.good,
          bad + other.bad,
          unknown + other.unknown,
          late + other.late,
          offline + other.offline,
          undecided + other.undecided);
    }

    long all() {
      return good + bad + unknown + late + offline + undecided;
    }

    @Override
    public String toString() {
      return good + " " + bad + " " + unknown + " " + late + " " + offline + " " + undecided;
    }

    static Seen parse(String text) {
      String[] parts = text.split(" ", -1);
      if (parts.length != 6) {
        throw new IllegalArgumentException(text);
      }
      long[] counts = new long[parts.length];
      for (int i = 0; i < parts.length; i++) {
        counts[i] = Long.parseLong(parts[i]);
        if (counts[i] < 0 || counts[i] > Integer.MAX_VALUE) {
          throw new IllegalArgumentException(text);
        }
      }
      return new Seen(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }
  }

  static AuditHistory unknownDevice(long epoch) {
    return new AuditHistory(
        epoch,
        Reputation.NEW_AUDITED,
        Reputation.NEW_UNKNOWN,
        OnlineHistory.EMPTY,
        0,
        0,
        Seen.NOTHING);
  }

  /** What was remembered, or a new device. */
  static AuditHistory of(GroupState state, long epoch) {
    Map<String, String> values = state.values();
    try {
      return new AuditHistory(
          Long.parseLong(values.getOrDefault("epoch", "")),
          Reputation.parse(values.getOrDefault("audited", "")),
          Reputation.parse(values.getOrDefault("unknown", "")),
          OnlineHistory.parse(values.getOrDefault("online", "")),
          Long.parseLong(values.getOrDefault("audits", "")),
          Integer.parseInt(values.getOrDefault("strikes", "")),
          Seen.parse(values.getOrDefault("seen", "")));
    } catch (IllegalArgumentException e) {
      // a state that nobody wrote remembers nothing
      return unknownDevice(epoch);
    }
  }

  GroupState toState() {
    return GroupState.of(Map.of(
        "epoch", "" + epoch,
        "audited", audited.toString(),
        "unknown", unknown.toString(),
        "online", online.toString(),
        "audits", "" + audits,
        "strikes", "" + strikes,
        "seen", seen.toString()));
  }

  /** The scores at the start of an epoch: failures count before successes, as in Storj, which is the most lenient order. */
  AuditHistory at(long now, int onlineWindows) {
    if (now <= epoch) {
      return this;
    }
    boolean onlyLate = seen.late > 0 && seen.good == 0;
    int late = onlyLate ? strikes + 1 : seen.good > 0 ? 0 : strikes;
    boolean struckOut = late >= STRIKES;
    return new AuditHistory(
        now,
        audited
            .afterBad(seen.bad + (struckOut ? 1 : 0), Reputation.AUDIT_MEMORY, 1)
            .afterGood(seen.good, Reputation.AUDIT_MEMORY, 1),
        unknown
            .afterBad(seen.unknown, Reputation.UNKNOWN_MEMORY, 1)
            .afterGood(seen.good, Reputation.UNKNOWN_MEMORY, 1),
        online.with(epoch, seen.all() - seen.offline, seen.all(), onlineWindows),
        audits + seen.all(),
        struckOut ? 0 : late,
        Seen.NOTHING);
  }

  AuditHistory plus(Seen more) {
    return new AuditHistory(epoch, audited, unknown, online, audits, strikes, seen.plus(more));
  }
}
