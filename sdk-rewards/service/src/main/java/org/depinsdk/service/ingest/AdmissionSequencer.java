package org.depinsdk.service.ingest;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.Admission;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.DeviceUsage;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.service.store.NetworkLog;

/**
 * What depends on order: the network's time, the replay windows and the budgets of the open epochs. Not thread-safe; only
 * the sequencer calls it.
 */
final class AdmissionSequencer {
  // what they say depends on what the device sent before in that epoch
  private static final Set<ReasonCode> OF_EPOCH_OF_DEVICE_TIME =
      Set.of(ReportReasons.REPLAYED, ReportReasons.OVER_BUDGET);

  private final AdmissionRules rules;
  private final ReportAdmission admission;
  private final IngestLimits limits;
  private final TreeMap<Long, OpenEpoch> open = new TreeMap<>();
  private final AtomicLong openReports = new AtomicLong();
  private Instant lastReceived = Instant.MIN;
  private Instant lastRecord;
  private Instant sealedAt;

  /** What is remembered of an epoch that still takes evidence. */
  private static final class OpenEpoch {
    final Map<DeviceId, DeviceUsage> usages = new HashMap<>();
    final ReportIndex index = new ReportIndex();
    final RefusalBudget budget;
    long accepted;
    long refused;

    OpenEpoch(IngestLimits limits) {
      this.budget = new RefusalBudget(limits.refusedOfDevice(), limits.refusedOfNobody());
    }
  }

  /**
   * What became of a report.
   *
   * @param epoch in which epoch it stands
   * @param record its record in the log, empty if nobody is known to have signed it or it is not kept
   * @param entry what is kept of it, empty if the budget for refusals is used up
   * @param receipt the answer to its device
   */
  record Decision(
      long epoch,
      Optional<LogRecord.ReportDecided> record,
      Optional<LoggedReport> entry,
      ReportReceipt receipt) {}

  /**
   * A sequencer without reports.
   *
   * @param lastRecord when the newest change of the registry or step of a sanction took effect
   * @param settledUntil when the newest settled epoch closed
   */
  AdmissionSequencer(
      AdmissionRules rules, IngestLimits limits, Instant lastRecord, Instant settledUntil) {
    this.rules = rules;
    this.admission = new ReportAdmission(rules);
    this.limits = limits;
    this.lastRecord = lastRecord;
    this.sealedAt = settledUntil;
  }

  /** Takes up an entry that stood in the log when the service started. */
  void recover(NetworkLog.Entry found) {
    LoggedReport entry = found.report().orElse(LoggedReport.getDefaultInstance());
    if (!entry.hasReport()) {
      return;
    }
    long epoch = found.epoch();
    if (found.record().orElse(null) instanceof LogRecord.ReportDecided decided) {
      logged(decided, found.index());
    }
    lastReceived = latest(lastReceived, Instant.ofEpochMilli(entry.getReceivedAtMs()));
    Optional<SignedReport> report = parse(entry);
    if (entry.getRefusal().isEmpty()) {
      SignedReport accepted = report.orElseThrow(() -> new IllegalStateException(
          "epoch " + epoch + " holds an accepted report that does not parse"));
      use(open(epoch), accepted);
    } else {
      boolean signed = ReportReasons.isOfSigned(new ReasonCode(entry.getRefusal()));
      Optional<DeviceId> signer = report.filter(r -> signed).map(r -> r.report().device());
      open(epoch).budget.take(signer, size(entry.getReport()));
      open(epoch).refused++;
    }
  }

  /** When the next report comes in: never before one that was decided, nor before a change that it was checked against. */
  Instant receive(Instant now) {
    lastReceived = latest(latest(now, sealedAt), latest(lastReceived, lastRecord));
    return lastReceived;
  }

  /** The record of a report that comes again, if it was decided in an epoch that is not settled. */
  OptionalLong repeated(IncomingReport incoming) {
    if (!incoming.isOfNobody()) {
      for (OpenEpoch epoch : open.values()) {
        OptionalLong found = epoch.index.find(incoming.id());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return OptionalLong.empty();
  }

  /** Takes notice of where a report's record stands. */
  void logged(LogRecord.ReportDecided record, long index) {
    if (open(record.epoch()).index.put(record.report(), index)) {
      openReports.incrementAndGet();
    }
  }

  /** Decides about the next report, at the time that {@link #receive} gave. */
  Decision decide(IncomingReport incoming, Instant receivedAt) {
    Admission outcome = incoming.refusal().isPresent()
        ? incoming.refusal().get()
        : admit(incoming.signed().orElseThrow(), receivedAt);
    LoggedReport.Builder entry = LoggedReport.newBuilder()
        .setReport(incoming.wire())
        .setReceivedAtMs(receivedAt.toEpochMilli());
    ReportReceipt.Builder receipt =
        ReportReceipt.newBuilder().setReportId(incoming.id().hex());
    if (outcome instanceof Refusal refused) {
      String reason = refused.reason().text();
      entry.setRefusal(reason);
      receipt.setRefusal(reason).setDetail(refused.detail());
      long epoch = refusedIn(refused, incoming, receivedAt);
      Optional<DeviceId> signer = incoming
          .signed()
          .filter(report -> !incoming.isOfNobody())
          .map(report -> report.report().device());
      boolean kept = open(epoch).budget.take(signer, size(incoming.wire()));
      open(epoch).refused += kept ? 1 : 0;
      return new Decision(
          epoch,
          kept && !incoming.isOfNobody()
              ? Optional.of(record(epoch, incoming, receivedAt, Optional.of(refused.reason())))
              : Optional.empty(),
          kept ? Optional.of(entry.build()) : Optional.empty(),
          receipt.build());
    }
    long epoch = ((Admission.Accepted) outcome).epoch();
    use(open(epoch), incoming.signed().orElseThrow());
    return new Decision(
        epoch,
        Optional.of(record(epoch, incoming, receivedAt, Optional.empty())),
        Optional.of(entry.build()),
        receipt.setAccepted(true).build());
  }

  private static LogRecord.ReportDecided record(
      long epoch, IncomingReport incoming, Instant receivedAt, Optional<ReasonCode> refusal) {
    return new LogRecord.ReportDecided(
        epoch,
        incoming.id(),
        receivedAt,
        refusal,
        LogRecord.ReportDecided.envelope(incoming.wire()));
  }

  /** The newest time that a record has, {@link Instant#MIN} if there is none. */
  Instant newest() {
    return latest(sealedAt, latest(lastReceived, lastRecord));
  }

  /** When a registry change or a step of a sanction that is made now takes effect: after every report that was decided before it. */
  Instant recordTime(Instant now) {
    Instant at = latest(latest(now, sealedAt), lastRecord);
    return lastReceived.equals(Instant.MIN) ? at : latest(at, lastReceived.plusMillis(1));
  }

  /** Takes notice of a registry change, or a step of a sanction. */
  void recorded(Instant at) {
    lastRecord = latest(lastRecord, at);
  }

  /**
   * Closes the epochs whose time has come; later decisions never fall back into them.
   *
   * @return the first epoch that is still open
   */
  long seal(Instant now) {
    sealedAt = latest(latest(now, sealedAt), latest(lastReceived, lastRecord));
    EpochSchedule schedule = rules.schedule();
    // an epoch is closed when its end and the grace lie at or before this moment
    Instant ended = sealedAt.minus(schedule.grace());
    return ended.isBefore(schedule.genesis()) ? 0 : schedule.containing(ended).index();
  }

  /** What a closed epoch came to. */
  LogRecord.EpochClosed count(long epoch) {
    OpenEpoch counted = open(epoch);
    return new LogRecord.EpochClosed(
        epoch, counted.accepted, counted.refused, counted.budget.leftOut());
  }

  /** Forgets an epoch that is settled. */
  void forget(long epoch) {
    OpenEpoch settled = open.remove(epoch);
    if (settled != null) {
      openReports.addAndGet(-settled.index.size());
    }
  }

  /** How many reports of epochs that are not settled are remembered. For any thread. */
  long openReports() {
    return openReports.get();
  }

  ReportAdmission admission() {
    return admission;
  }

  private Admission admit(SignedReport signed, Instant receivedAt) {
    Report report = signed.report();
    DeviceUsage used = report.deviceTime().isBefore(rules.schedule().genesis())
        ? DeviceUsage.NONE
        : usageOf(rules.schedule().containing(report.deviceTime()).index(), report.device());
    return admission.decide(signed, receivedAt, used);
  }

  private DeviceUsage usageOf(long epoch, DeviceId device) {
    OpenEpoch known = open.get(epoch);
    return known == null ? DeviceUsage.NONE : known.usages.getOrDefault(device, DeviceUsage.NONE);
  }

  /** What was refused because of other reports belongs to the epoch of those, any other refusal to the time it came. */
  private long refusedIn(Refusal refused, IncomingReport incoming, Instant receivedAt) {
    EpochSchedule schedule = rules.schedule();
    Instant time = OF_EPOCH_OF_DEVICE_TIME.contains(refused.reason())
        ? incoming.signed().orElseThrow().report().deviceTime()
        : latest(receivedAt, schedule.genesis());
    return schedule.containing(time).index();
  }

  private OpenEpoch open(long epoch) {
    return open.computeIfAbsent(epoch, e -> new OpenEpoch(limits));
  }

  private static void use(OpenEpoch epoch, SignedReport report) {
    DeviceUsage used = epoch.usages.getOrDefault(report.report().device(), DeviceUsage.NONE);
    epoch.usages.put(report.report().device(), used.with(report));
    epoch.accepted++;
  }

  private static int size(org.depinsdk.core.wire.v1.SignedReport report) {
    return report.getBody().size() + report.getSignature().size();
  }

  private static Optional<SignedReport> parse(LoggedReport entry) {
    try {
      return Optional.of(SignedReport.of(entry.getReport()));
    } catch (MalformedReportException e) {
      return Optional.empty();
    }
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
