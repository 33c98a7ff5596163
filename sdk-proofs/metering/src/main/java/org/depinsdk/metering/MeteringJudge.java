package org.depinsdk.metering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.metering.SignedMeterRecord.Pagination;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.SaturatingSum;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/** Judges all sessions of one meter. */
final class MeteringJudge implements Judge<MeteringSession> {
  private final ProofContext context;
  private final MeteringRules rules;

  MeteringJudge(ProofContext context) {
    this.context = context;
    this.rules = new MeteringRules(context.config());
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<MeteringSession>> evidence, GroupState before) {
    Ledger ledger = new Ledger();
    List<Candidate> candidates = new ArrayList<>();
    for (Attributed<MeteringSession> one : evidence) {
      ledger.see(one.device());
      try {
        candidates.add(read(one));
      } catch (Refusal refusal) {
        ledger.refuse(one, refusal);
      }
    }
    candidates = oneStation(candidates, ledger);
    candidates = withoutReplays(candidates, ledger);
    inOrder(candidates, ledger);
    return Judgement.of(ledger.verdicts(group));
  }

  /** A session that is good by itself. */
  private record Candidate(
      Attributed<MeteringSession> report, VerifiedSession session, List<String> records) {
    DeviceId device() {
      return report.device();
    }
  }

  private Candidate read(Attributed<MeteringSession> report) throws Refusal {
    MeteringSession evidence = report.evidence();
    MeterAssignment assignment = evidence.registration().assignment();
    checkRegistration(report);
    List<SignedMeterRecord> records = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (String text : evidence.records()) {
      SignedMeterRecord record = record(text);
      if (!record.verify(assignment.key())) {
        throw new Refusal(
            MeteringReasons.SIGNATURE_INVALID,
            Map.of(
                "key", assignment.key().toString(),
                "page", page(record.pagination())));
      }
      if (!record.meterSerial().equals(assignment.serial())) {
        throw new Refusal(
            MeteringReasons.SERIAL_MISMATCH,
            Map.of("registered", assignment.serial(), "signed", record.meterSerial()));
      }
      records.add(record);
      hashes.add(Hex.encode(MeterKey.sha256().digest(record.signedBytes())));
    }
    VerifiedSession session = VerifiedSession.of(records, rules);
    session.check(rules, assignment.plateWatts(), context.epoch());
    return new Candidate(report, session, List.copyOf(hashes));
  }

  private void checkRegistration(Attributed<MeteringSession> report) throws Refusal {
    MeterRegistration registration = report.evidence().registration();
    DeviceId station = registration.assignment().station();
    String manufacturer = registration.manufacturer().didKey();
    if (!rules.manufacturers().contains(manufacturer)) {
      throw new Refusal(MeteringReasons.MANUFACTURER_UNKNOWN, Map.of("manufacturer", manufacturer));
    }
    if (!registration.verify(context.network())) {
      throw new Refusal(
          MeteringReasons.REGISTRATION_INVALID,
          Map.of("serial", registration.assignment().serial()));
    }
    if (!station.equals(report.device())) {
      throw new Refusal(
          MeteringReasons.KEY_SHARED,
          Map.of("registered", station.text(), "reported", report.device().text()));
    }
    OperatorId owner = registration.ownerAccount();
    Optional<OperatorId> operator =
        context.registry().stateAt(report.device(), report.receivedAt()).map(DeviceState::operator);
    if (!operator.equals(Optional.of(owner))) {
      throw new Refusal(
          MeteringReasons.OWNER_MISMATCH,
          Map.of(
              "signed", owner.text(), "operator", operator.map(OperatorId::text).orElse("none")));
    }
  }

  private SignedMeterRecord record(String text) throws Refusal {
    try {
      return MeterFormat.parse(text, rules.records());
    } catch (MalformedEvidenceException e) {
      throw new Refusal(MeteringReasons.RECORD_MALFORMED, e.facts());
    }
  }

  // manufacturer and owner both signed one meter for two stations: none of its readings says where
  // the energy flowed
  private static List<Candidate> oneStation(List<Candidate> candidates, Ledger ledger) {
    SortedSet<DeviceId> stations = new TreeSet<>();
    candidates.forEach(c -> stations.add(c.device()));
    if (stations.size() < 2) {
      return candidates;
    }
    String all =
        String.join(" ", stations.stream().map(DeviceId::text).limit(16).toList());
    for (Candidate candidate : candidates) {
      ledger.refuse(
          candidate.report(), new Refusal(MeteringReasons.KEY_SHARED, Map.of("stations", all)));
    }
    return List.of();
  }

  // of reports that share a signed record, the one that came first counts
  private static List<Candidate> withoutReplays(List<Candidate> candidates, Ledger ledger) {
    List<Candidate> byArrival = new ArrayList<>(candidates);
    byArrival.sort(Comparator.comparingLong(c -> c.report().position()));
    Map<String, Candidate> seen = new HashMap<>();
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : byArrival) {
      Set<String> own = new HashSet<>(candidate.records());
      Optional<Candidate> earlier =
          candidate.records().stream().filter(seen::containsKey).findFirst().map(seen::get);
      if (earlier.isPresent() || own.size() < candidate.records().size()) {
        ledger.refuse(
            candidate.report(),
            new Refusal(
                MeteringReasons.SESSION_REPLAYED,
                Map.of(
                    "session", candidate.report().evidence().session(),
                    "first", earlier.map(c -> c.report().report().toString()).orElse("itself"))));
      } else {
        candidate.records().forEach(hash -> seen.put(hash, candidate));
        kept.add(candidate);
      }
    }
    return kept;
  }

  // by the meter's clock, and by its record numbers where the clock may have been set back between
  // two
  private List<Candidate> byTime(List<Candidate> candidates) {
    List<Candidate> byTime = new ArrayList<>(candidates);
    // those of one time stay in the order of their arrival
    byTime.sort(Comparator.comparing((Candidate c) -> c.session().begin())
        .thenComparing(c -> c.session().end()));
    for (int i = 1; i < byTime.size(); i++) {
      for (int j = i; j > 0 && isSetBack(byTime.get(j - 1), byTime.get(j)); j--) {
        Collections.swap(byTime, j - 1, j);
      }
    }
    return byTime;
  }

  private boolean isSetBack(Candidate before, Candidate after) {
    return gap(before.session(), after.session()) < 0
        && !after.session().begin().isAfter(before.session().begin().plus(rules.clockTolerance()));
  }

  private void inOrder(List<Candidate> candidates, Ledger ledger) {
    Map<String, Long> registers = new HashMap<>();
    Candidate before = null;
    for (Candidate candidate : byTime(candidates)) {
      try {
        if (before != null) {
          checkFollows(before, candidate);
        }
        checkRegister(registers, candidate.session());
      } catch (Refusal refusal) {
        ledger.refuse(candidate.report(), refusal);
        continue;
      }
      long gap = before == null ? 0 : gap(before.session(), candidate.session());
      ledger.accept(candidate.report(), candidate.session(), gap);
      before = candidate;
    }
  }

  private void checkFollows(Candidate before, Candidate candidate) throws Refusal {
    VerifiedSession earlier = before.session();
    VerifiedSession later = candidate.session();
    if (later.begin().plus(rules.clockTolerance()).isBefore(earlier.end())) {
      throw new Refusal(
          MeteringReasons.SESSION_OVERLAP,
          Map.of(
              "begin", later.begin().toString(),
              "until", earlier.end().toString(),
              "other", before.report().evidence().session()));
    }
    if (gap(earlier, later) < 0) {
      throw new Refusal(
          MeteringReasons.PAGINATION_BACKWARDS,
          Map.of("before", page(earlier.lastPage()), "after", page(later.firstPage())));
    }
  }

  private static void checkRegister(Map<String, Long> registers, VerifiedSession session)
      throws Refusal {
    if (session.register().transaction()) {
      return;
    }
    String name = session.register().text();
    long last = registers.getOrDefault(name, 0L);
    if (session.beginRegister() < last) {
      throw new Refusal(
          MeteringReasons.REGISTER_BACKWARDS,
          Map.of(
              "before", String.valueOf(last),
              "after", String.valueOf(session.beginRegister()),
              "register", name));
    }
    registers.put(name, session.endRegister());
  }

  // how many numbers lie between two sessions; negative where the later has no higher number
  private static long gap(VerifiedSession earlier, VerifiedSession later) {
    if (earlier.lastPage().isEmpty() || later.firstPage().isEmpty()) {
      return 0;
    }
    Pagination last = earlier.lastPage().get();
    Pagination first = later.firstPage().get();
    return last.context() == first.context() ? first.number() - last.number() - 1 : 0;
  }

  private static String page(Optional<Pagination> page) {
    return page.map(Pagination::toString).orElse("none");
  }

  /** Collects what each station gets and why. */
  private static final class Ledger {
    private final NavigableMap<DeviceId, FindingLog> logs = new TreeMap<>();
    private final Map<DeviceId, SaturatingSum> milliWattHours = new TreeMap<>();

    FindingLog see(DeviceId device) {
      return logs.computeIfAbsent(device, d -> new FindingLog());
    }

    void refuse(Attributed<MeteringSession> report, Refusal refusal) {
      see(report.device())
          .note(refusal.code(), Severity.ERROR, named(report, refusal.facts()), report.report());
    }

    void accept(Attributed<MeteringSession> report, VerifiedSession session, long gap) {
      FindingLog log = see(report.device());
      Map<String, String> facts = Map.of(
          "milliWattHours", String.valueOf(session.milliWattHours()),
          "begin", session.begin().toString(),
          "end", session.end().toString(),
          "page", page(session.lastPage()));
      // one finding for each session: an operator's statement is made of them
      log.add(new Finding(
          MeteringReasons.ACCEPTED, Severity.INFO, named(report, facts), List.of(report.report())));
      if (gap > 0) {
        log.note(
            MeteringReasons.PAGINATION_GAP,
            Severity.WARNING,
            named(
                report,
                Map.of("missing", String.valueOf(gap), "before", page(session.firstPage()))),
            report.report());
      }
      milliWattHours
          .computeIfAbsent(report.device(), d -> new SaturatingSum())
          .add(session.milliWattHours());
    }

    List<Verdict> verdicts(GroupKey group) {
      List<Verdict> verdicts = new ArrayList<>();
      logs.forEach((device, log) -> {
        SaturatingSum sum = milliWattHours.getOrDefault(device, new SaturatingSum());
        sum.note(log);
        verdicts.add(new Verdict(
            device,
            MeteringVerifier.KIND,
            group,
            // whole watt-hours; the rest of the epoch's last one is not paid
            MeteringVerifier.SCORE.of(sum.value() / 1000),
            log.findings()));
      });
      return verdicts;
    }

    private static Map<String, String> named(
        Attributed<MeteringSession> report, Map<String, String> facts) {
      Map<String, String> all = new TreeMap<>(facts);
      all.put("session", report.evidence().session());
      return all;
    }
  }
}
