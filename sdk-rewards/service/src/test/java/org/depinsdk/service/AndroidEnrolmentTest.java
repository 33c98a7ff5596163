package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.android.AndroidKeyVerifier;
import org.depinsdk.attestation.enrolment.AppraisedEvidence;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.RuledAppraiser;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.attestation.testkit.PretendPhone;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.RegistryAudit;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.service.sqlite.SqliteEvidenceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones, and Google's list of withdrawn certificates. */
class AndroidEnrolmentTest {
  private interface Callback {
    void run() throws Exception;
  }

  private final PretendPhone phone = new PretendPhone();
  private List<byte[]> chain = List.of();

  private AttestingNetwork network;
  private InMemorySigner device;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    network = new AttestingNetwork(
        data,
        AndroidKeyVerifier.SCHEME,
        new SchemeRules(
            List.of(phone.anchor()),
            ReferenceValues.NONE,
            RevocationRule.failClosed(Duration.ofHours(1)),
            AppraisalPolicy.STRICT.withValidity(Duration.ofMinutes(30))),
        list(AttestingNetwork.NOW));
    device = InMemorySigner.ofSecret(
        KeyAlgorithm.P256,
        BigIntegers.asUnsignedByteArray(32, ((ECPrivateKey) phone.key().getPrivate()).getS()));
    network.enrol(device);
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  /** A list as Google sends it, longer than a line of a bundle. */
  private static RevocationLists list(Instant fetchedAt, String... serials) throws Exception {
    String entries = Stream.concat(
            Stream.of(serials), IntStream.range(0, 12_000).mapToObj(i -> "f" + i + "dddd"))
        .map(
            serial -> "\"" + serial
                + "\":{\"status\":\"REVOKED\",\"reason\":\"SOFTWARE_FLAW\",\"comment\":\"a pretend one\"}")
        .collect(Collectors.joining(","));
    return RevocationLists.NONE.withStatusList(
        AndroidKeyVerifier.SCHEME,
        ("{\"entries\":{" + entries + "}}").getBytes(StandardCharsets.UTF_8),
        fetchedAt);
  }

  private String attest() throws Exception {
    return attest(() -> {});
  }

  private String attest(Callback chainIsMade) throws Exception {
    return network
        .attest(device, AndroidKeyVerifier.MEDIA_TYPE, challenge -> {
          List<byte[]> all = phone.chain(challenge);
          chain = all.subList(0, all.size() - 1);
          chainIsMade.run();
          return AndroidKeyVerifier.evidence(chain);
        })
        .getTier();
  }

  private String serial(int certificate) throws Exception {
    return Certificate.parse(chain.get(certificate)).serial().toString(16);
  }

  @Test
  void aKeyThatAListNamesStopsCountingAndAReplayAgrees() throws Exception {
    assertThat(attest()).isEqualTo("affirming");
    network.after(Duration.ofMinutes(5));
    RevocationLists named = list(network.clock.instant(), serial(1));
    assertThat(RevocationLists.parse(named.toBytes())).isEqualTo(named);
    network.lists.set(named);
    network.server.withdrawRevoked();
    assertThat(network.records(device).get(3).change())
        .isEqualTo(new RegistryChange.AttestationWithdrawn("android-key.chain.revoked"));
    EpochInput input = network.settled(1);
    assertThat(AttestingNetwork.audit(input, Instant.MIN).check(input.registry()))
        .isEmpty();
    // with the newer list in place of the one that stood, the audit finds the certificate in it
    assertThat(audit(input, named).check(input.registry()))
        .get()
        .extracting(fault -> fault.refusal().detail())
        .asString()
        .contains("android-key.chain.revoked");
  }

  /** An audit with other lists than those in the bundle. */
  private static RegistryAudit audit(EpochInput input, RevocationLists other) {
    KeptEvidence kept = new KeptEvidence() {
      @Override
      public Optional<AppraisedEvidence> evidence(Bytes32 words) throws java.io.IOException {
        return input.kept().evidence(words);
      }

      @Override
      public Optional<RevocationLists> lists(Bytes32 digest) {
        return Optional.of(other);
      }
    };
    return new RegistryAudit(
        InstructionRules.of(
            TestNetwork.NAME,
            input.policy().identity(),
            new RuledAppraiser(input.policy().attestation().get(), EvidenceVerifiers.load(), kept)),
        Instant.MIN);
  }

  @Test
  void aNamedKeyIsRefused() throws Exception {
    Callback name = () -> network.lists.set(list(network.clock.instant(), serial(0)));
    assertStatus(Code.FAILED_PRECONDITION, () -> attest(name))
        .contains("android-key.chain.revoked");
    assertThat(network.records(device)).hasSize(1);
  }

  @Test
  void aListThatIsTooOldOrNotThereRefuses() throws Exception {
    network.after(Duration.ofMinutes(61));
    assertStatus(Code.FAILED_PRECONDITION, this::attest)
        .contains("android-key.chain.revocation-unknown");
    network.lists.set(RevocationLists.NONE);
    assertStatus(Code.FAILED_PRECONDITION, this::attest)
        .contains("android-key.chain.revocation-unknown");
    network.lists.set(list(network.clock.instant()));
    assertThat(attest()).isEqualTo("affirming");
  }

  @Test
  void evidenceStaysWhileItsResultCountsAndUntilItsBundleIsSettled() throws Exception {
    network.after(Duration.ofMinutes(55));
    attest();
    Bytes32 words = Bytes32.sha256(
        network.records(device).get(1).instruction().orElseThrow().bytes());
    Bytes32 lists = network.lists.get().digest();
    try (SqliteEvidenceStore store =
        SqliteEvidenceStore.open(network.data.resolve("evidence.sqlite"))) {
      network.after(Duration.ofMinutes(16));
      network.server.settleDue();
      assertThat(network.data.resolve("bundles").resolve("epoch-0")).exists();
      assertThat(store.find(words)).as("it counts").isPresent();
      assertThat(store.find(lists)).as("only a bundle needs them").isEmpty();
      network.settled(2);
      assertThat(store.find(words)).isEmpty();
    }
  }
}
