package org.depinsdk.proofs.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.proofs.wire.v1.HeartbeatEvidence;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class UptimeVerifierTest {
  private final TestNetwork network = new TestNetwork();
  private final DeviceId device = network.device("access-point", 1);
  private final UptimeVerifier verifier = new UptimeVerifier();
  private final List<Attributed<Heartbeat>> evidence = new ArrayList<>();

  private Verdict judge(Map<String, String> settings) {
    List<Verdict> verdicts = TestEngine.judge(verifier, evidence, network.context(settings));
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }

  private void beat(Duration offset, Duration uptime) {
    evidence.add(network.report(device, offset, Heartbeat.of(uptime)));
  }

  private static Finding finding(Verdict verdict, org.depinsdk.core.report.ReasonCode code) {
    return verdict.findings().stream()
        .filter(f -> f.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError(code + " not in " + verdict.findings()));
  }

  @Test
  void distinctIntervalsCountOnce() {
    for (int minute : new int[] {0, 10, 59, 60, 61, 1439}) {
      beat(Duration.ofMinutes(minute), Duration.ZERO);
    }
    Verdict verdict = judge(Map.of());
    assertThat(verdict.score().units()).isEqualTo(3);
    assertThat(finding(verdict, UptimeReasons.SEEN).facts())
        .isEqualTo(Map.of("seen", "3", "expected", "24"));
    assertThat(finding(verdict, UptimeReasons.GAPS).facts())
        .isEqualTo(Map.of("intervals", "2-22", "gaps", "1", "missing", "21"));
  }

  // HIP-98 and its code: 12 distinct hours of a day are worth something, 11 are not (known answers
  // G1, G2)
  @Test
  void belowMinimumIsWorthNothing() {
    for (int hour = 0; hour < 11; hour++) {
      beat(Duration.ofHours(hour), Duration.ZERO);
    }
    Verdict eleven = judge(Map.of("minimum", "12"));
    assertThat(eleven.score().units()).isZero();
    assertThat(finding(eleven, UptimeReasons.BELOW_MINIMUM).facts())
        .containsEntry("minimum", "12")
        .containsEntry("seen", "11");
    beat(Duration.ofHours(23), Duration.ZERO);
    Verdict twelve = judge(Map.of("minimum", "12"));
    assertThat(twelve.score().units()).isEqualTo(12);
    assertThat(TestNetwork.codes(twelve)).doesNotContain("uptime.below-minimum");
  }

  @Test
  void outsideTheEpochDoesNotCount() {
    beat(Duration.ofSeconds(-1), Duration.ZERO);
    beat(Duration.ofHours(24), Duration.ZERO);
    Verdict verdict = judge(Map.of());
    assertThat(verdict.score().units()).isZero();
    assertThat(finding(verdict, UptimeReasons.OUTSIDE_EPOCH).facts()).containsEntry("reports", "2");
  }

  @Test
  void receiptMustAgreeWithDeviceTimeWhereToleranceIsSet() {
    for (int hour = 0; hour < 24; hour++) {
      Duration offset = Duration.ofHours(hour);
      // a whole day reported at its end
      evidence.add(network.report(
          device, offset, Duration.ofHours(24).minus(offset), Heartbeat.of(Duration.ZERO)));
    }
    assertThat(judge(Map.of()).score().units()).isEqualTo(24);
    Verdict verdict = judge(Map.of("tolerance", "PT1H"));
    assertThat(verdict.score().units()).isEqualTo(1);
    assertThat(finding(verdict, UptimeReasons.RECEIPT_DISAGREES).facts())
        .containsEntry("reports", "23");
    evidence.clear();
    evidence.add(network.report(
        device, Duration.ofHours(5), Duration.ofMinutes(-61), Heartbeat.of(Duration.ZERO)));
    assertThat(judge(Map.of("tolerance", "PT1H")).score().units()).isZero();
  }

  @Test
  void challengeMustBeAnsweredWithTheNonceOfDeviceAndInterval() {
    assertThat(verifier.challenges(network.terms(Map.of()))).isEmpty();
    ChallengeSchedule schedule =
        verifier.challenges(network.terms(Map.of("challenge", "required"))).orElseThrow();
    assertThat(schedule.slots()).isEqualTo(24);
    DeviceId other = network.device("access-point", 2);
    Map<String, String> required = Map.of("challenge", "required");
    beat(Duration.ofHours(0), Duration.ZERO);
    evidence.add(network.report(
        device,
        Duration.ofHours(1),
        Heartbeat.answering(Duration.ZERO, schedule.challenge(device, 2))));
    evidence.add(network.report(
        device,
        Duration.ofHours(3),
        Heartbeat.answering(Duration.ZERO, schedule.challenge(other, 3))));
    Verdict none = judge(required);
    assertThat(none.score().units()).isZero();
    assertThat(finding(none, UptimeReasons.CHALLENGE_MISSING).facts())
        .containsEntry("reports", "1");
    assertThat(finding(none, UptimeReasons.CHALLENGE_WRONG).facts()).containsEntry("reports", "2");
    evidence.add(network.report(
        device,
        Duration.ofHours(4),
        Heartbeat.answering(Duration.ZERO, schedule.challenge(device, 4))));
    assertThat(judge(required).score().units()).isEqualTo(1);
    assertThat(judge(Map.of()).score().units()).isEqualTo(4);
  }

  @Test
  void answerMustComeAtTheDrawnMoment() {
    Map<String, String> settings = Map.of("challenge", "moment", "answer-within", "PT1M");
    ChallengeSchedule schedule = verifier.challenges(network.terms(settings)).orElseThrow();
    for (int hour = 0; hour < 24; hour++) {
      Challenge challenge = schedule.challenge(device, hour);
      assertThat(challenge.closesAt()).isEqualTo(challenge.opensAt().plusSeconds(60));
      Duration opens = Duration.between(TestNetwork.START, challenge.opensAt());
      // every third hour just too late, the others just in time
      Duration delay = Duration.ofMinutes(1).plusMillis(hour % 3 == 0 ? 1 : 0);
      evidence.add(
          network.report(device, opens, delay, Heartbeat.answering(Duration.ZERO, challenge)));
    }
    Verdict verdict = judge(settings);
    assertThat(verdict.score().units()).isEqualTo(16);
    assertThat(finding(verdict, UptimeReasons.OUTSIDE_MOMENT).facts())
        .containsEntry("reports", "8");
    assertThat(judge(Map.of("challenge", "required")).score().units()).isEqualTo(24);
  }

  @Test
  void maintenanceIsNeitherExpectedNorPaid() {
    for (int hour = 0; hour < 24; hour += 2) {
      beat(Duration.ofHours(hour), Duration.ZERO);
    }
    Tables tables = Tables.NONE.with(
        "maintenance",
        new TreeMap<>(Map.of(
            "2026-03-01T01:30:00Z", "2026-03-01T05:00:00Z",
            "2026-03-01T23:00:00Z", "2026-03-02T09:00:00Z",
            "2026-03-01T10:00:00Z", "2026-03-01T09:00:00Z",
            "tomorrow", "2026-03-01T09:00:00Z")));
    Verdict verdict = TestEngine.judge(
            verifier, evidence, network.context(Map.of()).with(tables))
        .get(0);
    // hours 2, 3, 4 and 23 are excused, hour 1 only in part
    assertThat(finding(verdict, UptimeReasons.MAINTENANCE).facts())
        .containsEntry("intervals", "2-4,23");
    assertThat(finding(verdict, UptimeReasons.SEEN).facts())
        .isEqualTo(Map.of("seen", "10", "expected", "20"));
    assertThat(finding(verdict, UptimeReasons.GAPS).facts())
        .containsEntry("intervals", "1,5,7,9,11,13,15,17,19,21");
    assertThat(UptimeRules.MAINTENANCE.unreadable(tables))
        .containsOnlyKeys("2026-03-01T10:00:00Z", "tomorrow");
    assertThat(verifier.tables()).contains(UptimeRules.MAINTENANCE);
  }

  /** A window covers an interval to its last millisecond, or does not excuse it. */
  @Test
  void maintenanceExcusesWholeIntervals() {
    beat(Duration.ZERO, Duration.ZERO);
    Map<String, String> windows = Map.of(
        "2026-03-01T01:00:00Z", "2026-03-01T02:00:00Z",
        "2026-03-01T03:00:00.001Z", "2026-03-01T04:00:00Z",
        "2026-03-01T05:00:00Z", "2026-03-01T05:59:59.999Z",
        "2026-03-01T05:59:59.998Z", "2026-03-01T06:59:59.998Z",
        "2026-02-28T23:00:00Z", "2026-03-01T00:00:00Z");
    Tables tables = Tables.NONE.with("maintenance", new TreeMap<>(windows));
    Verdict verdict = TestEngine.judge(
            verifier, evidence, network.context(Map.of()).with(tables))
        .get(0);
    assertThat(finding(verdict, UptimeReasons.MAINTENANCE).facts()).containsEntry("intervals", "1");
  }

  // Storj: twelve days of thirty offline is a score of 0.6, the threshold of suspension
  @Test
  void graceFillsTheIntervalBeforeAndNotBoth() {
    beat(Duration.ofMinutes(10), Duration.ZERO);
    beat(Duration.ofMinutes(122), Duration.ofMinutes(112));
    Finding without = finding(judge(Map.of()), UptimeReasons.SEEN);
    assertThat(without.facts()).containsEntry("seen", "2");
    Map<String, String> grace = Map.of("grace", "PT2M");
    // the beat two minutes into hour 2 counts for hour 1, and hour 2 stays empty
    assertThat(finding(judge(grace), UptimeReasons.SEEN).facts()).containsEntry("seen", "2");
    assertThat(finding(judge(grace), UptimeReasons.GAPS).facts())
        .containsEntry("intervals", "2-23");
    assertThat(finding(judge(Map.of("grace", "PT1M")), UptimeReasons.GAPS).facts())
        .containsEntry("intervals", "1,3-23");
    beat(Duration.ofMinutes(150), Duration.ofMinutes(140));
    assertThat(judge(grace).score().units()).isEqualTo(3);
    assertThat(judge(Map.of()).score().units()).isEqualTo(2);
    // where the hour before was seen, a heartbeat counts for its own
    beat(Duration.ofMinutes(180), Duration.ofMinutes(170));
    assertThat(judge(grace).score().units()).isEqualTo(4);
    assertThat(finding(judge(grace), UptimeReasons.GAPS).facts())
        .containsEntry("intervals", "4-23");
  }

  @Test
  void onlineScoreOfStorj() {
    List<Availability.Window> days = new ArrayList<>();
    for (int day = 0; day < 30; day++) {
      days.add(new Availability.Window(day < 12 ? 0 : 24, 24));
    }
    assertThat(Availability.onlineScoreE6(days)).isEqualTo(Availability.STORJ_SUSPENSION_E6);
  }

  // Wilson's interval, known from textbooks: 8 of 10 lies between 49.0 % and 94.3 %
  @Test
  void availabilityHasAnInterval() {
    Availability eight = Availability.of(new Availability.Window(8, 10));
    assertThat(eight.shareE6()).isEqualTo(800_000);
    assertThat(eight.lowerE6()).isBetween(490_000L, 490_300L);
    assertThat(eight.upperE6()).isBetween(943_200L, 943_400L);
    Availability none = Availability.of(new Availability.Window(0, 10));
    assertThat(none.lowerE6()).isZero();
    assertThat(none.upperE6()).isBetween(277_400L, 277_700L);
    assertThat(Availability.of(new Availability.Window(10, 10)).upperE6())
        .isEqualTo(Availability.ONE);
    assertThat(Availability.of(new Availability.Window(0, 1)).shareE6()).isZero();
    Availability.Window most = new Availability.Window(1_000_000_000, 1_000_000_000);
    assertThat(Availability.of(most).shareE6()).isEqualTo(Availability.ONE);
    assertThatThrownBy(() -> Availability.of(new Availability.Window(0, 1_000_000_001)))
        .hasMessageContaining("1000000001");
    assertThat(Availability.onlineScoreE6(Collections.nCopies(1_000_000, most)))
        .isEqualTo(Availability.ONE);
    assertThatThrownBy(() -> Availability.onlineScoreE6(Collections.nCopies(1_000_001, most)))
        .hasMessageContaining("1000001");
    assertThatThrownBy(() -> new Availability.Window(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 of 1");
  }

  @Test
  void counterMayNotRiseFasterThanTime() {
    beat(Duration.ofHours(1), Duration.ofHours(1));
    beat(Duration.ofHours(2), Duration.ofHours(2).plusSeconds(2));
    beat(Duration.ofHours(3), Duration.ofHours(9));
    beat(Duration.ofHours(4), Duration.ofHours(4).plusSeconds(2));
    Verdict verdict = judge(Map.of());
    assertThat(verdict.score().units()).isEqualTo(3);
    assertThat(finding(verdict, UptimeReasons.COUNTER_TOO_FAST).evidence())
        .containsExactly(evidence.get(2).report());
  }

  /** A clock that ran fast and is set right once: one heartbeat may be lost, never the rest of the day. */
  @Test
  void aClockThatIsSetRightCostsAtMostOneHeartbeat() {
    for (int fast : new int[] {1, 2, 3, 20, 300}) {
      evidence.clear();
      for (int hour = 0; hour < 24; hour++) {
        Duration uptime = Duration.ofHours(hour).plusMinutes(5);
        int ahead = hour < 2 ? fast : 0;
        evidence.add(network.report(
            device, uptime.plusSeconds(ahead), Duration.ofSeconds(-ahead), Heartbeat.of(uptime)));
      }
      Verdict verdict = judge(Map.of());
      assertThat(verdict.score().units()).as("%d s fast", fast).isEqualTo(fast <= 2 ? 24 : 23);
      assertThat(TestNetwork.codes(verdict).contains("uptime.counter-too-fast"))
          .isEqualTo(fast > 2);
    }
  }

  @Test
  void aCounterMayRunAheadByItsSlackAndNoFurther() {
    for (int ahead : new int[] {2, 3}) {
      evidence.clear();
      beat(Duration.ofHours(1), Duration.ofHours(1));
      beat(Duration.ofHours(2), Duration.ofHours(2).plusSeconds(ahead));
      assertThat(judge(Map.of()).score().units()).isEqualTo(ahead == 2 ? 2 : 1);
      assertThat(judge(Map.of("counter-slack", "PT3S")).score().units()).isEqualTo(2);
    }
  }

  @Test
  void claimedUptimeWithoutHeartbeatsIsNamedAndNotPaid() {
    beat(Duration.ofHours(1).plusMinutes(30), Duration.ofMinutes(10));
    beat(Duration.ofHours(5).plusMinutes(30), Duration.ofHours(3));
    Verdict verdict = judge(Map.of());
    assertThat(verdict.score().units()).isEqualTo(2);
    assertThat(finding(verdict, UptimeReasons.CLAIMED_NOT_SEEN).facts())
        .isEqualTo(Map.of("intervals", "2-4", "gaps", "1", "missing", "3"));
    evidence.clear();
    beat(Duration.ofHours(1), Duration.ofDays(30));
    assertThat(finding(judge(Map.of()), UptimeReasons.CLAIMED_NOT_SEEN).facts())
        .containsEntry("intervals", "0");
  }

  @Test
  void longListsOfGapsAreCut() {
    for (int minute = 0; minute < 120; minute += 2) {
      beat(Duration.ofMinutes(minute), Duration.ZERO);
    }
    String intervals = finding(judge(Map.of("interval", "PT1M")), UptimeReasons.GAPS)
        .facts()
        .getOrDefault("intervals", "");
    assertThat(intervals).startsWith("1,3,5,").endsWith(",39,…");
  }

  @Test
  void settingsAreCheckedByName() {
    beat(Duration.ZERO, Duration.ZERO);
    for (Map<String, String> wrong : List.of(
        Map.of("interval", "PT0.00001S"),
        Map.of("interval", "soon"),
        Map.of("minimum", "-1"),
        Map.of("tolerance", "-PT1S"),
        Map.of("challenge", "sometimes"),
        Map.of("counter-slack", "2"))) {
      assertThatThrownBy(() -> judge(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.keySet().iterator().next());
    }
    assertThat(TestNetwork.codes(judge(Map.of("interval", "PT7H")))).contains("uptime.seen");
  }

  @Test
  void anEpochHasAMillionIntervalsAndNotOneMore() {
    Map<String, String> settings = Map.of("interval", "PT0.001S");
    ProofContext million = new TestNetwork(Duration.ofMillis(1_000_000)).context(settings);
    assertThat(UptimeRules.of(million.terms()).intervals()).isEqualTo(1_000_000);
    ProofContext oneMore = new TestNetwork(Duration.ofMillis(1_000_001)).context(settings);
    assertThatThrownBy(() -> UptimeRules.of(oneMore.terms()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000000 intervals");
  }

  @Test
  void lawsHoldForRandomDays() {
    Property.check(200, random -> {
      List<Attributed<Heartbeat>> day = randomDay(random);
      ProofContext context = network.context(Map.of("minimum", "2", "tolerance", "PT30M"));
      VerifierLaws.judgement(verifier, day, context, random);
      VerifierLaws.codec(verifier, day);
    });
  }

  @Test
  void hostileBytesGetAnAnswer() {
    Property.check(
        2_000,
        random -> VerifierLaws.hostileBytes(
            verifier, randomDay(random), network.context(Map.of("challenge", "required")), random));
  }

  // the codec reads the wire itself; it must take and refuse what the generated parser does
  @Test
  void codecReadsWhatTheGeneratedParserReads() {
    Property.check(20_000, random -> {
      byte[] bytes = new byte[random.nextInt(48)];
      if (random.nextBoolean()) {
        random.nextBytes(bytes);
      } else {
        byte[] answer = new byte[random.nextBoolean() ? 32 : 0];
        random.nextBytes(answer);
        bytes = verifier.codec().encode(new Heartbeat(random.nextLong(1L << 34), answer));
        if (bytes.length > 0 && random.nextBoolean()) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      assertThat(byCodec(bytes)).isEqualTo(byParser(bytes));
    });
  }

  /** A group that ends without a beginning. */
  @Test
  void codecRefusesAnEndOfAGroup() {
    byte[] end = {1 << 3 | 4};
    assertThat(byParser(end)).isEqualTo("refused");
    assertThat(byCodec(end)).isEqualTo("refused");
  }

  private String byCodec(byte[] bytes) {
    try {
      return verifier.codec().decode(bytes).toString();
    } catch (MalformedEvidenceException e) {
      return "refused";
    }
  }

  private static String byParser(byte[] bytes) {
    try {
      HeartbeatEvidence wire = HeartbeatEvidence.parseFrom(bytes);
      return new Heartbeat(wire.getUptimeSeconds(), wire.getChallengeAnswer().toByteArray())
          .toString();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return "refused";
    }
  }

  @Test
  void codecRefusesValuesOutOfRange() {
    byte[] negative =
        HeartbeatEvidence.newBuilder().setUptimeSeconds(-1).build().toByteArray();
    assertThatThrownBy(() -> verifier.codec().decode(negative))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("uptimeSeconds")
        .hasMessageContaining("18446744073709551615");
    byte[] shortAnswer = HeartbeatEvidence.newBuilder()
        .setChallengeAnswer(com.google.protobuf.ByteString.copyFrom(new byte[31]))
        .build()
        .toByteArray();
    assertThatThrownBy(() -> verifier.codec().decode(shortAnswer))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("31");
    assertThatThrownBy(() -> verifier.codec().decode(new byte[65 * 1024]))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("66560");
  }

  /** What a library says of bytes changes from release to release; a bundle holds codes and facts. */
  @Test
  void unreadableBytesGiveACodeAndFacts() {
    MalformedEvidenceException unreadable = catchThrowableOfType(
        MalformedEvidenceException.class, () -> verifier.codec().decode(new byte[] {-1}));
    assertThat(unreadable.reason()).isEqualTo(MalformedEvidenceException.UNREADABLE);
    assertThat(unreadable.facts()).isEqualTo(Map.of("expected", "HeartbeatEvidence"));
    assertThat(unreadable).hasMessage("not a HeartbeatEvidence");
    byte[] tooHigh = HeartbeatEvidence.newBuilder()
        .setUptimeSeconds(Heartbeat.MAX_UPTIME_SECONDS + 1)
        .build()
        .toByteArray();
    MalformedEvidenceException field = catchThrowableOfType(
        MalformedEvidenceException.class, () -> verifier.codec().decode(tooHigh));
    assertThat(field.reason()).isEqualTo(MalformedEvidenceException.INVALID_FIELD);
    assertThat(field.facts())
        .isEqualTo(Map.of(
            "field", "uptimeSeconds", "value", "\"31556952001\"", "expected", "0 to 31556952000"));
    assertThat(MalformedEvidenceException.sentence(field.reason(), field.facts()))
        .isEqualTo(field.getMessage());
  }

  @Test
  void isFoundOnThePath() {
    assertThat(ProofVerifiers.load().find(UptimeVerifier.KIND)).isPresent();
  }

  private List<Attributed<Heartbeat>> randomDay(RandomGenerator random) {
    List<Attributed<Heartbeat>> day = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      Duration offset = Duration.ofSeconds(random.nextInt(-4_000, 90_000));
      Heartbeat beat = random.nextBoolean()
          ? Heartbeat.of(Duration.ofSeconds(random.nextInt(100_000)))
          : new Heartbeat(random.nextLong(Heartbeat.MAX_UPTIME_SECONDS + 1), new byte[32]);
      day.add(network.report(device, offset, Duration.ofSeconds(random.nextInt(3_600)), beat));
    }
    return day;
  }

  @Test
  void heartbeatKeepsItsBytes() {
    byte[] nonce = new byte[32];
    Heartbeat beat = new Heartbeat(1, nonce);
    nonce[0] = 1;
    beat.challengeAnswer()[1] = 1;
    assertThat(beat)
        .isEqualTo(new Heartbeat(1, new byte[32]))
        .hasSameHashCodeAs(new Heartbeat(1, new byte[32]))
        .hasToString("Heartbeat[1 s, answer " + "00".repeat(32) + "]");
    for (Heartbeat other : List.of(new Heartbeat(2, new byte[32]), new Heartbeat(1, nonce))) {
      assertThat(beat).isNotEqualTo(other);
      assertThat(beat.hashCode()).isNotEqualTo(other.hashCode());
    }
  }
}
