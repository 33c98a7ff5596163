package org.depinsdk.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.Samples;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each reason for a refusal is reached by a report that is good in every other way, so that the test of a check fails when
 * the check is taken out.
 */
class ReportAdmissionTest {
  private static final String NETWORK = "wifi-demo";
  private static final DeviceSigner SIGNER = Samples.signer(1);
  private static final DeviceId DEVICE = DeviceId.derive(NETWORK, SIGNER.publicKey());
  private static final AdmissionRules RULES = new AdmissionRules(
      NETWORK,
      new EpochSchedule(NOON, Duration.ofMinutes(10), Duration.ofMinutes(2)),
      Duration.ofSeconds(30),
      Duration.ofMinutes(5));

  private final ReportAdmission admission = new ReportAdmission(RULES);
  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();

  @BeforeEach
  void enrol() throws Exception {
    registry.append(
        NOON,
        DEVICE,
        new RegistryChange.Enrolled(
            SIGNER.publicKey(), Samples.ALICE, "access-point", Optional.empty()));
  }

  private static ReportAdmission withBudget(ReportBudget budget) {
    return new ReportAdmission(
        new AdmissionRules(NETWORK, RULES.schedule(), RULES.maxSkew(), RULES.maxAge(), budget));
  }

  private static SignedReport report(long sequence, Instant time) throws SigningException {
    return report(NETWORK, SIGNER, sequence, time);
  }

  private static SignedReport report(
      String network, DeviceSigner signer, long sequence, Instant time) throws SigningException {
    Report report = new Report(
        DEVICE, new ProofKind("uptime/1"), sequence, time, Provenance.SIMULATED, new byte[] {1});
    return SignedReport.sign(network, report, signer);
  }

  private Optional<ReasonCode> precheck(SignedReport report) {
    Optional<DeviceState> state = registry.find(DEVICE);
    return admission.precheck(report, state).map(Refusal::reason);
  }

  private void activate() throws Exception {
    registry.append(NOON, DEVICE, new RegistryChange.Activated());
  }

  @Test
  void aBatchGivesEachReportTheAnswerThatItGetsAlone() throws Exception {
    DeviceSigner session = Samples.signer(3);
    Optional<DeviceState> enrolled = registry.find(DEVICE);
    activate();
    Optional<DeviceState> active = registry.find(DEVICE);
    List<ReportAdmission.Candidate> candidates = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      SignedReport good = report(i, NOON);
      SignedReport forged = report(NETWORK, Samples.signer(2), i, NOON);
      SignedReport inSession = report(NETWORK, session, i, NOON);
      candidates.add(new ReportAdmission.Candidate(good, active, List.of()));
      candidates.add(
          switch (i % 9) {
            // forged while a session runs, alone and beside other keys
            case 5 -> new ReportAdmission.Candidate(forged, active, List.of(session.publicKey()));
            case 6 ->
              new ReportAdmission.Candidate(
                  forged, active, List.of(session.publicKey(), Samples.signer(4).publicKey()));
            case 0 -> new ReportAdmission.Candidate(forged, active, List.of());
            case 1 -> new ReportAdmission.Candidate(good, Optional.empty(), List.of());
            case 2 -> new ReportAdmission.Candidate(good, enrolled, List.of());
            case 3 ->
              new ReportAdmission.Candidate(inSession, active, List.of(session.publicKey()));
            // signed with another key than the newest session's
            case 7 -> new ReportAdmission.Candidate(good, active, List.of(session.publicKey()));
            case 8 ->
              new ReportAdmission.Candidate(
                  inSession,
                  active,
                  List.of(session.publicKey(), Samples.signer(4).publicKey()));
            default -> new ReportAdmission.Candidate(inSession, active, List.of());
          });
    }
    List<Optional<Refusal>> alone = candidates.stream()
        .map(c -> admission.precheck(c.report(), c.state(), c.sessionKeys()))
        .toList();
    assertThat(admission.precheck(candidates)).isEqualTo(alone);
    assertThat(alone.stream().filter(Optional::isEmpty)).hasSize(60 + 7 + 6 + 6);
    assertThat(admission.precheck(List.of())).isEmpty();
  }

  @Test
  void admitsAGoodReport() throws Exception {
    activate();
    SignedReport good = report(1, NOON.plusSeconds(601));
    assertThat(precheck(good)).isEmpty();
    assertThat(admission.decide(good, NOON.plusSeconds(602), DeviceUsage.NONE))
        .isEqualTo(new Admission.Accepted(good.id(NETWORK), 1));
  }

  @Test
  void refusesAnUnknownDevice() throws Exception {
    SignedReport good = report(1, NOON);
    assertThat(admission.precheck(good, Optional.empty()).orElseThrow())
        .isEqualTo(
            new Refusal(ReportReasons.UNKNOWN_DEVICE, "device " + DEVICE + " is not enrolled"));
  }

  @Test
  void refusesADeviceByItsStatus() throws Exception {
    SignedReport good = report(1, NOON);
    assertThat(precheck(good)).contains(ReportReasons.NOT_ACTIVE);
    activate();
    assertThat(precheck(good)).isEmpty();
    registry.append(NOON, DEVICE, new RegistryChange.Suspended("appeal"));
    assertThat(precheck(good)).contains(ReportReasons.SUSPENDED);
    activate();
    assertThat(precheck(good)).isEmpty();
    registry.append(NOON, DEVICE, new RegistryChange.Revoked("stolen"));
    assertThat(precheck(good)).contains(ReportReasons.REVOKED);
  }

  @Test
  void refusesASignatureOfAnotherKeyNetworkOrBody() throws Exception {
    activate();
    SignedReport good = report(1, NOON);
    assertThat(precheck(report(NETWORK, Samples.signer(2), 1, NOON)))
        .contains(ReportReasons.BAD_SIGNATURE);
    assertThat(precheck(report("other-network", SIGNER, 1, NOON)))
        .contains(ReportReasons.BAD_SIGNATURE);
    SignedReport other = report(2, NOON);
    assertThat(precheck(SignedReport.of(
            other.toWire().getBody().toByteArray(), good.toWire().getSignature().toByteArray())))
        .contains(ReportReasons.BAD_SIGNATURE);
  }

  @Test
  void aRotatedKeyNoLongerSigns() throws Exception {
    activate();
    DeviceSigner next = Samples.signer(3);
    registry.append(NOON, DEVICE, new RegistryChange.KeyRotated(next.publicKey()));
    assertThat(precheck(report(1, NOON))).contains(ReportReasons.BAD_SIGNATURE);
    assertThat(precheck(report(NETWORK, next, 1, NOON))).isEmpty();
  }

  /** Seconds are counted from the genesis; epoch 0 ends at 600 and closes at 720. */
  @ParameterizedTest
  @CsvSource({
    "130, 100, report.from-future, false",
    "131, 100, report.from-future, true",
    "100, 400, report.too-old, false",
    "99, 400, report.too-old, true",
    "0, 10, report.too-old, false",
    "-1, 10, report.too-old, true",
    "599, 719, report.epoch-closed, false",
    "599, 720, report.epoch-closed, true",
    "600, 720, report.epoch-closed, false",
  })
  void refusesByTime(long deviceTime, long receivedAt, String reason, boolean refused)
      throws Exception {
    SignedReport report = report(1, NOON.plusSeconds(deviceTime));
    Admission decision = admission.decide(report, NOON.plusSeconds(receivedAt), DeviceUsage.NONE);
    if (refused) {
      assertThat(decision).isInstanceOfSatisfying(Refusal.class, r -> {
        assertThat(r.reason()).isEqualTo(new ReasonCode(reason));
        assertThat(r.detail()).isNotBlank();
      });
    } else {
      assertThat(decision).isInstanceOf(Admission.Accepted.class);
    }
  }

  @Test
  void refusesAReplayAndSaysWhichNumber() throws Exception {
    DeviceUsage used = DeviceUsage.NONE.with(report(9, NOON));
    assertThat(admission.decide(report(9, NOON), NOON, used))
        .isEqualTo(new Refusal(ReportReasons.REPLAYED, "sequence 9, highest used 9"));
    assertThat(admission.decide(report(8, NOON), NOON, used))
        .isInstanceOf(Admission.Accepted.class);
    assertThat(admission.decide(report(10, NOON), NOON, used))
        .isInstanceOf(Admission.Accepted.class);
  }

  @Test
  void aDeviceHasABudgetOfReportsAndBytesInAnEpoch() throws Exception {
    SignedReport first = report(1, NOON);
    SignedReport second = report(2, NOON);
    DeviceUsage used = DeviceUsage.NONE.with(first);
    assertThat(used.bytes()).isEqualTo(first.toWire().getBody().size() + 64);
    long both = first.size() + second.size();
    for (ReportBudget enough : List.of(new ReportBudget(2, both), ReportBudget.OF_DEVICE)) {
      assertThat(withBudget(enough).decide(second, NOON, used))
          .isInstanceOf(Admission.Accepted.class);
    }
    for (ReportBudget little : List.of(new ReportBudget(1, both), new ReportBudget(2, both - 1))) {
      assertThat(withBudget(little).decide(second, NOON, used))
          .isInstanceOfSatisfying(
              Refusal.class, r -> assertThat(r.reason()).isEqualTo(ReportReasons.OVER_BUDGET));
    }
    assertThat(withBudget(new ReportBudget(1, both)).decide(first, NOON, used))
        .as("a number that was used is evidence, however little room there is")
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(ReportReasons.REPLAYED));
    assertThat(ReportReasons.isOfSigned(ReportReasons.OVER_BUDGET)).isTrue();
    assertThat(ReportReasons.isOfSigned(ReportReasons.BAD_SIGNATURE)).isFalse();
  }

  @Test
  void nothingThatAReportSaysMakesItThrow() throws Exception {
    activate();
    for (Instant time : new Instant[] {
      Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999Z"), NOON
    }) {
      for (long sequence : new long[] {1, Long.MAX_VALUE}) {
        Admission decision = admission.decide(report(sequence, time), NOON, DeviceUsage.NONE);
        assertThat(decision instanceof Admission.Accepted).isEqualTo(time.equals(NOON));
      }
    }
  }

  @Test
  void aBudgetOfOneIsTheLeast() {
    assertThat(new ReportBudget(1, 1).bytes()).isEqualTo(1);
    assertThatThrownBy(() -> new ReportBudget(0, 1)).hasMessageContaining("not 0 and 1");
    assertThatThrownBy(() -> new ReportBudget(1, 0)).hasMessageContaining("not 1 and 0");
  }

  @Test
  void aReceiptIsOfAcceptanceUnlessItNamesAReason() throws Exception {
    ReportId id = report(1, NOON).id(NETWORK);
    assertThat(Receipt.accepted(id).isAccepted()).isTrue();
    Receipt refused = Receipt.refused(id, ReportReasons.REPLAYED, "again");
    assertThat(refused.isAccepted()).isFalse();
    assertThat(refused.refusal().orElseThrow()).hasToString("report.replayed: again");
  }

  @Test
  void refusesRulesThatMakeNoSense() {
    EpochSchedule schedule = RULES.schedule();
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new AdmissionRules("a b", schedule, second, second))
        .hasMessageContaining("\"a b\"");
    assertThatThrownBy(() -> new AdmissionRules("a", schedule, second.negated(), second))
        .hasMessageContaining("maxSkew");
    assertThatThrownBy(() -> new AdmissionRules("a", schedule, second, second.negated()))
        .hasMessageContaining("maxAge");
  }

  @Test
  void reasonCodesAreDistinct() throws Exception {
    List<ReasonCode> codes = new ArrayList<>();
    for (var field : ReportReasons.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof ReasonCode code) {
        codes.add(code);
      }
    }
    Set<ReasonCode> distinct = new HashSet<>(codes);
    assertThat(distinct).hasSameSizeAs(codes).hasSize(11);
  }
}
