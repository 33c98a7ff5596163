package org.depinsdk.storage.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Score;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.storage.HoldingPeriod;
import org.jspecify.annotations.Nullable;

/** Judges the answers about one segment, and lets what is remembered of a device age. */
final class AuditJudge implements Judge<ShardReport> {
  private final ProofContext context;
  private final AuditRules rules;
  private final SortedMap<String, SegmentRow> segments;
  private final NavigableMap<ShardRow.Key, ShardRow> shards;

  AuditJudge(ProofContext context) {
    this.context = context;
    this.rules = new AuditRules(context.config());
    this.segments = SegmentRow.TABLE.rows(context.tables());
    this.shards = new TreeMap<>(ShardRow.TABLE.rows(context.tables()));
  }

  private Instant start() {
    return context.epoch().start();
  }

  private boolean holdsAllTheTime(HoldingPeriod held) {
    return held.contains(start()) && !held.endsBy(context.epoch().end());
  }

  private long epoch() {
    return context.epoch().index();
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<ShardReport>> evidence, GroupState before) {
    if (!AuditVerifier.isSegment(group)) {
      return Judgement.of(List.of()).with(Map.of(group, history(before).toState()));
    }
    String name = AuditVerifier.segment(group);
    SegmentRow segment = segments.get(name);
    List<Long> blocks = segment == null || !holdsAllTheTime(segment.held())
        ? List.of()
        : AuditVerifier.challenges(context.terms(), name, segment.shardBytes());
    SortedMap<Integer, ShardRow> asked = blocks.isEmpty() ? new TreeMap<>() : askedFor(name);
    Results results = new Results(group);
    SortedMap<Integer, SegmentAudit.Answer> answers =
        answers(segment, blocks, asked, evidence, results);
    if (segment != null && !asked.isEmpty()) {
      SegmentAudit audit = SegmentAudit.of(segment.data(), rules.liars(), blocks, asked, answers);
      audit.outcomes().forEach((shard, outcome) -> {
        DeviceId holder = java.util.Objects.requireNonNull(asked.get(shard)).holder();
        results.add(holder, name, shard, outcome, segment.shardBytes());
      });
      if (audit.inconsistent()) {
        results.inconsistent(name);
      }
    }
    SortedMap<GroupKey, GroupState> states = results.states();
    // so that the segment is judged again when nobody answers
    states.put(
        group,
        segment == null
            ? GroupState.EMPTY
            : GroupState.of(Map.of("version", "" + segment.version())));
    return new Judgement(results.verdicts(), states);
  }

  @Override
  public GroupState merge(GroupKey key, GroupState one, GroupState other) {
    if (AuditVerifier.isSegment(key)) {
      throw new IllegalStateException("two groups write the state of " + key);
    }
    return AuditHistory.of(one, epoch())
        .plus(AuditHistory.of(other, epoch()).seen())
        .toState();
  }

  private AuditHistory history(GroupState before) {
    return AuditHistory.of(before, epoch()).at(epoch(), rules.onlineWindows());
  }

  // who held which shard during the whole epoch
  private SortedMap<Integer, ShardRow> askedFor(String segment) {
    SortedMap<Integer, ShardRow> asked = new TreeMap<>();
    shards
        .subMap(
            new ShardRow.Key(segment, 0), true, new ShardRow.Key(segment, Integer.MAX_VALUE), true)
        .forEach((key, row) -> {
          if (holdsAllTheTime(row.held())) {
            asked.put(key.shard(), row);
          }
        });
    return asked;
  }

  // the newest answer in time of each holder, or a late one; what does not count is noted
  private SortedMap<Integer, SegmentAudit.Answer> answers(
      @Nullable SegmentRow segment,
      List<Long> blocks,
      SortedMap<Integer, ShardRow> asked,
      Iterable<Attributed<ShardReport>> evidence,
      Results results) {
    SortedMap<Integer, Attributed<ShardReport>> newest = new TreeMap<>();
    for (Attributed<ShardReport> report : evidence) {
      ShardReport said = report.evidence();
      ReasonCode ignored = ignored(segment, blocks, asked, report);
      if (ignored != null) {
        Severity severity =
            ignored.equals(AuditReasons.NOT_THE_HOLDER) ? Severity.ERROR : Severity.INFO;
        results.log(report.device()).note(ignored, severity, report.report());
      } else {
        newest.merge(
            said.shard(), report, (one, other) -> BY_USE.compare(one, other) > 0 ? one : other);
      }
    }
    SortedMap<Integer, SegmentAudit.Answer> answers = new TreeMap<>();
    newest.forEach((shard, report) ->
        answers.put(shard, new SegmentAudit.Answer(report.evidence().answer(), isLate(report))));
    return answers;
  }

  private final Comparator<Attributed<ShardReport>> BY_USE =
      Comparator.<Attributed<ShardReport>, Boolean>comparing(report -> !isLate(report))
          .thenComparingLong(Attributed::position);

  private boolean isLate(Attributed<ShardReport> report) {
    return rules
        .answerWithin()
        .filter(within -> report.receivedAt().isAfter(start().plus(within)))
        .isPresent();
  }

  // why a report does not count, null if it does
  private @Nullable ReasonCode ignored(
      @Nullable SegmentRow segment,
      List<Long> blocks,
      SortedMap<Integer, ShardRow> asked,
      Attributed<ShardReport> report) {
    ShardReport said = report.evidence();
    if (segment == null
        || segment.version() != said.version()
        || !holdsAllTheTime(segment.held())) {
      return AuditReasons.RECORD_CHANGED;
    }
    if (blocks.isEmpty()) {
      return AuditReasons.NOT_SELECTED;
    }
    ShardRow row = asked.get(said.shard());
    if (row == null) {
      return AuditReasons.RECORD_CHANGED;
    }
    return row.holder().equals(report.device()) ? null : AuditReasons.NOT_THE_HOLDER;
  }

  /** What comes of one segment for each device. */
  private final class Results {
    private final GroupKey group;
    private final SortedMap<DeviceId, FindingLog> logs = new TreeMap<>();
    private final SortedMap<DeviceId, AuditHistory> histories = new TreeMap<>();
    private final SortedMap<DeviceId, long[]> bytes = new TreeMap<>();

    Results(GroupKey group) {
      this.group = group;
    }

    FindingLog log(DeviceId device) {
      return logs.computeIfAbsent(device, d -> new FindingLog());
    }

    void add(DeviceId device, String segment, int shard, Outcome outcome, long shardBytes) {
      log(device)
          .add(Finding.of(
              outcome.code(), outcome.severity(), Map.of("segment", segment, "shard", "" + shard)));
      AuditHistory history =
          histories.computeIfAbsent(device, d -> history(context.state().of(GroupKey.device(d))));
      histories.put(device, history.plus(AuditHistory.Seen.of(outcome)));
      long[] sums = bytes.computeIfAbsent(device, d -> new long[2]);
      sums[0] += outcome.counts() ? shardBytes : 0;
      sums[1] += outcome == Outcome.PASSED ? shardBytes : 0;
    }

    void inconsistent(String segment) {
      histories
          .keySet()
          .forEach(device -> log(device)
              .add(Finding.of(
                  AuditReasons.NOT_A_CODE_WORD, Severity.WARNING, Map.of("segment", segment))));
    }

    SortedMap<GroupKey, GroupState> states() {
      SortedMap<GroupKey, GroupState> states = new TreeMap<>();
      histories.forEach(
          (device, history) -> states.put(GroupKey.device(device), history.toState()));
      return states;
    }

    List<Verdict> verdicts() {
      return logs.entrySet().stream()
          .map(entry -> new Verdict(
              entry.getKey(),
              AuditVerifier.KIND,
              group,
              score(entry.getKey(), entry.getValue()),
              entry.getValue().findings()))
          .toList();
    }

    private Score score(DeviceId device, FindingLog log) {
      AuditHistory history = histories.get(device);
      if (history == null) {
        return AuditVerifier.SCORE.of(0);
      }
      long[] sums = bytes.getOrDefault(device, new long[2]);
      return note(history, log)
          ? AuditVerifier.SCORE.of(0)
          : new Score(AuditVerifier.SCORE, sums[0], sums[1], sums[0]);
    }

    // says how a device stands; true if it is disqualified
    private boolean note(AuditHistory history, FindingLog log) {
      int audited = history.audited().scorePpm();
      int unknown = history.unknown().scorePpm();
      int online = history.online().scorePpm(epoch());
      Map<String, String> facts = Map.of(
          "audit", "" + audited,
          "disqualified-at", "" + rules.disqualifyPpm(),
          "unknown", "" + unknown,
          "suspended-at", "" + rules.suspendPpm(),
          "online", "" + online,
          "online-below", "" + rules.onlinePpm(),
          "audits", "" + history.audits(),
          "vetted-at", "" + rules.vettingAudits());
      boolean disqualified = audited <= rules.disqualifyPpm();
      boolean fullPeriod = history.online().complete(epoch()).size() >= rules.onlineWindows();
      if (disqualified) {
        log.add(Finding.of(AuditReasons.DISQUALIFIED, Severity.ERROR, Collections.emptyMap()));
      }
      if (unknown <= rules.suspendPpm()) {
        log.add(Finding.of(AuditReasons.SUSPENDED, Severity.WARNING, Collections.emptyMap()));
      }
      if (fullPeriod && online < rules.onlinePpm()) {
        log.add(
            Finding.of(AuditReasons.OFFLINE_SUSPENDED, Severity.WARNING, Collections.emptyMap()));
      }
      if (history.audits() < rules.vettingAudits()) {
        log.add(Finding.of(AuditReasons.NOT_VETTED, Severity.INFO, Collections.emptyMap()));
      }
      log.add(Finding.of(AuditReasons.STANDING, Severity.INFO, facts));
      return disqualified;
    }
  }
}
