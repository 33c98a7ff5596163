package org.depinsdk.metering;

import java.util.ArrayList;
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
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.metering.SignedMeterRecord.Pagination;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/**
 * Judges charging sessions by what the meter signed, kind {@code metering/1}, unit {@code watt-hour}. All sessions of one
 * meter key are judged together, whoever reports them.
 *
 * <p>A session counts where its registration is good, every record verifies under the registered key, begin and end of one
 * import register are there with a clock that places them, the meter works, the session ends in the judged epoch, the
 * register only rises, and the power stays below the plate. Of sessions that share a record, overlap, or do not follow in
 * register and record number, the first counts. A session belongs to the epoch in which it ends by the meter's own signed
 * clock, so that no record is paid in two epochs.
 *
 * <p>Settings: {@link MeteringRules}. Reasons: {@link MeteringReasons}.
 */
public final class MeteringVerifier implements ProofVerifier<MeteringSession> {
  /** The kind. */
  public static final ProofKind KIND = new ProofKind("metering/1");

  private static final EvidenceCodec<MeteringSession> CODEC = new MeteringCodec();
  private static final ScoreType SCORE = ScoreType.quantity("watt-hour");

  /** For {@link java.util.ServiceLoader}. */
  public MeteringVerifier() {}

  @Override
  public ProofKind kind() {
    return KIND;
  }

  @Override
  public ScoreType scoreType() {
    return SCORE;
  }

  @Override
  public EvidenceCodec<MeteringSession> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<MeteringSession> evidence) {
    return new GroupKey(
        "meter:" + evidence.evidence().registration().assignment().key().fingerprint());
  }

  @Override
  public Judge<MeteringSession> prepare(ProofContext context) {
    return (group, evidence, before) -> Judgement.of(judge(group, evidence, context));
  }

  private List<Verdict> judge(
      GroupKey group, Iterable<Attributed<MeteringSession>> evidence, ProofContext context) {
    MeteringRules rules = MeteringRules.of(context.config());
    Ledger ledger = new Ledger();
    List<Candidate> candidates = new ArrayList<>();
    for (Attributed<MeteringSession> one : evidence) {
      ledger.see(one.device());
      try {
        candidates.add(read(one, rules, context));
      } catch (Refusal refusal) {
        ledger.refuse(one, refusal);
      }
    }
    candidates = oneStation(candidates, ledger);
    candidates = withoutReplays(candidates, ledger);
    inOrder(candidates, ledger);
    return ledger.verdicts(group);
  }

  /** A session that is good by itself. */
  private record Candidate(
      Attributed<MeteringSession> report, ChargingSession session, List<String> records) {
    DeviceId device() {
      return report.device();
    }
  }

  private static Candidate read(
      Attributed<MeteringSession> report, MeteringRules rules, ProofContext context)
      throws Refusal {
    MeteringSession evidence = report.evidence();
    MeterAssignment assignment = evidence.registration().assignment();
    checkRegistration(report, rules, context);
    List<SignedMeterRecord> records = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (String text : evidence.records()) {
      SignedMeterRecord record = record(text, rules);
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
    ChargingSession session = ChargingSession.of(records, rules);
    session.check(rules, assignment.plateWatts(), context.epoch());
    return new Candidate(report, session, List.copyOf(hashes));
  }

  private static void checkRegistration(
      Attributed<MeteringSession> report, MeteringRules rules, ProofContext context)
      throws Refusal {
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

  private static SignedMeterRecord record(String text, MeteringRules rules) throws Refusal {
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
    byArrival.sort(Comparator.comparing((Candidate c) -> c.report().receivedAt())
        .thenComparing(Candidate::device)
        .thenComparingLong(c -> c.report().sequence()));
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

  private static void inOrder(List<Candidate> candidates, Ledger ledger) {
    List<Candidate> byTime = new ArrayList<>(candidates);
    byTime.sort(Comparator.comparing((Candidate c) -> c.session().begin())
        .thenComparing(c -> c.session().end())
        .thenComparing(c -> c.report().receivedAt())
        .thenComparingLong(c -> c.report().sequence()));
    Map<String, Long> registers = new HashMap<>();
    Candidate before = null;
    for (Candidate candidate : byTime) {
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

  private static void checkFollows(Candidate before, Candidate candidate) throws Refusal {
    ChargingSession earlier = before.session();
    ChargingSession later = candidate.session();
    if (later.begin().isBefore(earlier.end())) {
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

  private static void checkRegister(Map<String, Long> registers, ChargingSession session)
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
  private static long gap(ChargingSession earlier, ChargingSession later) {
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
    private final Map<DeviceId, Long> milliWattHours = new HashMap<>();

    FindingLog see(DeviceId device) {
      return logs.computeIfAbsent(device, d -> new FindingLog());
    }

    void refuse(Attributed<MeteringSession> report, Refusal refusal) {
      see(report.device())
          .note(refusal.code(), Severity.ERROR, named(report, refusal.facts()), report.report());
    }

    void accept(Attributed<MeteringSession> report, ChargingSession session, long gap) {
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
      milliWattHours.merge(report.device(), session.milliWattHours(), Math::addExact);
    }

    List<Verdict> verdicts(GroupKey group) {
      List<Verdict> verdicts = new ArrayList<>();
      logs.forEach((device, log) -> verdicts.add(new Verdict(
          device,
          KIND,
          group,
          // whole watt-hours; the rest of the epoch's last one is not paid
          SCORE.of(milliWattHours.getOrDefault(device, 0L) / 1000),
          log.findings())));
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
