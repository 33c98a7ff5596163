package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.apple.AppAssertionVerifier;
import org.depinsdk.attestation.apple.AppAttestationVerifier;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.attestation.testkit.PretendApp;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.epoch.EpochInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that are attested once and then assert. */
class AppAttestEnrolmentTest {
  private final PretendApp app = new PretendApp();

  private AttestingNetwork network;
  private InMemorySigner device;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    network = new AttestingNetwork(
        data,
        "app-attest",
        new SchemeRules(
            List.of(app.anchor()),
            new ReferenceValues(Map.of("app-id", List.of(PretendApp.APP_ID)), Map.of()),
            RevocationRule.none("Apple publishes no list"),
            AppraisalPolicy.STRICT.withValidity(Duration.ofMinutes(30))),
        RevocationLists.NONE);
    device = AttestingNetwork.signer(1);
    network.enrol(device);
    app.enrolled(AttestingNetwork.key(device));
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  private void attest() throws Exception {
    assertThat(network
            .attest(device, AppAttestationVerifier.MEDIA_TYPE, app::attest)
            .getStatus())
        .isEqualTo("active");
  }

  private String assertion(PretendApp asserting) throws Exception {
    network.after(Duration.ofMinutes(20));
    return network
        .attest(device, AppAssertionVerifier.MEDIA_TYPE, asserting::assertion)
        .getTier();
  }

  private List<RegistryChange.Attested> results() throws Exception {
    return network.records(device).stream()
        .map(RegistryRecord::change)
        .filter(RegistryChange.Attested.class::isInstance)
        .map(RegistryChange.Attested.class::cast)
        .toList();
  }

  @Test
  void anAppThatWasAttestedAssertsAndEveryBundleReplays() throws Exception {
    attest();
    for (int i = 0; i < 4; i++) {
      assertThat(assertion(app)).isEqualTo("affirming");
    }
    assertThat(results())
        .extracting(result -> result.counters().get("assertion-counter"))
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(results())
        .extracting(RegistryChange.Attested::instance)
        .containsOnly(app.attested().id());
    EpochInput second = network.settled(2);
    Instant epoch = TestNetwork.GENESIS.plus(Duration.ofHours(1));
    assertThat(second.registry().records().stream()
            .filter(record ->
                record.at().isAfter(epoch) && record.change() instanceof RegistryChange.Attested))
        .as("assertions whose attestation is in the bundle before")
        .isNotEmpty();
    assertThat(AttestingNetwork.audit(second, epoch.plus(Duration.ofMinutes(10)))
            .check(second.registry()))
        .isEmpty();
    assertThat(AttestingNetwork.audit(second, epoch.plus(Duration.ofMinutes(10)))
            .check(withCounters(second.registry(), 9)))
        .get()
        .extracting(fault -> fault.refusal().detail())
        .asString()
        .contains("app-attest.counter-not-risen");
  }

  /** A registry whose results before the last have another counter than was appraised. */
  private static RegistryView withCounters(RegistryView view, long counter) throws Exception {
    List<RegistryRecord> records = new ArrayList<>(view.records());
    for (int i = 0; i < records.size() - 1; i++) {
      RegistryRecord record = records.get(i);
      if (record.change() instanceof RegistryChange.Attested a) {
        records.set(
            i,
            new RegistryRecord(
                record.index(),
                record.at(),
                record.device(),
                new RegistryChange.Attested(
                    a.scheme(),
                    a.tier(),
                    a.evidence(),
                    a.context(),
                    a.instance(),
                    a.notAfter(),
                    new TreeMap<>(Map.of("assertion-counter", counter)),
                    a.findings(),
                    a.origin()),
                record.instruction()));
      }
    }
    return RegistryView.of(records);
  }

  @Test
  void anAssertionWithoutAnAttestationIsRefused() {
    assertStatus(Code.FAILED_PRECONDITION, () -> assertion(app)).contains("app-attest.key-unknown");
  }

  @Test
  void aCounterThatDoesNotRiseIsRefused() throws Exception {
    attest();
    assertion(app);
    assertStatus(Code.FAILED_PRECONDITION, () -> assertion(app.counter(0)))
        .contains("app-attest.counter-not-risen");
    assertThat(assertion(app)).isEqualTo("affirming");
  }

  @Test
  void anAssertionOfAnotherKeyIsRefused() throws Exception {
    attest();
    PretendApp other = new PretendApp().enrolled(AttestingNetwork.key(device));
    assertStatus(Code.PERMISSION_DENIED, () -> assertion(other))
        .contains(AttestationReasons.OTHER_INSTANCE.text());
    assertThat(results()).hasSize(1);
  }

  @Test
  void anAssertionForAnotherDeviceIsRefused() throws Exception {
    attest();
    PretendApp own = app.enrolled(AttestingNetwork.key(AttestingNetwork.signer(2)));
    assertStatus(Code.FAILED_PRECONDITION, () -> assertion(own))
        .contains(AttestationReasons.OTHER_KEY.text());
  }
}
