package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.apple.AppAssertionVerifier;
import org.depinsdk.attestation.apple.AppAttestationVerifier;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.attestation.testkit.PretendApp;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.service.sqlite.SqliteEvidenceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that are attested once and then assert. */
class AppAttestEnrolmentTest {
  private static final Instant UNTIL = AttestingNetwork.NOW.plus(Duration.ofDays(30));

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
            RevocationRule.failClosed(Duration.ofDays(10)),
            AppraisalPolicy.STRICT.withValidity(Duration.ofMinutes(30))),
        lists(false));
    device = AttestingNetwork.signer(1);
    network.enrol(device);
    app.enrolled(AttestingNetwork.key(device));
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  private RevocationLists lists(boolean withdrawn) throws Exception {
    return RevocationLists.of(new TreeMap<>(
        Map.of("app-attest", app.revocationLists(AttestingNetwork.NOW, UNTIL, withdrawn))));
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

  /** An operator records an assertion although a list that it was appraised with names the attestation that it rests on. */
  @Test
  void aReplayRefusesAnAssertionThatRestsOnAWithdrawnAttestation() throws Exception {
    attest();
    assertThat(assertion(app)).isEqualTo("affirming");
    assertThat(assertion(app)).isEqualTo("affirming");
    EpochInput first = network.settled(1);
    assertThat(AttestingNetwork.audit(first, TestNetwork.GENESIS).check(first.registry()))
        .isEmpty();
    RevocationLists withdrawn = lists(true);
    List<Bytes32> words = words();
    KeptEvidence lying = new KeptEvidence() {
      @Override
      public Optional<AppraisedEvidence> evidence(Bytes32 asked) throws IOException {
        Optional<AppraisedEvidence> kept = first.kept().evidence(asked);
        return asked.equals(words.get(0))
            ? kept
            : kept.map(
                one -> new AppraisedEvidence(one.evidence(), one.nonce(), withdrawn.digest()));
      }

      @Override
      public Optional<RevocationLists> lists(Bytes32 digest) throws IOException {
        return digest.equals(withdrawn.digest())
            ? Optional.of(withdrawn)
            : first.kept().lists(digest);
      }
    };
    assertThat(AttestingNetwork.audit(first, lying, TestNetwork.GENESIS).check(first.registry()))
        .get()
        .extracting(fault -> fault.refusal().detail())
        .asString()
        .contains("app-attest.chain.revoked");
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

  @Test
  void aListThatNamesTheAttestationEndsWhatRestsOnIt() throws Exception {
    attest();
    assertThat(assertion(app)).isEqualTo("affirming");
    network.lists.set(lists(true));
    network.server.withdrawRevoked();
    List<RegistryRecord> records = network.records(device);
    assertThat(records.get(records.size() - 1).change())
        .isEqualTo(new RegistryChange.AttestationWithdrawn("app-attest.chain.revoked"));
    assertStatus(Code.FAILED_PRECONDITION, () -> assertion(app))
        .contains("app-attest.chain.revoked");
    assertThat(network.records(device)).hasSameSizeAs(records);
    network.lists.set(lists(false));
    assertThat(assertion(app)).isEqualTo("affirming");
    network.settled(2);
  }

  @Test
  void anAssertionRestsOnAListThatIsNotTooOld() throws Exception {
    attest();
    network.after(Duration.ofDays(11));
    assertStatus(Code.FAILED_PRECONDITION, () -> assertion(app))
        .contains("app-attest.chain.revocation-unknown");
  }

  @Test
  void theEvidenceThatAssertionsRestOnStaysAndTheOthersGo() throws Exception {
    attest();
    assertion(app);
    try (SqliteEvidenceStore store =
        SqliteEvidenceStore.open(network.data.resolve("evidence.sqlite"))) {
      List<Bytes32> words = words();
      assertThat(words).hasSize(2);
      network.server.settleDue();
      for (Bytes32 name : words) {
        assertThat(store.find(name)).isPresent();
      }
      network.settled(1);
      assertThat(store.find(words.get(0))).as("an assertion may follow").isPresent();
      assertThat(store.find(words.get(1))).isEmpty();
      assertThat(store.find(lists(false).digest())).isEmpty();
      assertThat(assertion(app)).isEqualTo("affirming");
      Bytes32 unsettled = words().get(2);
      network.after(Duration.ofMinutes(39));
      network.server.settleDue();
      assertThat(store.find(unsettled)).as("its bundle is not there").isPresent();
      network.settled(3);
      assertThat(store.find(unsettled)).isEmpty();
      network
          .server
          .admin()
          .change(TestNetwork.device(device), new RegistryChange.Revoked("stolen"))
          .get();
      network.settled(4);
      assertThat(store.find(words.get(0))).as("nothing follows any more").isEmpty();
    }
  }

  private List<Bytes32> words() throws Exception {
    return network.records(device).stream()
        .filter(record -> record.change() instanceof RegistryChange.Attested)
        .map(record -> Bytes32.sha256(record.instruction().orElseThrow().bytes()))
        .toList();
  }
}
