package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class MeteringVerifierTest extends MeterScene {
  @Test
  void goodSessionsAddUpAndWholeWattHoursArePaid() {
    session("a", 1, 1, 5 * KWH, 2, 12 * KWH + 600);
    session("b", 2, 3, 12 * KWH + 600, 4, 20 * KWH + 1500);
    expect(15_001, MeteringReasons.ACCEPTED, MeteringReasons.ACCEPTED);
    assertThat(judge().findings().get(0).facts())
        .containsEntry("session", "a")
        .containsEntry("milliWattHours", String.valueOf(7 * KWH + 600))
        .containsEntry("begin", "2026-03-01T01:00:00Z")
        .containsEntry("page", "T1");
  }

  @Test
  void beginAndEndMayBeSignedApart() {
    report(
        "a",
        meter.reading(3, at(2), ReadingMark.END_REMOTE, 8 * KWH, ""),
        meter.reading(2, at(1.5), ReadingMark.CHARGING, 6 * KWH, ""),
        meter.reading(1, at(1), ReadingMark.BEGIN, 5 * KWH, "TAG1"));
    expect(3_000, MeteringReasons.ACCEPTED);
  }

  @Test
  void aForgedSignatureCostsOnlyItsSession() {
    session("good", 1, 1, 5 * KWH, 2, 6 * KWH);
    report(
        "forged",
        meter
            .session(2, at(3), 6 * KWH, at(4), 7 * KWH, "TAG1")
            .replace("\"RV\":7000.000", "\"RV\":9000.000"));
    expect(1_000, MeteringReasons.ACCEPTED, MeteringReasons.SIGNATURE_INVALID);
  }

  @Test
  void aMeterThatRunsBackwardsIsFound() {
    session("inside", 1, 1, 5 * KWH, 2, 4 * KWH);
    session("good", 2, 3, 5 * KWH, 4, 9 * KWH);
    session("since", 3, 5, 8 * KWH, 6, 10 * KWH);
    expect(
        4_000,
        MeteringReasons.ACCEPTED,
        MeteringReasons.REGISTER_BACKWARDS,
        MeteringReasons.REGISTER_BACKWARDS);
  }

  @Test
  void ofOverlappingSessionsTheFirstCounts() {
    session("first", 1, 1, 5 * KWH, 3, 9 * KWH);
    session("second", 2, 2, 7 * KWH, 4, 11 * KWH);
    session("third", 3, 4, 11 * KWH, 5, 12 * KWH);
    expect(
        5_000,
        MeteringReasons.ACCEPTED,
        MeteringReasons.ACCEPTED,
        MeteringReasons.PAGINATION_GAP,
        MeteringReasons.SESSION_OVERLAP);
  }

  @Test
  void aReplayedSessionCountsOnce() {
    session("first", 1, 1, 5 * KWH, 3, 9 * KWH);
    session("again", 1, 1, 5 * KWH, 3, 9 * KWH);
    // the same signed bytes in another dress: whitespace around them and a name that is not signed
    report("dressed", " " + meter.session(1, at(1), 5 * KWH, at(3), 9 * KWH, "TAG1") + "\n");
    expect(
        4_000,
        MeteringReasons.ACCEPTED,
        MeteringReasons.SESSION_REPLAYED,
        MeteringReasons.SESSION_REPLAYED);
  }

  @Test
  void ofTwoRecordsUnderOneNumberTheFirstCounts() {
    session("first", 7, 1, 5 * KWH, 2, 6 * KWH);
    session("second", 7, 3, 6 * KWH, 4, 7 * KWH);
    session("third", 6, 5, 7 * KWH, 6, 8 * KWH);
    expect(
        1_000,
        MeteringReasons.ACCEPTED,
        MeteringReasons.PAGINATION_BACKWARDS,
        MeteringReasons.PAGINATION_BACKWARDS);
  }

  @Test
  void powerAboveThePlateIsRefusedAndThePlateItselfIsNot() {
    session("full", 1, 1, 0, 2, 11 * KWH);
    session("above", 2, 3, 11 * KWH, 4, 24 * KWH);
    expect(11_000, MeteringReasons.ACCEPTED, MeteringReasons.POWER_ABOVE_PLATE);
    assertThat(judge("power-tolerance-permille", "200").score().units()).isEqualTo(24_000);
  }

  /** 11 kW for 3,599 seconds and a second of tolerance are 11 kWh; coarse steps of the register come on top. */
  @Test
  void thePlateIsTheLimitToTheWattHour() {
    for (long slack : new long[] {0, 5}) {
      for (long more : new long[] {0, 1}) {
        evidence.clear();
        long energy = (11_000 + slack + more) * WH;
        report("full", meter.session(1, second(0), 0, second(3_599), energy, ""));
        Verdict verdict = judge(
            "clock-tolerance", "PT1S",
            "power-tolerance-permille", "0",
            "power-slack-watt-hours", "" + slack);
        assertThat(verdict.score().units()).isEqualTo(more == 0 ? 11_000 + slack : 0);
      }
    }
  }

  @Test
  void aSessionOfTheLongestLengthOrWithoutEnergyIsTaken() {
    report("longest", meter.session(1, second(0), 0, second(3_600), 0, ""));
    assertThat(TestNetwork.codes(judge("max-session", "PT1H")))
        .contains("metering.session-accepted")
        .doesNotContain("metering.duration-implausible", "metering.register-backwards");
    evidence.clear();
    report("set-back", meter.session(1, second(10), 0, second(0), 0, ""));
    assertThat(TestNetwork.codes(judge("clock-tolerance", "PT10S")))
        .contains("metering.session-accepted");
  }

  @Test
  void aBurstInsideALongSessionIsAbovePlateToo() {
    report(
        "burst",
        meter.reading(1, at(1), ReadingMark.BEGIN, 0, ""),
        meter.reading(2, at(1.1), ReadingMark.CHARGING, 9 * KWH, ""),
        meter.reading(3, at(9), ReadingMark.END, 9 * KWH, ""));
    expect(0, MeteringReasons.POWER_ABOVE_PLATE);
  }

  /** The meter's clock is set back by 20 s: within a short session, and between two. */
  @Test
  void aMetersClockMayBeSetBack() {
    report(
        "within",
        meter.reading(1, second(0), ReadingMark.BEGIN, 0, ""),
        meter.reading(2, second(30), ReadingMark.CHARGING, 50 * WH, ""),
        meter.reading(3, second(15), ReadingMark.END, 80 * WH, ""));
    report("turned", meter.session(4, second(18), 80 * WH, second(12), 100 * WH, ""));
    // began after the one before, and says that it began earlier
    report("later", meter.session(5, second(10), 100 * WH, second(600), 200 * WH, ""));
    expect(200, MeteringReasons.ACCEPTED, MeteringReasons.ACCEPTED, MeteringReasons.ACCEPTED);
    Verdict strict = judge("clock-tolerance", "PT1S");
    assertThat(TestNetwork.codes(strict))
        .contains("metering.duration-implausible")
        .doesNotContain("metering.pagination-backwards");
  }

  @Test
  void sessionsMayOverlapByTheClocksTolerance() {
    for (int millis : new int[] {10_000, 10_001}) {
      evidence.clear();
      report("first", meter.session(1, second(0), 0, second(600), KWH, ""));
      report(
          "second",
          meter.session(2, second(600).minusMillis(millis), KWH, second(1_200), 2 * KWH, ""));
      Verdict verdict = judge("clock-tolerance", "PT10S");
      assertThat(verdict.score().units()).isEqualTo(millis == 10_000 ? 2_000 : 1_000);
    }
    // back to back is no overlap at all
    evidence.clear();
    report("first", meter.session(1, second(0), 0, second(600), KWH, ""));
    report("second", meter.session(2, second(600), KWH, second(1_200), 2 * KWH, ""));
    assertThat(judge("clock-tolerance", "PT0.001S").score().units()).isEqualTo(2_000);
  }

  /** Each part lies within the slack of a register's coarse steps, all of them together do not. */
  @Test
  void manyBurstsAreAbovePlateTogether() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      ReadingMark mark =
          i == 0 ? ReadingMark.BEGIN : i == 10 ? ReadingMark.END : ReadingMark.CHARGING;
      records.add(meter.reading(1 + i, second(36L * i), mark, 390 * WH * i, ""));
    }
    report("bursts", records.toArray(new String[0]));
    expect(0, MeteringReasons.POWER_ABOVE_PLATE);
    // twice the time is enough for all of them
    assertThat(judge("clock-tolerance", "PT20M").score().units()).isEqualTo(3_900);
  }

  /** A meter counts transactions and fiscal records apart (OCMF, PG): neither follows the other. */
  @Test
  void recordNumbersOfAnotherContextDoNotFollowEachOther() {
    session("first", 9, 1, 5 * KWH, 2, 6 * KWH);
    String payload = "{\"FV\":\"1.0\",\"PG\":\"F2\",\"MS\":\"1EBZ0300034628\",\"RD\":["
        + "{\"TM\":\"2026-03-01T03:00:00,000+0000 S\",\"TX\":\"B\",\"RV\":6,"
        + "\"RI\":\"1-b:1.8.0\",\"RU\":\"kWh\",\"EF\":\"\",\"ST\":\"G\"},"
        + "{\"TM\":\"2026-03-01T04:00:00,000+0000 S\",\"TX\":\"E\",\"RV\":7}]}";
    report("fiscal", meter.sign(payload));
    expect(2_000, MeteringReasons.ACCEPTED, MeteringReasons.ACCEPTED);
  }

  /** Of two reports of one record the one that the network received first counts, whatever their numbers. */
  @Test
  void ofAReplayTheOneThatWasReceivedFirstCounts() {
    session("second", 1, 1, 5 * KWH, 2, 6 * KWH);
    session("first", 1, 1, 5 * KWH, 2, 6 * KWH);
    List<Attributed<MeteringSession>> swapped = new ArrayList<>();
    for (Attributed<MeteringSession> one : evidence) {
      swapped.add(new Attributed<>(
          one.report(),
          one.device(),
          one.sequence(),
          one.deviceTime(),
          one.receivedAt(),
          1_000 - one.position(),
          one.provenance(),
          one.evidence()));
    }
    evidence.clear();
    evidence.addAll(swapped);
    assertThat(judge().findings().stream()
            .filter(f -> f.code().equals(MeteringReasons.SESSION_REPLAYED))
            .map(f -> f.facts().get("session")))
        .containsExactly("second");
  }

  @Test
  void aKeyOfAnotherStationEarnsNothingAndHarmsNobody() {
    DeviceId thief = network.device("charge-point", 2);
    session("good", 1, 1, 5 * KWH, 3, 9 * KWH);
    report(thief, "stolen", registration, meter.session(1, at(1), 5 * KWH, at(3), 9 * KWH, "TAG1"));
    Map<DeviceId, Verdict> verdicts = new TreeMap<>();
    TestEngine.judge(verifier, evidence, context()).forEach(v -> verdicts.put(v.device(), v));
    assertThat(verdicts).containsOnlyKeys(station, thief);
    Map<DeviceId, Long> units = new TreeMap<>();
    verdicts.forEach((device, verdict) -> units.put(device, verdict.score().units()));
    assertThat(units).containsEntry(station, 4_000L).containsEntry(thief, 0L);
    assertThat(TestNetwork.codes(verdicts.values().stream()
            .filter(v -> v.device().equals(thief))
            .findFirst()
            .orElseThrow()))
        .containsExactly("metering.key-shared");
  }

  @Test
  void aKeyThatIsRegisteredForTwoStationsPaysNeither() {
    DeviceId other = network.device("charge-point", 1);
    network.change(
        TestNetwork.START.minusSeconds(20),
        other,
        new RegistryChange.Transferred(registration.ownerAccount()));
    session("here", 1, 1, 5 * KWH, 2, 6 * KWH);
    report(
        other,
        "there",
        registration(meter, other, 11_000),
        meter.session(2, at(3), 6 * KWH, at(4), 7 * KWH, "TAG1"));
    List<Verdict> verdicts = TestEngine.judge(verifier, evidence, context());
    assertThat(verdicts).hasSize(2).allSatisfy(v -> {
      assertThat(v.score().units()).isZero();
      assertThat(TestNetwork.codes(v)).containsExactly("metering.key-shared");
    });
  }

  @Test
  void registrationNeedsBothSignaturesOfTheRightPeople() {
    String record = meter.session(1, at(1), 5 * KWH, at(3), 9 * KWH, "TAG1");
    MeterRegistration broken = new MeterRegistration(
        registration.assignment(),
        registration.manufacturer(),
        registration.manufacturerSignature(),
        registration.owner(),
        new byte[64]);
    report(station, "unsigned", broken, record);
    expect(0, MeteringReasons.REGISTRATION_INVALID);

    assertThat(TestNetwork.codes(judge("manufacturers", owner.publicKey().didKey())))
        .containsExactly("metering.manufacturer-unknown");

    evidence.clear();
    report("sold", record);
    network.change(
        TestNetwork.START.plusSeconds(60),
        station,
        new RegistryChange.Transferred(TestNetwork.operator(77)));
    expect(0, MeteringReasons.OWNER_MISMATCH);
  }

  // the address of the secp256k1 key whose secret is 1, published in many places
  @Test
  void ownerAccountIsTheEthereumAddress() throws Exception {
    MeterRegistration one = MeterRegistration.sign(
        TestNetwork.NAME,
        registration.assignment(),
        manufacturer,
        signer(KeyAlgorithm.SECP256K1, 1));
    assertThat(one.ownerAccount().text()).isEqualTo("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
    assertThatThrownBy(() -> MeterRegistration.sign(
            TestNetwork.NAME, registration.assignment(), manufacturer, manufacturer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secp256k1");
  }

  @Test
  void aSessionBelongsToTheEpochInWhichItEnds() {
    session("yesterday", 1, -3, 1 * KWH, -1, 2 * KWH);
    session("overnight", 2, -1, 2 * KWH, 0, 3 * KWH);
    session("tomorrow", 3, 23, 3 * KWH, 24, 4 * KWH);
    expect(
        1_000,
        MeteringReasons.ACCEPTED,
        MeteringReasons.OUTSIDE_EPOCH,
        MeteringReasons.OUTSIDE_EPOCH);
  }

  @Test
  void whatTheMeterSaysAgainstItselfCounts() {
    String reading =
        "{\"TM\":\"2026-03-01T01:00:00,000+0000 %s\",\"TX\":\"B\",\"RV\":1,\"RI\":\"1-b:1.8.0\","
            + "\"RU\":\"kWh\",\"EF\":\"%s\",\"ST\":\"%s\"},"
            + "{\"TM\":\"2026-03-01T02:00:00,000+0000 R\",\"TX\":\"E\",\"RV\":2}";
    String payload = "{\"FV\":\"1.0\",\"PG\":\"T%d\",\"MS\":\"1EBZ0300034628\",\"RD\":[%s]}";
    int page = 0;
    for (String[] c : new String[][] {
      {"U", "", "G"}, {"R", "", "G"}, {"I", "E", "G"}, {"I", "", "E"}, {"I", "t", "G"}
    }) {
      page++;
      report(
          "s" + page,
          meter.sign(String.format(
              java.util.Locale.ROOT,
              payload,
              page,
              String.format(java.util.Locale.ROOT, reading, c[0], c[1], c[2]))));
    }
    expect(
        1_000,
        MeteringReasons.CLOCK_UNRELIABLE,
        MeteringReasons.CLOCK_UNRELIABLE,
        MeteringReasons.NOT_BILLABLE,
        MeteringReasons.METER_FAULT,
        MeteringReasons.ACCEPTED);
    assertThat(judge("clock", "synchronised").score().units()).isZero();
  }

  @Test
  void anEndRecordMayRepeatTheBeginThatWasSentBefore() {
    report(
        "a",
        meter.reading(1, at(1), ReadingMark.BEGIN, 5 * KWH, "TAG1"),
        meter.session(2, at(1), 5 * KWH, at(2), 8 * KWH, "TAG1"));
    expect(3_000, MeteringReasons.ACCEPTED);
  }

  @Test
  void anEndRecordWithAnotherBeginThanTheOneBeforeIsRefused() {
    report(
        "a",
        meter.reading(1, at(1), ReadingMark.BEGIN, 5 * KWH, "TAG1"),
        meter.session(2, at(1), 4 * KWH, at(2), 8 * KWH, "TAG1"));
    expect(0, MeteringReasons.SESSION_INCOMPLETE);
  }

  // a meter of DZG: its record has more, which is not in the standard, under U
  @Test
  void theTransactionRegisterOfADirectCurrentMeterIsPaid() {
    String register = "\"RI\":\"01-00:98.08.00.FF\",";
    for (int i = 1; i <= 2; i++) {
      registers(
          "s" + i,
          i,
          reading("B", 2 * i, register, "0.000") + ","
              + reading("E", 2 * i + 1, register, "10.614") + "],\"U\":["
              + reading("B", 2 * i, "\"RI\":\"01-00:9C.08.00.FF\",", "17359.195"));
    }
    expect(21_228, MeteringReasons.ACCEPTED, MeteringReasons.ACCEPTED);
  }

  @Test
  void aRegisterThatIsNotKnownIsNamed() {
    registers(
        "unknown",
        1,
        reading("B", 2, "\"RI\":\"1-0:1.17.0*255\",", "1") + ","
            + reading("E", 3, "\"RI\":\"1-0:1.17.0*255\",", "2"));
    registers("unnamed", 2, reading("B", 4, "", "1") + "," + reading("E", 5, "", "2"));
    expect(0, MeteringReasons.SESSION_INCOMPLETE, MeteringReasons.SESSION_INCOMPLETE);
    assertThat(judge().findings().stream().map(f -> f.facts().get("otherRegisters")))
        .containsExactlyInAnyOrder("1-0:1.17.0*255", "none");
  }

  @Test
  void incompleteForeignAndLongSessionsAreRefused() {
    report("no-end", meter.reading(1, at(1), ReadingMark.BEGIN, 5 * KWH, ""));
    report("garbage", "OCMF|{}|{}");
    OcmfSigner renamed = OcmfSigner.ofSecret(MeterCurve.SECP192R1, new byte[] {42}, "OTHER");
    report("renamed", renamed.session(2, at(1), 5 * KWH, at(2), 6 * KWH, ""));
    session("long", 3, -30, 5 * KWH, 1, 6 * KWH);
    session("turned", 4, 5, 5 * KWH, 4, 6 * KWH);
    expect(
        0,
        MeteringReasons.SESSION_INCOMPLETE,
        MeteringReasons.RECORD_MALFORMED,
        MeteringReasons.SERIAL_MISMATCH,
        MeteringReasons.DURATION_IMPLAUSIBLE,
        MeteringReasons.DURATION_IMPLAUSIBLE);
  }

  // order, repetition and hostile bytes, over random mixes of good and bad sessions
  @Test
  void lawsOfEveryVerifier() {
    Property.check(15, random -> {
      evidence.clear();
      long register = 0;
      for (int i = 1; i <= 12; i++) {
        long more = random.nextLong(12 * KWH);
        double from = i * 1.5 - (random.nextInt(5) == 0 ? 1 : 0);
        session(
            "s" + i, random.nextInt(6) == 0 ? 1 : i, from, register, from + 1.2, register + more);
        register += random.nextInt(5) == 0 ? -KWH * i : more;
        register = Math.max(0, register);
      }
      VerifierLaws.judgement(verifier, evidence, context(), random);
      VerifierLaws.codec(verifier, evidence);
      VerifierLaws.hostileBytes(verifier, evidence, context(), random);
      long paid = judge().score().units();
      assertThat(paid).isBetween(0L, 12L * 12_000);
    });
  }

  @Test
  void settingsThatMakeNoSenseAreNamed() {
    session("a", 1, 1, 5 * KWH, 2, 6 * KWH);
    assertThatThrownBy(() -> judge("records", "loose"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting records must be field or strict, not \"loose\"");
    assertThatThrownBy(() -> judge("manufacturers", "did:key:zzz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("manufacturers");
  }

  @Test
  void settingsAreDescribed() {
    VerifierLaws.description(verifier, network.context(Map.of()));
  }

  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ProofVerifiers.load().find(MeteringVerifier.KIND).orElseThrow())
        .isInstanceOf(MeteringVerifier.class);
  }
}
