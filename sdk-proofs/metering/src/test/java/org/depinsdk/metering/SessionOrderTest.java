package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.SaturatingSum;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.junit.jupiter.api.Test;

/** Which session comes first, which register counts, and what a verdict says of both. */
class SessionOrderTest extends MeterScene {
  private static final String TOTAL = "\"RI\":\"1-0:1.8.0\",";
  private static final String TRANSACTION = "\"RI\":\"01-00:98.08.00.FF\",";

  private static Finding only(Verdict verdict, ReasonCode code) {
    List<Finding> found =
        verdict.findings().stream().filter(f -> f.code().equals(code)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void sessionsMayBeReportedInAnyOrder() {
    session("later", 2, 3, 6 * KWH, 4, 8 * KWH);
    session("earlier", 1, 1, 5 * KWH, 2, 6 * KWH);
    expect(3_000, MeteringReasons.ACCEPTED, MeteringReasons.ACCEPTED);
  }

  @Test
  void sessionsWithoutNumbersGoByTheirClock() {
    for (int hour : new int[] {4, 2}) {
      String readings = reading("B", hour, TOTAL, "" + hour) + ","
          + reading("E", hour + 1, TOTAL, "" + (hour + 1));
      report(
          "s" + hour,
          meter.sign("{\"FV\":\"1.0\",\"MS\":\"1EBZ0300034628\",\"RD\":[" + readings + "]}"));
    }
    expect(2_000, MeteringReasons.ACCEPTED, MeteringReasons.ACCEPTED);
  }

  /** The clock went back by 15 s between the meter's first two sessions. */
  @Test
  void aClockMayBeSetBackAfterTheFirstSession() {
    report("one", meter.session(1, second(10), 0, second(20), 10 * WH, ""));
    report("two", meter.session(2, second(5), 10 * WH, second(600), 30 * WH, ""));
    expect(30, MeteringReasons.ACCEPTED, MeteringReasons.ACCEPTED);
  }

  /** By the number that follows: the next has none of a lower one, and the clock says which is first. */
  @Test
  void sessionsWithinTheToleranceGoByTheirNumbers() {
    report("two", meter.session(2, second(0), 0, second(10), 10 * WH, ""));
    report("one", meter.session(1, second(60), 0, second(60), 10 * WH, ""));
    assertThat(only(judge(), MeteringReasons.REGISTER_BACKWARDS).facts())
        .containsEntry("session", "two");
    assertThat(only(judge("clock-tolerance", "PT59.999S"), MeteringReasons.PAGINATION_BACKWARDS)
            .facts())
        .containsEntry("session", "one")
        .containsEntry("before", "T2")
        .containsEntry("after", "T1");
  }

  @Test
  void ofTwoSessionsAtOneTimeTheOneThatWasReceivedFirstCounts() {
    String payload = "{\"FV\":\"1.0\",\"MS\":\"1EBZ0300034628\",\"ID\":\"%s\",\"RD\":["
        + reading("B", 2, TOTAL, "1") + "," + reading("E", 3, TOTAL, "2") + "]}";
    for (String name : List.of("b", "a")) {
      report(name, meter.sign(payload.replace("%s", name)));
    }
    expect(1_000, MeteringReasons.ACCEPTED, MeteringReasons.SESSION_OVERLAP);
    assertThat(only(judge(), MeteringReasons.ACCEPTED).facts())
        .containsEntry("session", "b")
        .containsEntry("page", "none");
  }

  @Test
  void aReplayNamesTheReportThatCameFirst() {
    session("first", 1, 1, 5 * KWH, 2, 6 * KWH);
    session("again", 1, 1, 5 * KWH, 2, 6 * KWH);
    assertThat(only(judge(), MeteringReasons.SESSION_REPLAYED).facts())
        .containsEntry("session", "again")
        .containsEntry("first", evidence.get(0).report().toString());
    evidence.clear();
    String record = meter.session(2, at(3), 6 * KWH, at(4), 7 * KWH, "");
    report("twice", record, record);
    assertThat(only(judge(), MeteringReasons.SESSION_REPLAYED).facts())
        .containsEntry("first", "itself");
  }

  @Test
  void aGapSaysHowManyNumbersAreMissing() {
    session("first", 1, 1, 5 * KWH, 2, 6 * KWH);
    session("second", 2, 3, 6 * KWH, 4, 7 * KWH);
    session("third", 5, 5, 7 * KWH, 6, 8 * KWH);
    assertThat(only(judge(), MeteringReasons.PAGINATION_GAP).facts())
        .containsEntry("missing", "2")
        .containsEntry("before", "T5")
        .containsEntry("session", "third");
  }

  /** A register that counts for ever can be compared with the session before, whichever stands first. */
  @Test
  void ofTwoRegistersTheOneThatCountsForEverIsPaid() {
    for (boolean totalFirst : new boolean[] {true, false}) {
      evidence.clear();
      String total = reading("B", 2, TOTAL, "5") + "," + reading("E", 3, TOTAL, "8");
      String transaction =
          reading("B", 2, TRANSACTION, "0") + "," + reading("E", 3, TRANSACTION, "4");
      registers("s", 1, totalFirst ? total + "," + transaction : transaction + "," + total);
      expect(3_000, MeteringReasons.ACCEPTED);
    }
  }

  @Test
  void aRegisterOfSomethingElseThanEnergyIsNoSession() {
    registers(
        "minutes",
        1,
        (reading("B", 2, TOTAL, "1") + "," + reading("E", 3, TOTAL, "2")).replace("kWh", "min"));
    expect(0, MeteringReasons.SESSION_INCOMPLETE);
    assertThat(only(judge(), MeteringReasons.SESSION_INCOMPLETE).facts())
        .containsEntry("registers", "1-0:1.8.0")
        .containsEntry("records", "1");
  }

  /** Registers that start from zero, a policy that lets a hundred years of power into a second. */
  @Test
  void aSumThatIsTooHighIsSaid() {
    MeterRegistration large = registration(meter, station, MeterAssignment.MAX_PLATE_WATTS);
    String reading = "{\"TM\":\"2026-03-01T02:00:0%d,000+0000 I\",\"TX\":\"%s\",\"RV\":%d,"
        + TRANSACTION + "\"RU\":\"kWh\",\"EF\":\"\",\"ST\":\"G\"}";
    for (int page = 1; page <= 103; page++) {
      report(
          station,
          "s" + page,
          large,
          meter.sign("{\"FV\":\"1.0\",\"PG\":\"T" + page + "\",\"MS\":\"1EBZ0300034628\",\"RD\":["
              + String.format(Locale.ROOT, reading, 0, "B", 0) + ","
              + String.format(Locale.ROOT, reading, 1, "E", 90_000_000_000L) + "]}"));
    }
    Verdict verdict = judge("clock-tolerance", "P36525D", "power-tolerance-permille", "10000");
    assertThat(verdict.score().units()).isEqualTo(Long.MAX_VALUE / 1000);
    assertThat(TestNetwork.codes(verdict)).contains(SaturatingSum.SATURATED.text());
  }
}
