package org.depinsdk.proofs.sanctions;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;

/** One dated step of a sanction's life. Steps are only ever added. */
public sealed interface SanctionEvent {
  /** Longest statement that is kept. */
  int MAX_TEXT = 2_000;

  /** Longest sanction: a year; a longer one has to be imposed again, with a reason. */
  Duration MAX_LENGTH = Duration.ofDays(366);

  /**
   * When it happened.
   *
   * @return not before the step in front of it
   */
  Instant at();

  /**
   * Which sanction.
   *
   * @return its number, from 1 in the order in which they were imposed
   */
  long sanction();

  /**
   * The same step at another time.
   *
   * @param at when it happened
   * @return the step, otherwise as it is
   * @throws IllegalArgumentException if a sanction would not end after that, or more than {@link #MAX_LENGTH} later
   */
  default SanctionEvent withTime(Instant at) {
    if (this instanceof Imposed i) {
      return new Imposed(
          at,
          i.sanction(),
          i.device(),
          i.reason(),
          i.evidence(),
          i.expires(),
          i.appealWithin(),
          i.proofs());
    } else if (this instanceof Appealed appealed) {
      return new Appealed(at, appealed.sanction(), appealed.statement());
    } else if (this instanceof Upheld upheld) {
      return new Upheld(at, upheld.sanction(), upheld.grounds());
    }
    Reversed reversed = (Reversed) this;
    return new Reversed(at, reversed.sanction(), reversed.grounds());
  }

  /**
   * A sanction begins.
   *
   * @param at when
   * @param sanction its number
   * @param device whom it meets
   * @param reason why, a stable code
   * @param evidence the reports that show it, at least one
   * @param expires when it ends by itself
   * @param appealWithin how long the network may take to answer an appeal; without an answer the sanction is reversed
   * @param proofs which proofs of the device are denied; none for all of them, which is a ban; copied
   */
  record Imposed(
      Instant at,
      long sanction,
      DeviceId device,
      ReasonCode reason,
      List<ReportId> evidence,
      Instant expires,
      Duration appealWithin,
      SortedSet<ProofKind> proofs)
      implements SanctionEvent {
    /**
     * A ban: no proof of the device counts.
     *
     * @param at when
     * @param sanction its number
     * @param device whom it meets
     * @param reason why
     * @param evidence the reports that show it
     * @param expires when it ends by itself
     * @param appealWithin how long the network may take to answer an appeal
     */
    public Imposed(
        Instant at,
        long sanction,
        DeviceId device,
        ReasonCode reason,
        List<ReportId> evidence,
        Instant expires,
        Duration appealWithin) {
      this(
          at,
          sanction,
          device,
          reason,
          evidence,
          expires,
          appealWithin,
          Collections.emptySortedSet());
    }

    /** Checks and copies. */
    public Imposed {
      evidence = List.copyOf(evidence);
      proofs = Collections.unmodifiableSortedSet(new TreeSet<>(proofs));
      if (evidence.isEmpty()) {
        throw new IllegalArgumentException(
            "a sanction needs evidence: " + reason + " against " + device);
      }
      if (!at.isBefore(expires) || expires.isAfter(at.plus(MAX_LENGTH))) {
        throw new IllegalArgumentException("a sanction ends after " + at + " and at most "
            + MAX_LENGTH + " later, not at " + expires);
      }
      if (appealWithin.isNegative() || appealWithin.isZero()) {
        throw new IllegalArgumentException("appealWithin must be positive, not " + appealWithin);
      }
    }

    /**
     * Whether a proof of the device does not count.
     *
     * @param kind of the proof
     * @return true for every proof where it is a ban, else for those that are named
     */
    public boolean denies(ProofKind kind) {
      return proofs.isEmpty() || proofs.contains(kind);
    }
  }

  /**
   * The operator says that it is wrong.
   *
   * @param at when
   * @param sanction which
   * @param statement why, 1 to {@value #MAX_TEXT} characters
   */
  record Appealed(Instant at, long sanction, String statement) implements SanctionEvent {
    /** Checks the statement. */
    public Appealed {
      checkText("statement", statement);
    }
  }

  /**
   * The network looked again and stays with it.
   *
   * @param at when
   * @param sanction which
   * @param grounds why, 1 to {@value #MAX_TEXT} characters
   */
  record Upheld(Instant at, long sanction, String grounds) implements SanctionEvent {
    /** Checks the grounds. */
    public Upheld {
      checkText("grounds", grounds);
    }
  }

  /**
   * The sanction was wrong: it ends, and what was not paid because of it is owed.
   *
   * @param at when
   * @param sanction which
   * @param grounds why, 1 to {@value #MAX_TEXT} characters
   */
  record Reversed(Instant at, long sanction, String grounds) implements SanctionEvent {
    /** Checks the grounds. */
    public Reversed {
      checkText("grounds", grounds);
    }
  }

  private static void checkText(String field, String text) {
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          field + " has 1 to " + MAX_TEXT + " characters, not " + EncodingException.shown(text));
    }
  }
}
