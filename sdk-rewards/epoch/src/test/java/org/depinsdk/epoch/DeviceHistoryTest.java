package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.clone.CloneDetector;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.KeyRotation;
import org.depinsdk.core.lifecycle.Signatory;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.document.PolicyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed changes of the registry in a bundle, and devices in two machines. */
class DeviceHistoryTest {
  private static final ProofVerifiers VERIFIERS = ProofVerifiers.load();

  @TempDir
  Path folder = Path.of("");

  private final TestNetwork network = new TestNetwork(7);
  private DeviceId device = new DeviceId("dev-" + "a".repeat(32));
  private InMemorySigner next = network(1);

  private static InMemorySigner network(int number) {
    byte[] secret = new byte[32];
    secret[0] = (byte) number;
    try {
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
    } catch (org.depinsdk.core.identity.InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void enrol() throws Exception {
    device = network.enroll(1);
    next = network(2);
  }

  private void rotate(byte[] bytes) throws Exception {
    network.registry.append(
        TestNetwork.GENESIS.plusSeconds(60),
        device,
        new RegistryChange.KeyRotated(next.publicKey()),
        Optional.of(new SignedInstruction(SignedInstruction.Kind.KEY_ROTATION, bytes)));
  }

  private byte[] rotation() throws Exception {
    return KeyRotation.sign(TestNetwork.NAME, device, 1, network.signer(device), next)
        .toBytes();
  }

  private ReplayResult replay(EpochInput input) throws IOException {
    Path bundle = folder.resolve("epoch-0");
    EpochBundle.write(bundle, Publication.FIRST, input, new LocalEpochEngine(VERIFIERS).run(input));
    return new BundleReplay(new LocalEpochEngine(VERIFIERS)).replay(bundle);
  }

  @Test
  void aStatementTellsTheWholeLife() throws Exception {
    rotate(rotation());
    network.change(
        Duration.ofMinutes(2), device, new RegistryChange.Transferred(TestNetwork.operator(2)));
    network.change(Duration.ofMinutes(3), device, new RegistryChange.Revoked("stolen"));
    assertThat(replay(network.input(SettlementState.GENESIS)))
        .isInstanceOf(ReplayResult.Same.class);
    Statement statement = Statement.of(EpochBundle.open(folder.resolve("epoch-0")), device.text());
    DeviceHistory history = statement.devices().get(0).history();
    assertThat(history.owners())
        .containsExactly(
            new DeviceHistory.Owner(
                TestNetwork.operator(1),
                TestNetwork.GENESIS,
                Optional.of(TestNetwork.GENESIS.plusSeconds(120)),
                "the enrolment that the device signed"),
            new DeviceHistory.Owner(
                TestNetwork.operator(2),
                TestNetwork.GENESIS.plusSeconds(120),
                Optional.empty(),
                DeviceHistory.BY_NETWORK));
    assertThat(history.keys())
        .containsExactly(
            new DeviceHistory.Key(
                network.signer(device).publicKey(),
                false,
                TestNetwork.GENESIS,
                Optional.of(TestNetwork.GENESIS.plusSeconds(60)),
                "the enrolment that the device signed"),
            new DeviceHistory.Key(
                next.publicKey(),
                false,
                TestNetwork.GENESIS.plusSeconds(60),
                Optional.of(TestNetwork.GENESIS.plusSeconds(180)),
                "the device's key"));
    assertThat(history.stops())
        .containsExactly(new DeviceHistory.Stop(
            TestNetwork.GENESIS.plusSeconds(180), "revoked", "stolen", DeviceHistory.BY_NETWORK));
    assertThat(statement.toJson()).contains("\"owners\"", "\"keys\"", "\"reason\": \"stolen\"");
    assertThat(statement.toText(0))
        .contains("owner " + TestNetwork.operator(1) + " from 2026-01-01T00:00:00Z to")
        .contains("revoked at 2026-01-01T00:03:00Z by the network: stolen");
  }

  @Test
  void aNetworkThatMakesUpARotationIsFound() throws Exception {
    byte[] forged = rotation();
    forged[forged.length - 70] ^= 1;
    rotate(forged);
    assertThat(replay(network.input(SettlementState.GENESIS)))
        .isInstanceOfSatisfying(ReplayResult.Different.class, different -> {
          assertThat(different.part()).isEqualTo("registry-changes.jsonl");
          assertThat(different.detail()).contains(device.text(), "lifecycle.bad-old-signature");
        });
  }

  @Test
  void everyChangeComesBackFromItsLine() throws Exception {
    InMemorySigner session = network(3);
    List<RegistryChange> changes = List.of(
        new RegistryChange.OriginRecorded(new DeviceOrigin("acme", "SN-1", "W \"1\"")),
        new RegistryChange.SessionOpened(
            session.publicKey(), Instant.EPOCH, Instant.EPOCH.plusMillis(1)),
        new RegistryChange.CloneFound(
            "instance.interleaved-boots",
            new RegistryChange.Machine("a", "1"),
            new RegistryChange.Machine("", "2")));
    List<String> lines = new ArrayList<>();
    for (RegistryChange change : changes) {
      RegistryRecord record = new RegistryRecord(
          5,
          Instant.EPOCH,
          device,
          change,
          Optional.of(new SignedInstruction(SignedInstruction.Kind.ENDORSEMENT, new byte[] {1})));
      lines.add(RegistryJson.format(record));
      assertThat(RegistryJson.parse(RegistryJson.format(record))).isEqualTo(record);
    }
    for (String line : lines) {
      for (String broken : List.of(
          line.replace("\"endorsement\"", "\"?\""),
          line.replace("\"bytes\":\"01\"", "\"bytes\":\"\""),
          line.replace("\"bytes\":\"01\"", "\"bytes\":\"0\""),
          line.replaceFirst("\"change\":\"[a-z-]+\"", "\"change\":\"x\""))) {
        assertThatThrownBy(() -> RegistryJson.parse(broken)).isInstanceOf(EncodingException.class);
      }
    }
  }

  private void report(String boot, long sequence, int minute) throws Exception {
    Instant at = TestNetwork.GENESIS.plus(Duration.ofMinutes(minute));
    byte[] evidence = new UptimeVerifier().codec().encode(Heartbeat.of(Duration.ZERO));
    network.receive(
        SignedReport.sign(
            TestNetwork.NAME,
            new Report(
                device, UptimeVerifier.KIND, sequence, at, Provenance.HARDWARE, evidence, boot),
            network.signer(device)),
        at);
  }

  /** T2: one key in two machines, which cannot keep one counter. Both are named, and in every partition the same. */
  @Test
  void twoBoxesWithOneKeyAreFoundAndNamed() throws Exception {
    DeviceId clone = device;
    report("first-box", 1, 1);
    report("second-box", 1, 2);
    report("first-box", 2, 3);
    device = network.enroll(3);
    report("honest", 1, 4);
    report("honest-again", 1, 5);
    device = network.enroll(4);
    report("", 1, 6);
    report("", 1, 7);
    EpochInput input = network.input(SettlementState.GENESIS);
    EpochOutcome outcome = new LocalEpochEngine(VERIFIERS).run(input);
    assertThat(outcome.clones()).singleElement().satisfies(found -> {
      assertThat(found.device()).isEqualTo(clone);
      assertThat(found.reason()).isEqualTo(CloneDetector.INTERLEAVED_BOOTS);
      assertThat(List.of(found.first().boot(), found.second().boot()))
          .containsExactlyInAnyOrder("first-box", "second-box");
    });
    assertThat(LocalEpochEngine.builder(VERIFIERS)
            .memoryBytes(1)
            .workFolder(folder)
            .build()
            .run(sized(input))
            .clones())
        .isEqualTo(outcome.clones());
    assertThat(replay(input)).isInstanceOf(ReplayResult.Same.class);
    Statement statement = Statement.of(EpochBundle.open(folder.resolve("epoch-0")), clone.text());
    assertThat(statement.devices().get(0).clones()).hasSize(1);
    assertThat(statement.toText(0))
        .contains("two machines: instance.interleaved-boots")
        .contains("boot first-box with number")
        .contains("boot second-box with number 1 at 2026-01-01T00:02:00Z");
  }

  /** A copy whose software leaves the boot out is found beside the machine that names it. */
  @Test
  void aBoxThatStaysSilentAboutItsBootIsFoundToo() throws Exception {
    report("box", 1, 1);
    report("", 2, 2);
    report("", 3, 3);
    report("box", 4, 4);
    assertThat(new LocalEpochEngine(VERIFIERS)
            .run(network.input(SettlementState.GENESIS))
            .clones())
        .singleElement()
        .satisfies(
            found -> assertThat(List.of(found.first().boot(), found.second().boot()))
                .containsExactlyInAnyOrder("box", ""));
  }

  /** Many partitions. */
  private static EpochInput sized(EpochInput input) {
    EvidenceSource evidence = new EvidenceSource() {
      @Override
      public void forEach(Visitor visitor) throws IOException {
        input.evidence().forEach(visitor);
      }

      @Override
      public long sizeBytes() {
        return 7;
      }
    };
    return new EpochInput(
        input.policy(), input.beacon(), input.facts(), input.registry(), evidence, input.before());
  }

  @Test
  void aPolicySaysWhoseWordCounts() throws Exception {
    TreeMap<String, java.util.SortedSet<Signatory>> makers = new TreeMap<>();
    makers.put("acme", new TreeSet<>(List.of(Signatory.of(next.publicKey()))));
    IdentityRules rules = new IdentityRules(
        new TreeSet<>(List.of(Signatory.of(TestNetwork.operator(9)))), makers, Duration.ofHours(1));
    NetworkPolicy plain = TestNetwork.policy();
    NetworkPolicy policy = plain.withIdentity(rules);
    assertThat(NetworkPolicy.parse(policy.toJson())).isEqualTo(policy);
    assertThat(policy.id()).isNotEqualTo(plain.id());
    String json = new String(policy.toJson(), StandardCharsets.UTF_8);
    for (String broken : List.of(
        json.replace("did:key:", "did:kex:"),
        json.replace("PT1H\"\n  }", "PT0S\"\n  }"),
        json.replace("PT1H\"\n  }", "P8D\"\n  }"),
        json.replace("\"acme\"", "\" \""),
        json.replace("\"registrars\"", "\"registrar\""))) {
      assertThat(broken).isNotEqualTo(json);
      assertThatThrownBy(() -> NetworkPolicy.parse(broken.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(PolicyException.class);
    }
    assertThat(new String(plain.toJson(), StandardCharsets.UTF_8)).doesNotContain("identity");
    assertThat(RegistryView.empty().sessions(device)).isEmpty();
  }
}
