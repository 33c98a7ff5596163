package org.depinsdk.ev;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.metering.MeteringReasons;
import org.depinsdk.metering.MeteringVerifier;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.uptime.UptimeVerifier;

/**
 * What the verdicts say of one station in one epoch.
 *
 * @param device which station
 * @param wattHours what counted
 * @param intervals in how many intervals it was there
 * @param sessions which sessions counted, in the order of time
 * @param refused which did not, and why
 */
record StationEpoch(
    DeviceId device,
    long wattHours,
    long intervals,
    List<Session> sessions,
    List<Refused> refused) {
  /** A session that counted. */
  record Session(String name, Instant begin, Instant end, long milliWattHours) {
    Duration length() {
      return Duration.between(begin, end);
    }
  }

  /** A session that did not count: its reason, and the facts behind it. */
  record Refused(String session, String reason, Map<String, String> facts) {}

  /** How long it charged. */
  Duration active() {
    return sessions.stream().map(Session::length).reduce(Duration.ZERO, Duration::plus);
  }

  static SortedMap<DeviceId, StationEpoch> of(Iterable<Verdict> verdicts) {
    SortedMap<DeviceId, StationEpoch> stations = new TreeMap<>();
    for (Verdict verdict : verdicts) {
      stations.merge(verdict.device(), of(verdict), StationEpoch::plus);
    }
    return stations;
  }

  private static StationEpoch of(Verdict verdict) {
    boolean metering = verdict.kind().equals(MeteringVerifier.KIND);
    boolean uptime = verdict.kind().equals(UptimeVerifier.KIND);
    List<Session> sessions = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (Finding finding : metering ? verdict.findings() : List.<Finding>of()) {
      if (finding.code().equals(MeteringReasons.ACCEPTED)) {
        sessions.add(new Session(
            fact(finding, "session"),
            Instant.parse(fact(finding, "begin")),
            Instant.parse(fact(finding, "end")),
            Long.parseLong(fact(finding, "milliWattHours"))));
      } else if (finding.severity() == Severity.ERROR) {
        Map<String, String> facts = new TreeMap<>(finding.facts());
        facts.keySet().removeAll(List.of("session", "reports"));
        refused.add(new Refused(fact(finding, "session"), finding.code().text(), facts));
      }
    }
    sessions.sort(java.util.Comparator.comparing(Session::begin));
    long units = verdict.score().units();
    return new StationEpoch(
        verdict.device(), metering ? units : 0, uptime ? units : 0, sessions, refused);
  }

  private static String fact(Finding finding, String name) {
    String value = finding.facts().get(name);
    if (value == null) {
      throw new IllegalStateException(finding.code() + " lacks the fact " + name);
    }
    return value;
  }

  private static StationEpoch plus(StationEpoch a, StationEpoch b) {
    List<Session> sessions = new ArrayList<>(a.sessions());
    sessions.addAll(b.sessions());
    List<Refused> refused = new ArrayList<>(a.refused());
    refused.addAll(b.refused());
    return new StationEpoch(
        a.device(),
        a.wattHours() + b.wattHours(),
        a.intervals() + b.intervals(),
        sessions,
        refused);
  }
}
