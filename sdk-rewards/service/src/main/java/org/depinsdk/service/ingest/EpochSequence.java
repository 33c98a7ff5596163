package org.depinsdk.service.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.store.NetworkLog;

/**
 * Opens and closes epochs in the log. An epoch is opened before anything else of it, and before the epoch before it is closed. Not
 * safe for use by several threads.
 */
final class EpochSequence {
  private final AdmissionRules rules;
  private final EpochOpening opening;
  private final TreeMap<Long, Span> spans = new TreeMap<>();
  private long nextToOpen;

  /** Where an unsettled epoch is in the log: from the record that opens it, or the first one, to the one that closes it. */
  private static final class Span {
    final long start;
    long end;
    Optional<LogRecord.PolicyAdopted> policy = Optional.empty();
    boolean settled;

    Span(long start) {
      this.start = start;
    }
  }

  /** No epoch yet. */
  EpochSequence(AdmissionRules rules, EpochOpening opening) {
    this.rules = rules;
    this.opening = opening;
  }

  /** Takes up an entry that stood in the log when the service started. */
  void recover(NetworkLog.Entry entry) {
    entry.record().ifPresent(record -> note(entry.index(), record));
  }

  private void note(long index, LogRecord record) {
    Span span = spans.get(record.epoch());
    if (record instanceof LogRecord.EpochOpened opened) {
      spans.put(opened.epoch(), new Span(opened.epoch() == 0 ? 0 : index));
      nextToOpen = opened.epoch() + 1;
    } else if (record instanceof LogRecord.PolicyAdopted adopted && span != null) {
      span.policy = Optional.of(adopted);
    } else if (record instanceof LogRecord.EpochClosed && span != null) {
      span.end = index + 1;
    } else if (record instanceof LogRecord.Settled && span != null) {
      span.settled = true;
    }
  }

  /** The epoch of an instant; what was before the first one belongs to the first one. */
  long epochOf(Instant at) {
    EpochSchedule schedule = rules.schedule();
    return at.isBefore(schedule.genesis()) ? 0 : schedule.containing(at).index();
  }

  /** Fixes the policies of epochs that were opened just before the process ended. */
  void completeOpenings(SequencedLog log) {
    spans.forEach((epoch, span) -> {
      if (span.policy.isEmpty() && span.end == 0) {
        append(log, opening.policy(epoch));
      }
    });
  }

  /** Opens every epoch to which a report that comes at an instant can belong. */
  void openUntil(SequencedLog log, Instant at) {
    long newest = epochOf(at.plus(rules.maxSkew()));
    while (nextToOpen <= newest) {
      // of many epochs that went by at once, the last one alone needs a segment of its own
      if (nextToOpen == newest && newest > 0) {
        log.beginSegment(newest);
      }
      long epoch = nextToOpen;
      append(log, opening.opened(epoch));
      append(log, opening.policy(epoch));
    }
  }

  /** Closes an epoch, unless that was done before. */
  ClosedEpoch close(SequencedLog log, List<LogRecord> last, LogRecord.EpochClosed closed) {
    Span span = span(closed.epoch());
    if (span.end == 0) {
      for (LogRecord record : last) {
        append(log, record);
      }
      append(log, closed);
      log.markClose();
    }
    return new ClosedEpoch(span.start, span.end, span.policy.orElseThrow().policy());
  }

  /** Records that an epoch is settled, unless that was done before; afterwards it is forgotten. */
  void settle(SequencedLog log, LogRecord.Settled settled) {
    if (!span(settled.epoch()).settled) {
      append(log, settled);
    }
    spans.headMap(settled.epoch(), true).clear();
  }

  /** Whether an epoch that is not settled takes no more records. */
  boolean isClosed(long epoch) {
    return span(epoch).end > 0;
  }

  /** Records what an epoch is settled with, while it is not closed. */
  void record(SequencedLog log, LogRecord.FactRecorded fact) {
    if (isClosed(fact.epoch())) {
      throw new IllegalStateException("epoch " + fact.epoch() + " is closed");
    }
    append(log, fact);
  }

  private Span span(long epoch) {
    return Optional.ofNullable(spans.get(epoch))
        .orElseThrow(() -> new IllegalStateException("epoch " + epoch + " is not open"));
  }

  private void append(SequencedLog log, LogRecord record) {
    note(log.append(record, Optional.empty()), record);
  }
}
