package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochBundleTest {
  private static final LocalEpochEngine ENGINE = new LocalEpochEngine(ProofVerifiers.load());

  @TempDir
  Path scratch;

  private TestNetwork network;
  private DeviceId honest;
  private DeviceId moved;
  private DeviceId cheat;

  @BeforeEach
  void run() throws Exception {
    network = new TestNetwork(7);
    honest = network.enroll(0);
    moved = network.enroll(1);
    cheat = network.enroll(2);
    for (int i = 0; i < 12; i++) {
      Duration at = Duration.ofMinutes(5L * i + 1);
      network.heartbeat(honest, i + 1, at);
      if (i == 9) {
        network.change(
            at.plusMillis(1), moved, new RegistryChange.Transferred(TestNetwork.operator(3)));
      }
      if (i < 3 || i > 8) {
        network.heartbeat(moved, i + 1, at.plusSeconds(1));
      }
      if (i == 0) {
        network.heartbeat(cheat, 1, at.plusSeconds(2));
        network.heartbeat(cheat, 1, at.plusSeconds(2));
        network.heartbeat(cheat, 2, at.plusSeconds(2), Provenance.HARDWARE, network.signer(honest));
        network.heartbeat(cheat, 3, at.plusSeconds(2), Provenance.SIMULATED, network.signer(cheat));
        network.change(at.plusSeconds(3), cheat, new RegistryChange.Revoked("caught"));
      } else {
        network.heartbeat(cheat, i + 3, at.plusSeconds(3));
      }
    }
  }

  @Test
  void aBundleReplaysToTheSameRoot() throws Exception {
    Path folder = write("epoch-0");
    assertThat(new BundleReplay(ENGINE).replay(folder))
        .isInstanceOfSatisfying(ReplayResult.Same.class, same -> {
          assertThat(same.reports()).isEqualTo(network.log.size());
          assertThat(same.manifest().root()).matches("0x[0-9a-f]{64}");
          assertThat(same.manifest().policyId()).isEqualTo(TestNetwork.policy().id());
        });
  }

  @Test
  void everyByteOfEveryFileMatters() throws Exception {
    Path folder = write("epoch-0");
    RandomGenerator random = Property.random(11);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        byte[] original = Files.readAllBytes(file);
        for (int i = 0; i < Math.min(12, original.length); i++) {
          byte[] changed = original.clone();
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(7));
          Files.write(file, changed);
          ReplayResult result = new BundleReplay(ENGINE).replay(folder);
          assertThat(result).as(file.toString()).isInstanceOf(ReplayResult.Different.class);
          String said = ((ReplayResult.Different) result).part() + ": "
              + ((ReplayResult.Different) result).detail();
          assertThat(said).containsAnyOf(file.getFileName().toString(), "the manifest");
        }
        Files.write(file, original);
      }
    }
    assertThat(new BundleReplay(ENGINE).replay(folder)).isInstanceOf(ReplayResult.Same.class);
  }

  /** A manifest in its own form that says something else is compared, not only its bytes with its parts. */
  @Test
  void everyFieldOfTheManifestIsCompared() throws Exception {
    Path folder = write("epoch-0");
    BundleManifest good = EpochBundle.open(folder).manifest();
    List<BundleManifest.Part> swapped = new ArrayList<>(good.parts());
    Collections.swap(swapped, 0, 1);
    String hash = "ab".repeat(32);
    List<BundleManifest> lies = List.of(
        new BundleManifest(
            "other", good.epoch(), good.previous(), good.policyId(), good.root(), good.parts()),
        new BundleManifest(
            good.network(), 1, good.previous(), good.policyId(), good.root(), good.parts()),
        new BundleManifest(
            good.network(),
            good.epoch(),
            Optional.of(hash),
            good.policyId(),
            good.root(),
            good.parts()),
        new BundleManifest(
            good.network(), good.epoch(), good.previous(), hash, good.root(), good.parts()),
        new BundleManifest(
            good.network(),
            good.epoch(),
            good.previous(),
            good.policyId(),
            "0x" + hash,
            good.parts()),
        new BundleManifest(
            good.network(), good.epoch(), good.previous(), good.policyId(), good.root(), swapped));
    for (BundleManifest lie : lies) {
      Files.write(folder.resolve(BundleManifest.FILE), lie.toJson());
      assertThat(new BundleReplay(ENGINE).replay(folder))
          .as(new String(lie.toJson(), StandardCharsets.UTF_8))
          .isInstanceOf(ReplayResult.Different.class);
    }
  }

  @Test
  void aNetworkThatHidesARefusalIsFound() throws Exception {
    int at = firstRefusal(ReportReasons.BAD_SIGNATURE.text());
    network.log.set(at, network.log.get(at).toBuilder().clearRefusal().build());
    assertDifferent(write("forged"), "reports.pb", "report.bad-signature");
  }

  @Test
  void aNetworkThatInventsARefusalIsFound() throws Exception {
    LoggedReport first = network.log.get(0);
    network.log.set(0, first.toBuilder().setRefusal("report.too-old").build());
    assertDifferent(
        write("censored"),
        "reports.pb",
        " #1) is recorded as report.too-old, recomputed as accepted");
  }

  @Test
  void aNetworkThatPaysMoreThanItsPolicyIsFound() throws Exception {
    Path folder = scratch.resolve("epoch-0");
    EpochInput input = network.input(SettlementState.GENESIS);
    EpochOutcome outcome = ENGINE.run(input);
    EpochBundle.write(folder, Publication.FIRST, input, outcome);
    Path after = folder.resolve("after.json");
    String richer = Files.readString(after).replaceFirst("(\"0x[0-9a-fA-F]{40}\": \")", "$19");
    Files.writeString(after, richer);
    tellAsItIs(folder);
    assertDifferent(folder, "after.json", "recomputed");
  }

  /** Makes the manifest of the files that are there. */
  private static void tellAsItIs(Path folder) throws Exception {
    BundleManifest manifest = EpochBundle.open(folder).manifest();
    List<BundleManifest.Part> parts = new ArrayList<>();
    for (BundleManifest.Part part : manifest.parts()) {
      byte[] bytes = Files.readAllBytes(folder.resolve(part.path()));
      parts.add(new BundleManifest.Part(
          part.path(),
          bytes.length,
          org.depinsdk.core.encoding.Hex.encode(BundleWriter.sha256().digest(bytes))));
    }
    Files.write(
        folder.resolve("manifest.json"),
        new BundleManifest(
                manifest.network(),
                0,
                manifest.previous(),
                manifest.policyId(),
                manifest.root(),
                parts)
            .toJson());
  }

  /** What is read alike and written otherwise is another file: a bundle has one form. */
  @Test
  void aLogInAnotherFormIsFound() throws Exception {
    Path folder = write("epoch-0");
    Path file = folder.resolve("reports.pb");
    byte[] original = Files.readAllBytes(file);
    LoggedReport first = network.log.get(0);
    byte[] rest = Arrays.copyOfRange(
        original,
        CodedOutputStream.computeUInt32SizeNoTag(first.getSerializedSize())
            + first.getSerializedSize(),
        original.length);
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(turned);
    out.writeUInt32NoTag(first.getSerializedSize());
    out.writeRawBytes(first.toBuilder().clearReport().build().toByteArray());
    out.writeRawBytes(
        LoggedReport.newBuilder().setReport(first.getReport()).build().toByteArray());
    out.writeRawBytes(rest);
    out.flush();
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    out = CodedOutputStream.newInstance(longer);
    out.writeRawByte((byte) (first.getSerializedSize() & 0x7f | 0x80));
    out.writeRawByte((byte) (first.getSerializedSize() >> 7 | 0x80));
    out.writeRawByte((byte) 0);
    out.writeRawBytes(first.toByteArray());
    out.writeRawBytes(rest);
    out.flush();
    for (byte[] form : List.of(turned.toByteArray(), longer.toByteArray())) {
      Files.write(file, form);
      List<LoggedReport> read = new ArrayList<>();
      EvidenceSource.of(file).forEach(read::add);
      assertThat(read).isEqualTo(network.log);
      tellAsItIs(folder);
      assertDifferent(folder, "reports.pb", "recomputed");
    }
  }

  @Test
  void aFileThatTheManifestDoesNotNameIsFound() throws Exception {
    Path folder = write("epoch-0");
    Files.writeString(folder.resolve("extra.txt"), "x");
    assertDifferent(folder, "extra.txt", "does not name");
    Files.delete(folder.resolve("extra.txt"));
    Files.delete(folder.resolve("beacon.json"));
    assertDifferent(folder, "beacon.json", "missing");
  }

  @Test
  void theOutcomeDependsNeitherOnMemoryNorOnTheOrderAcrossDevices() throws Exception {
    String root =
        ENGINE.run(network.input(SettlementState.GENESIS)).distribution().root().toString();
    List<LoggedReport> original = List.copyOf(network.log);
    Property.check(6, random -> {
      network.log.clear();
      network.log.addAll(original);
      java.util.Collections.shuffle(network.log, new java.util.Random(random.nextLong()));
      EvidenceSource small = new EvidenceSource() {
        @Override
        public void forEach(Visitor visitor) throws IOException {
          EvidenceSource.of(network.log).forEach(visitor);
        }

        @Override
        public long sizeBytes() {
          return random.nextInt(12);
        }
      };
      EpochInput input = network.input(SettlementState.GENESIS);
      EpochInput shuffled = new EpochInput(
          input.policy(), input.beacon(), input.facts(), input.registry(), small, input.before());
      EpochOutcome outcome = LocalEpochEngine.builder(ProofVerifiers.load())
          .memoryBytes(1)
          .workFolder(scratch)
          .partitions(3)
          .build()
          .run(shuffled);
      assertThat(outcome.distribution().root().toString()).isEqualTo(root);
    });
  }

  @Test
  void aDeviceThatChangedHandsIsPaidToBothForTheirPart() throws Exception {
    EpochOutcome outcome = ENGINE.run(network.input(SettlementState.GENESIS));
    TokenAmount first = outcome.after().lifetime().get(TestNetwork.operator(1));
    TokenAmount second = outcome.after().lifetime().get(TestNetwork.operator(3));
    TokenAmount whole = outcome.after().lifetime().get(TestNetwork.operator(0));
    // heard in three intervals before and three after, of the other device's twelve
    long ofDevice = first.plus(second).toBigInteger().longValueExact();
    assertThat(first).hasToString(Long.toString((ofDevice + 1) / 2));
    assertThat(2 * ofDevice)
        .isCloseTo(whole.toBigInteger().longValue(), org.assertj.core.data.Offset.offset(2L));
    assertThat(outcome.allocation().paid().plus(outcome.allocation().unallocated()))
        .isEqualTo(outcome.allocation().minted());
  }

  @Test
  void aSimulatedReportIsNotedAndNotPaid() throws Exception {
    EpochOutcome outcome = ENGINE.run(network.input(SettlementState.GENESIS));
    assertThat(outcome.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(EpochFault.PROVENANCE));
  }

  /** Nothing that it says is judged: there is no verdict about it, and so nothing to be paid for. */
  @Test
  void aDeviceThatOnlySimulatesIsNeitherJudgedNorPaid() throws Exception {
    DeviceId emulator = network.enroll(7);
    DeviceId real = network.enroll(8);
    for (int i = 0; i < 3; i++) {
      Duration at = Duration.ofMinutes(57 + i);
      network.heartbeat(emulator, i + 1, at, Provenance.SIMULATED, network.signer(emulator));
      network.heartbeat(real, i + 1, at);
    }
    EpochOutcome outcome = ENGINE.run(network.input(SettlementState.GENESIS));
    assertThat(outcome.faults())
        .hasSize(1 + 3)
        .allSatisfy(fault -> assertThat(fault.reason()).isEqualTo(EpochFault.PROVENANCE));
    assertThat(outcome.after().lifetime())
        .containsKey(TestNetwork.operator(8))
        .doesNotContainKey(TestNetwork.operator(7));
    Statement statement = Statement.of(EpochBundle.open(write("simulated")), emulator.text());
    assertThat(statement.devices().get(0).verdicts()).isEmpty();
  }

  @Test
  void aLogThatIsNotInTheOrderOfReceiptIsFound() throws Exception {
    LoggedReport last = network.log.get(network.log.size() - 1);
    LoggedReport before = network.log.get(network.log.size() - 2);
    network.log.set(
        network.log.size() - 1,
        last.toBuilder().setReceivedAtMs(before.getReceivedAtMs() - 1).build());
    assertDifferent(write("turned"), "reports.pb", "after one received at");
  }

  @Test
  void aReportOfAnotherEpochIsFound() throws Exception {
    DeviceId late = network.enroll(7);
    network.heartbeat(late, 1, Duration.ofMinutes(61));
    assertDifferent(write("tomorrow"), "reports.pb", late + " #1) belongs to epoch 1, not 0");
  }

  @Test
  void aStatementWalksFromTheAmountToTheReports() throws Exception {
    EpochBundle bundle = EpochBundle.open(write("epoch-0"));
    Statement statement = Statement.of(bundle, moved.text());
    assertThat(statement.lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.pool()).isEqualTo("uptime"));
    assertThat(statement.devices()).singleElement().satisfies(device -> {
      assertThat(device.ownership())
          .extracting(o -> o.operator())
          .containsExactly(TestNetwork.operator(1), TestNetwork.operator(3));
      assertThat(device.accepted()).hasSize(6);
      assertThat(device.verdicts())
          .singleElement()
          .satisfies(j -> assertThat(j.score().units()).isEqualTo(6));
    });
    assertThat(statement.toText(3))
        .contains("uptime/1", moved.text(), TestNetwork.operator(3).text());
    assertThat(statement.toJson()).contains("\"accepted\"");
    Statement cheated = Statement.of(bundle, cheat.text());
    assertThat(cheated.devices().get(0).refused())
        .containsEntry("report.replayed", 1L)
        .containsEntry("report.bad-signature", 1L)
        .containsEntry("report.device-revoked", 11L);
    assertThatThrownBy(() -> Statement.of(bundle, "nobody")).hasMessageContaining("nobody");
    assertThat(Statement.of(bundle, TestNetwork.operator(77).text()).devices()).isEmpty();
    StatementIndex index = StatementIndex.of(bundle);
    for (String subject : List.of(
        moved.text(),
        cheat.text(),
        TestNetwork.operator(3).text(),
        TestNetwork.operator(77).text())) {
      assertThat(index.statement(subject)).isEqualTo(Statement.of(bundle, subject));
    }
    assertThat(StatementIndex.bytes(bundle)).isPositive();
  }

  @Test
  void aPolicyAndAStateKeepTheirBytes() throws Exception {
    NetworkPolicy policy = TestNetwork.policy();
    assertThat(NetworkPolicy.parse(policy.toJson())).isEqualTo(policy);
    SettlementState after = ENGINE.run(network.input(SettlementState.GENESIS)).after();
    assertThat(SettlementState.parse(after.toJson())).isEqualTo(after);
    assertThat(after.lifetime()).isNotEmpty();
    assertThat(after.toJson())
        .isEqualTo(Json.document(Json.parseObject(after.toJson(), JsonLimits.DEFAULT)));
    String broken = new String(policy.toJson(), java.nio.charset.StandardCharsets.UTF_8)
        .replace("PT1M", "soon");
    assertThatThrownBy(
            () -> NetworkPolicy.parse(broken.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasMessageContaining("maxSkew")
        .hasMessageContaining("soon");
  }

  @Test
  void aBundleIsNeverOverwritten() throws Exception {
    Path folder = write("epoch-0");
    byte[] manifest = Files.readAllBytes(folder.resolve("manifest.json"));
    // the same again changes nothing, as after a crash before the ledger knew
    write("epoch-0");
    assertThat(folder.resolve("manifest.json")).hasBinaryContent(manifest);
    network.heartbeat(honest, 99, Duration.ofMinutes(59));
    assertThatThrownBy(() -> write("epoch-0"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("never overwritten");
    assertThat(folder.resolve("manifest.json")).hasBinaryContent(manifest);
    // what a power cut left behind is set aside
    Files.write(folder.resolve("verdicts.jsonl"), new byte[0]);
    write("epoch-0");
    assertThat(new BundleReplay(ENGINE).replay(folder)).isInstanceOf(ReplayResult.Same.class);
    assertThat(scratch.resolve("epoch-0.damaged")).isDirectory();
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("epoch-0", "epoch-0.damaged");
    }
  }

  /** A bundle from strangers may hold links, pipes, endless lines and letters that steer a terminal. */
  @Test
  void nothingButPlainFilesIsOpened() throws Exception {
    Path folder = write("epoch-0");
    Path beacon = folder.resolve("beacon.json");
    Path elsewhere = scratch.resolve("elsewhere");
    Files.move(beacon, elsewhere);
    Files.createSymbolicLink(beacon, elsewhere);
    assertDifferent(folder, "beacon.json", "no plain file");
    Files.delete(beacon);
    assertThat(new ProcessBuilder("mkfifo", beacon.toString()).start().waitFor())
        .isZero();
    assertDifferent(folder, "beacon.json", "no plain file");
    Files.delete(beacon);
    Files.createDirectory(beacon);
    assertDifferent(folder, "beacon.json", "no plain file");
    Files.delete(beacon);
    Files.move(elsewhere, beacon);
    Path note = folder.resolve("manifest.note");
    Files.createSymbolicLink(note, beacon);
    assertDifferent(folder, "manifest.note", "no plain file");
    Files.delete(note);
    Files.delete(folder.resolve("manifest.json"));
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("manifest.json").toString())
            .start()
            .waitFor())
        .isZero();
    assertDifferent(folder, "manifest.json", "no plain file");
  }

  @Test
  void linesAreBoundedAndLettersThatSteerATerminalAreNotShown() throws Exception {
    Path folder = write("epoch-0");
    Files.writeString(folder.resolve("verdicts.jsonl"), "x".repeat(3 << 20));
    EpochBundle bundle = EpochBundle.open(folder);
    assertThatThrownBy(() -> Statement.of(bundle, honest.text()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("verdicts.jsonl: line 1: ");
    for (String part : List.of("policy.json", "beacon.json", "tables.json", "registry.jsonl")) {
      Path deep = write("deep-" + part);
      Files.writeString(deep.resolve(part), "[{\"a\":".repeat(100_000));
      assertThatThrownBy(() -> EpochBundle.open(deep).input())
          .isInstanceOf(BundleException.class)
          .hasMessageContaining(part + ": ");
    }
    String name = "a\u001b[31m\u202e\u0007b";
    assertThat(new BundleException(name, name).getMessage()).isEqualTo("a?[31m??b: a?[31m??b");
    assertThat(new ReplayResult.Different(name, name))
        .isEqualTo(new ReplayResult.Different("a?[31m??b", "a?[31m??b"));
  }

  private Path write(String name) throws IOException {
    Path folder = scratch.resolve(name);
    EpochInput input = network.input(SettlementState.GENESIS);
    EpochBundle.write(folder, Publication.FIRST, input, ENGINE.run(input));
    return folder;
  }

  private int firstRefusal(String reason) {
    for (int i = 0; i < network.log.size(); i++) {
      if (network.log.get(i).getRefusal().equals(reason)) {
        return i;
      }
    }
    throw new AssertionError("no " + reason + " in the log");
  }

  private static void assertDifferent(Path folder, String part, String detail) throws IOException {
    assertThat(new BundleReplay(ENGINE).replay(folder))
        .isInstanceOfSatisfying(ReplayResult.Different.class, d -> {
          assertThat(d.part()).isEqualTo(part);
          assertThat(d.detail()).contains(detail);
        });
  }
}
