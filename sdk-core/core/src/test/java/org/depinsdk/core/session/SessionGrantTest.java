package org.depinsdk.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

/** Each refusal is reached by a grant that is good in every other way. */
class SessionGrantTest {
  private static final String NETWORK = "wifi-demo";
  private static final InMemorySigner HARDWARE = Samples.signer(KeyAlgorithm.P256, 1);
  private static final InMemorySigner SESSION = Samples.signer(KeyAlgorithm.ED25519, 2);
  private static final DeviceId DEVICE = DeviceId.derive(NETWORK, HARDWARE.publicKey());
  private static final Duration LONGEST = Duration.ofHours(1);

  private final NonceStore nonces =
      new InMemoryNonceStore(new SecureRandom(), Duration.ofSeconds(30));

  private static DeviceState state(DeviceStatus status) {
    return new DeviceState(
        DEVICE,
        HARDWARE.publicKey(),
        Samples.ALICE,
        status,
        "access-point",
        Optional.empty(),
        NOON,
        NOON);
  }

  private SessionGrant.Terms terms() {
    return new SessionGrant.Terms(DEVICE, nonces.issue(DEVICE, NOON), NOON, NOON.plus(LONGEST));
  }

  private Optional<ReasonCode> check(SessionGrant grant, Instant now) {
    return grant
        .check(NETWORK, state(DeviceStatus.ACTIVE), nonces, now, LONGEST)
        .map(Refusal::reason);
  }

  @Test
  void aSessionKeySignsForItsDevice() throws Exception {
    SessionGrant grant = SessionGrant.parse(
        SessionGrant.sign(NETWORK, terms(), HARDWARE, SESSION).toBytes());
    assertThat(check(grant, NOON.plusSeconds(10))).isEmpty();
    assertThat(grant.covers(NOON)).isTrue();
    assertThat(grant.covers(grant.until())).isFalse();
    assertThat(grant.covers(NOON.minusMillis(1))).isFalse();

    ReportAdmission admission = new ReportAdmission(new AdmissionRules(
        NETWORK, new EpochSchedule(NOON, LONGEST, Duration.ZERO), Duration.ofSeconds(1), LONGEST));
    Report report =
        new Report(DEVICE, new ProofKind("uptime/1"), 1, NOON, Provenance.HARDWARE, new byte[0]);
    SignedReport signed = SignedReport.sign(NETWORK, report, SESSION);
    Optional<DeviceState> state = Optional.of(state(DeviceStatus.ACTIVE));
    assertThat(admission.precheck(signed, state).map(Refusal::reason))
        .contains(ReportReasons.BAD_SIGNATURE);
    assertThat(admission.precheck(signed, state, List.of(grant.sessionKey()))).isEmpty();
    assertThat(admission.precheck(
            SignedReport.sign(NETWORK, report, HARDWARE), state, List.of(grant.sessionKey())))
        .isEmpty();
    assertThat(admission
            .precheck(
                SignedReport.sign(NETWORK, report, Samples.signer(9)),
                state,
                List.of(grant.sessionKey()))
            .map(Refusal::reason))
        .contains(ReportReasons.BAD_SIGNATURE);
    assertThat(admission
            .precheck(signed, Optional.of(state(DeviceStatus.REVOKED)), List.of(grant.sessionKey()))
            .map(Refusal::reason))
        .contains(ReportReasons.REVOKED);
  }

  @Test
  void grantsAreEqualByWhatTheySay() throws Exception {
    SessionGrant grant = SessionGrant.sign(NETWORK, terms(), HARDWARE, SESSION);
    SessionGrant read = SessionGrant.parse(grant.toBytes());
    assertThat(read).isEqualTo(grant).hasSameHashCodeAs(grant).isNotEqualTo("a grant");
    assertThat(grant.hashCode()).isNotZero();
    assertThat(read).isNotEqualTo(SessionGrant.sign(NETWORK, terms(), HARDWARE, Samples.signer(9)));
    assertThat(read.toString()).contains(DEVICE.text(), grant.until().toString());
    assertThatThrownBy(() -> SessionGrant.parse(new byte[SessionGrant.MAX_BYTES + 1]))
        .hasMessageContaining("1025 bytes");
    assertThatThrownBy(() -> SessionGrant.parse(new byte[SessionGrant.MAX_BYTES]))
        .isInstanceOf(EncodingException.class)
        .hasMessageNotContaining("at most");
  }

  @Test
  void refusesGrantsForEachReason() throws Exception {
    SessionGrant good = SessionGrant.sign(NETWORK, terms(), HARDWARE, SESSION);
    for (DeviceStatus status :
        new DeviceStatus[] {DeviceStatus.ENROLLED, DeviceStatus.SUSPENDED, DeviceStatus.REVOKED}) {
      assertThat(good.check(NETWORK, state(status), nonces, NOON, LONGEST).map(Refusal::reason))
          .contains(SessionReasons.NOT_ACTIVE);
    }
    assertThat(good.check("other", state(DeviceStatus.ACTIVE), nonces, NOON, LONGEST)
            .map(Refusal::reason))
        .contains(SessionReasons.BAD_HARDWARE_SIGNATURE);
    assertThat(good.check(NETWORK, state(DeviceStatus.ACTIVE), nonces, NOON, LONGEST.minusMillis(1))
            .map(Refusal::reason))
        .contains(SessionReasons.BAD_LIFETIME);
    assertThat(check(good, NOON.minusMillis(1))).contains(SessionReasons.NOT_NOW);
    assertThat(check(good, NOON.plus(LONGEST))).contains(SessionReasons.NOT_NOW);
    assertThat(check(good, NOON.plusSeconds(31))).contains(SessionReasons.EXPIRED_NONCE);
    // no failure before has used the nonce up
    assertThat(check(good, NOON.plusSeconds(30))).isEmpty();
    assertThat(check(good, NOON.plusSeconds(30))).contains(SessionReasons.USED_NONCE);

    SessionGrant.Terms terms = terms();
    assertThat(check(SessionGrant.sign(NETWORK, terms, SESSION, SESSION), NOON))
        .contains(SessionReasons.BAD_HARDWARE_SIGNATURE);
    byte[] bytes = SessionGrant.sign(NETWORK, terms, HARDWARE, SESSION).toBytes();
    bytes[bytes.length - 1] ^= 1;
    assertThat(check(SessionGrant.parse(bytes), NOON))
        .contains(SessionReasons.BAD_SESSION_SIGNATURE);
    SessionGrant.Terms unknown =
        new SessionGrant.Terms(DEVICE, new byte[32], NOON, NOON.plusSeconds(1));
    assertThat(check(SessionGrant.sign(NETWORK, unknown, HARDWARE, SESSION), NOON))
        .contains(SessionReasons.UNKNOWN_NONCE);
    DeviceId other = new DeviceId("dev-" + "a".repeat(32));
    SessionGrant.Terms foreign =
        new SessionGrant.Terms(other, nonces.issue(other, NOON), NOON, NOON.plusSeconds(1));
    assertThat(check(SessionGrant.sign(NETWORK, foreign, HARDWARE, SESSION), NOON))
        .contains(SessionReasons.OTHER_DEVICE);
    SessionGrant.Terms backwards = new SessionGrant.Terms(DEVICE, new byte[32], NOON, NOON);
    assertThat(check(SessionGrant.sign(NETWORK, backwards, HARDWARE, SESSION), NOON))
        .contains(SessionReasons.BAD_LIFETIME);
    assertThatThrownBy(() -> new SessionGrant.Terms(DEVICE, new byte[31], NOON, NOON))
        .hasMessageContaining("31");
  }

  @Test
  void aNewNonceReplacesTheOld() {
    byte[] first = nonces.issue(DEVICE, NOON);
    byte[] second = nonces.issue(DEVICE, NOON);
    assertThat(first).isNotEqualTo(second);
    assertThat(nonces.consume(DEVICE, first, NOON)).isEqualTo(NonceStore.Use.UNKNOWN);
    assertThat(nonces.consume(DEVICE, new byte[0], NOON)).isEqualTo(NonceStore.Use.UNKNOWN);
    assertThat(nonces.consume(DEVICE, second, NOON)).isEqualTo(NonceStore.Use.FRESH);
    assertThatThrownBy(() -> new InMemoryNonceStore(new SecureRandom(), Duration.ZERO))
        .hasMessageContaining("lifetime");
  }

  @Test
  void brokenGrantsAreAnErrorAndNothingElse() throws Exception {
    byte[] good = SessionGrant.sign(NETWORK, terms(), HARDWARE, SESSION).toBytes();
    Property.check(1000, random -> {
      byte[] hostile =
          random.nextInt(3) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      for (int i = random.nextInt(1, 3); i > 0 && hostile.length > 0; i--) {
        hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (!Arrays.equals(good, hostile)) {
        try {
          assertThat(check(SessionGrant.parse(hostile), NOON)).isPresent();
        } catch (EncodingException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    });
    assertThatThrownBy(() -> SessionGrant.parse(new byte[SessionGrant.MAX_BYTES + 1]))
        .hasMessageContaining("at most");
  }
}
