package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.epoch.LoggedNetwork.ENGINE;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a dishonest operator can do with our own engine and its own key, and what shows it. In each test all hashes are right again
 * and every manifest is signed; SECURITY.md has the table.
 */
class DishonestOperatorTest {
  private static final OperatorId THIEF = TestNetwork.operator(66);

  @TempDir
  Path folder;

  private final LoggedNetwork network;
  private final List<ReplayNote> notes = new ArrayList<>();

  DishonestOperatorTest() throws Exception {
    network = new LoggedNetwork();
  }

  private Optional<RunReplay.Finding> replay(Path... paths) throws Exception {
    return replay(Optional.empty(), paths);
  }

  private Optional<RunReplay.Finding> replay(Optional<WitnessPolicy> witnesses, Path... paths)
      throws Exception {
    List<RunFolder> runs = new ArrayList<>();
    for (Path path : paths.length == 0 ? new Path[] {folder} : paths) {
      runs.add(RunFolder.open(path));
    }
    notes.clear();
    return new RunReplay(ENGINE, witnesses).replay(runs, step -> {
      if (step instanceof RunReplay.Step.Epoch epoch) {
        notes.addAll(epoch.same().notes());
      }
    });
  }

  private void assertCaught(String part, String detail) throws Exception {
    network.publish(folder);
    assertDifferent(part, detail);
  }

  private void assertDifferent(String part, String detail) throws Exception {
    assertThat(replay()).hasValueSatisfying(finding -> {
      assertThat(finding.different().part()).isEqualTo(part);
      assertThat(finding.different().detail()).contains(detail);
    });
  }

  /** The replay comes out the same, but says what it rests on: with --strict it fails. */
  private ReplayNote assertNamed(ReasonCode code) throws Exception {
    assertThat(replay()).isEmpty();
    assertThat(notes).anyMatch(n -> n.code().equals(code) && n.level() != ReplayNote.Level.CHECKED);
    return notes.stream()
        .filter(n -> n.code().equals(code) && n.level() != ReplayNote.Level.CHECKED)
        .findFirst()
        .orElseThrow();
  }

  private static EpochInput with(EpochInput input, RegistryView registry) {
    return new EpochInput(
        input.policy(),
        input.beacon(),
        input.facts(),
        input.tables(),
        registry,
        input.evidence(),
        input.sanctions(),
        input.before());
  }

  private static EpochInput with(EpochInput input, EpochFacts facts) {
    return new EpochInput(
        input.policy(),
        input.beacon(),
        facts,
        input.tables(),
        input.registry(),
        input.evidence(),
        input.sanctions(),
        input.before());
  }

  private static EpochInput changed(EpochInput input, UnaryOperator<RegistryRecord> change)
      throws Exception {
    return with(
        input, RegistryView.of(input.registry().records().stream().map(change).toList()));
  }

  private static EpochInput added(EpochInput input, Instant at, RegistryChange change)
      throws Exception {
    List<RegistryRecord> records = new ArrayList<>(input.registry().records());
    RegistryRecord last = records.get(records.size() - 1);
    records.add(new RegistryRecord(
        last.index() + 1, at.isBefore(last.at()) ? last.at() : at, last.device(), change));
    return with(input, RegistryView.of(records));
  }

  private interface Tamper {
    void with(List<LoggedReport> reports);
  }

  private static LoggedNetwork.Lie inEpoch(int epoch, LoggedNetwork.Lie lie) {
    return input -> input.epoch().index() == epoch ? lie.tell(input) : input;
  }

  private static LoggedNetwork.Lie reports(Tamper tamper) {
    return inEpoch(1, input -> {
      List<LoggedReport> reports = new ArrayList<>();
      input.evidence().forEach(reports::add);
      tamper.with(reports);
      return input.with(EvidenceSource.of(reports));
    });
  }

  private static RegistryRecord stolen(RegistryRecord record) {
    return record.change() instanceof RegistryChange.Enrolled device
        ? new RegistryRecord(
            record.index(),
            record.at(),
            record.device(),
            new RegistryChange.Enrolled(device.key(), THIEF, device.deviceClass(), device.cell()),
            record.instruction())
        : record;
  }

  private static RegistryRecord unsigned(RegistryRecord record) {
    return new RegistryRecord(record.index(), record.at(), record.device(), record.change());
  }

  private static NetworkPolicy policy(TokenAmount minted, OperatorId treasury) throws Exception {
    NetworkPolicy honest = TestNetwork.policy();
    RewardPolicy rewards = RewardPolicy.builder(
            TestNetwork.NAME, honest.rewards().token())
        .emission(new ConstantEmission(minted))
        .pool(Pool.named("uptime")
            .share(90)
            .proportionalTo(honest.proofs().firstKey())
            .build())
        .pool(Pool.named("treasury").share(10).paysTo(treasury).build())
        .build();
    return honest.withRewards(rewards);
  }

  @Test
  void anHonestOperatorIsNotAccused() throws Exception {
    network.publish(folder);
    assertThat(replay()).isEmpty();
    assertThat(notes)
        .filteredOn(n -> n.level() != ReplayNote.Level.CHECKED)
        .extracting(ReplayNote::code)
        .containsOnly(ReplayNotes.BEACON_CHOSEN, ReplayNotes.NOT_WITNESSED);
    assertThat(notes)
        .extracting(ReplayNote::code)
        .contains(
            ReplayNotes.GENESIS,
            ReplayNotes.FOLLOWS,
            ReplayNotes.SIGNED,
            ReplayNotes.POLICY_SAME,
            ReplayNotes.REGISTRY_CHECKED,
            ReplayNotes.LOG_COMPLETE);
  }

  @Test
  void premine() throws Exception {
    TreeMap<OperatorId, TokenAmount> mine = new TreeMap<>(Map.of(THIEF, TokenAmount.of(1)));
    network.start = new SettlementState(0, "", new TreeMap<>(), mine, ProofStates.NONE);
    assertCaught("before.json", "epoch 0 does not begin with nothing");
  }

  @Test
  void firstBundleDropped() throws Exception {
    network.publish(folder);
    BundleFiles.deleteTree(folder.resolve("epoch-0"));
    assertThat(assertNamed(ReplayNotes.NOT_FOLLOWED).facts().get("previous")).hasSize(64);
  }

  @Test
  void middleBundleDropped() throws Exception {
    network.publish(folder);
    BundleFiles.deleteTree(folder.resolve("epoch-1"));
    assertDifferent("manifest.json", "the bundle of epoch 1 is missing");
  }

  @Test
  void registryRewritten() throws Exception {
    network.told = inEpoch(2, input -> changed(input, DishonestOperatorTest::stolen));
    assertCaught("registry.jsonl", "is not told alike by the bundles of both epochs");
  }

  @Test
  void registryOtherThanTheLog() throws Exception {
    network.told = input -> changed(input, r -> unsigned(stolen(r)));
    assertCaught("registry-changes.jsonl", "is not the one that the log has in its place");
  }

  @Test
  void registryChangeDropped() throws Exception {
    network.told = input -> input.epoch().index() == 0
        ? input
        : with(
            input,
            RegistryView.of(input.registry().records().stream()
                .filter(r -> !(r.change() instanceof RegistryChange.Suspended)
                    && r.at().isBefore(TestNetwork.GENESIS.plus(Duration.ofMinutes(30))))
                .toList()));
    assertCaught("registry-changes.jsonl", "is missing: the log has it");
  }

  @Test
  void payeeSwapped() throws Exception {
    // in the log too, from the first day on; the device's own words remain
    network.truth = input -> changed(input, DishonestOperatorTest::stolen);
    assertCaught("registry-changes.jsonl", "does not follow from its instruction");
  }

  @Test
  void payeeSwappedAndTheWordsThrownAway() throws Exception {
    network.truth = input -> changed(input, r -> unsigned(stolen(r)));
    network.publish(folder);
    assertThat(assertNamed(ReplayNotes.REGISTRY_UNSIGNED).facts())
        .containsEntry("change", "enrolled")
        .containsEntry("count", "2");
  }

  @Test
  void saleBackdated() throws Exception {
    Instant before = TestNetwork.SCHEDULE.at(2).start().plusSeconds(60);
    network.told = inEpoch(2, input -> added(input, before, new RegistryChange.Transferred(THIEF)));
    assertCaught("registry-changes.jsonl", "before epoch 1 was closed");
  }

  @Test
  void saleBackdatedWithinItsEpoch() throws Exception {
    network.publish(folder);
    // the log has the suspension where it happened; its date is moved to the front
    Instant early = TestNetwork.SCHEDULE.at(1).start().plusSeconds(90);
    LoggedNetwork other = new LoggedNetwork();
    other.truth = input -> input.epoch().index() == 0
        ? input
        : changed(
            input,
            r -> r.change() instanceof RegistryChange.Suspended
                ? new RegistryRecord(r.index(), early, r.device(), r.change())
                : r);
    Path lie = folder.resolve("lie");
    other.publish(lie);
    assertThat(replay(lie)).hasValueSatisfying(finding -> {
      assertThat(finding.different().part()).isEqualTo("registry-changes.jsonl");
      assertThat(finding.different().detail()).contains("is dated back to");
    });
  }

  private SanctionLedger sanction(Duration offset) throws Exception {
    Instant at = TestNetwork.GENESIS.plus(offset);
    return SanctionLedger.EMPTY.with(new SanctionEvent.Imposed(
        at,
        1,
        network.devices.get(0),
        new ReasonCode("location.teleport"),
        List.of(ReportId.ofSignedBytes(new byte[] {1})),
        at.plus(Duration.ofDays(30)),
        Duration.ofDays(7),
        new TreeSet<>()));
  }

  @Test
  void sanctionBackdated() throws Exception {
    SanctionLedger backdated = sanction(Duration.ofMinutes(90));
    network.told = inEpoch(2, input -> input.with(backdated));
    assertCaught("sanctions.jsonl", "before epoch 1 was closed");
  }

  @Test
  void sanctionInItsPlaceIsChecked() throws Exception {
    network.sanctions = sanction(Duration.ofMinutes(90));
    network.publish(folder);
    assertThat(replay(folder)).isEmpty();
    assertThat(notes)
        .filteredOn(note -> note.code().text().startsWith("sanctions."))
        .isNotEmpty()
        .allMatch(note -> note.level() == ReplayNote.Level.CHECKED);
  }

  @Test
  void sanctionBackdatedWithinItsEpoch() throws Exception {
    network.sanctions = sanction(Duration.ofMinutes(90));
    network.sanctionsLate = true;
    assertCaught("sanctions.jsonl", "is dated back to 2026");
  }

  @Test
  void sanctionThatTheLogDoesNotHave() throws Exception {
    SanctionLedger hidden = sanction(Duration.ofMinutes(90));
    network.told = inEpoch(1, input -> input.with(hidden));
    assertCaught("sanctions.jsonl", "is not in the log");
  }

  private static NoteSigner anotherKey() throws Exception {
    byte[] seed = new byte[32];
    seed[0] = 7;
    return Ed25519NoteSigner.ofLog(LoggedNetwork.KEY.key().name(), seed);
  }

  @Test
  void aRotatedLogKeyIsFollowed() throws Exception {
    network.nextKey = Optional.of(anotherKey());
    network.publish(folder);
    WitnessPolicy old = WitnessPolicy.parse("log " + LoggedNetwork.KEY.key() + "\nquorum none\n");
    assertThat(replay(Optional.of(old))).isEmpty();
    assertThat(notes)
        .filteredOn(note -> note.code().equals(ReplayNotes.LOG_KEY_ROTATED))
        .singleElement()
        .satisfies(note -> assertThat(note.level()).isEqualTo(ReplayNote.Level.CHECKED));
  }

  @Test
  void logKeyTakenOver() throws Exception {
    network.nextKey = Optional.of(anotherKey());
    network.oldKeySigns = false;
    assertCaught("log.json", "the checkpoint: ");
  }

  @Test
  void unsignedTransfer() throws Exception {
    LoggedNetwork sold = new LoggedNetwork(true);
    sold.publish(folder);
    assertThat(assertNamed(ReplayNotes.REGISTRY_UNSIGNED).facts())
        .containsEntry("change", "transferred")
        .containsEntry("device", sold.devices.get(1).text());
    assertThat(Statement.of(EpochBundle.open(folder.resolve("epoch-2")), THIEF.text())
            .toText(0))
        .contains("owner " + THIEF, "by the network");
  }

  @Test
  void unsignedTransferThatTheLogDoesNotHave() throws Exception {
    Instant at = TestNetwork.SCHEDULE.at(2).start().plusSeconds(400);
    network.told = inEpoch(2, input -> added(input, at, new RegistryChange.Transferred(THIEF)));
    assertCaught("registry-changes.jsonl", "is not in the log");
  }

  @Test
  void otherPolicy() throws Exception {
    network.told = inEpoch(2, input -> input.with(policy(TokenAmount.of(1_000_003), THIEF)));
    assertCaught("policy.json", "but the log fixed");
  }

  @Test
  void otherPolicyInTheLogToo() throws Exception {
    NetworkPolicy lie = TestNetwork.policy()
        .withRewards(policy(TokenAmount.of(1_000_003), THIEF).rewards());
    network.truth = inEpoch(2, input -> input.with(lie));
    network.publish(folder);
    ReplayNote named = assertNamed(ReplayNotes.POLICY_CHANGED);
    assertThat(named.facts()).containsEntry("policy", lie.id());
    assertThat(named.facts().get("changes")).contains("rewards.pools[1]", THIEF.text());
  }

  @Test
  void otherEmissionInTheLastEpoch() throws Exception {
    network.truth = inEpoch(
        2, input -> input.with(policy(TokenAmount.of(100_000_300), TestNetwork.operator(99))));
    network.publish(folder);
    assertThat(assertNamed(ReplayNotes.POLICY_CHANGED).facts().get("changes"))
        .contains("rewards.emission");
  }

  @Test
  void factInvented() throws Exception {
    network.told = inEpoch(
        1,
        input -> with(
            input, new EpochFacts(input.epoch(), new TreeMap<>(Map.of("burned", BigInteger.TEN)))));
    assertCaught("facts.json", "but the log fixed");
  }

  @Test
  void aNameThatSteersTerminals() {
    ReplayNote note =
        ReplayNote.unsigned(ReplayNotes.TABLES, Map.of("tables", "maintenance\u001b[2J"));
    assertThat(note.facts()).containsEntry("tables", "maintenance?[2J");
  }

  @Test
  void factInventedInTheLogToo() throws Exception {
    network.truth = inEpoch(
        1,
        input -> with(
            input, new EpochFacts(input.epoch(), new TreeMap<>(Map.of("burned", BigInteger.TEN)))));
    network.publish(folder);
    assertThat(assertNamed(ReplayNotes.FACTS).facts()).containsEntry("figures", "burned");
  }

  @Test
  void reportDropped() throws Exception {
    network.told = reports(all -> all.remove(4));
    assertCaught("log-records.bin", "has the report");
  }

  @Test
  void lastReportDropped() throws Exception {
    network.told = reports(all -> all.remove(all.size() - 1));
    assertCaught("log-records.bin", "which the bundle leaves out");
  }

  @Test
  void reportAdded() throws Exception {
    LoggedReport late = network.network.log.get(network.network.log.size() - 1);
    network.told = input -> {
      if (input.epoch().index() != 2) {
        return input;
      }
      List<LoggedReport> reports = new ArrayList<>();
      input.evidence().forEach(reports::add);
      network.network.heartbeat(network.devices.get(0), 212, Duration.ofMinutes(178));
      reports.add(network.network.log.get(network.network.log.size() - 1));
      assertThat(reports.get(reports.size() - 2)).isEqualTo(late);
      return input.with(EvidenceSource.of(reports));
    };
    assertCaught("log-records.bin", "has no record of the report");
  }

  @Test
  void reportReordered() throws Exception {
    // two reports that were received in the same moment
    network.told = reports(all -> Collections.swap(all, 0, 1));
    assertCaught("log-records.bin", "where the bundle has");
  }

  @Test
  void latenessInvented() throws Exception {
    long late = TestNetwork.SCHEDULE.closesAt(TestNetwork.SCHEDULE.at(1)).toEpochMilli();
    network.told = reports(all -> {
      LoggedReport last = all.get(all.size() - 1);
      all.set(
          all.size() - 1,
          last.toBuilder()
              .setReceivedAtMs(late)
              .setRefusal(ReportReasons.EPOCH_CLOSED.text())
              .build());
    });
    assertCaught("log-records.bin", "the bundle says at");
  }

  @Test
  void refusalsDropped() throws Exception {
    network.told = reports(all -> all.removeIf(report -> !report.getRefusal().isEmpty()));
    assertCaught("log-records.bin", "report");
  }

  @Test
  void checkpointForked() throws Exception {
    network.publish(folder);
    LoggedNetwork other = new LoggedNetwork();
    other.truth = reports(all -> all.remove(4));
    Path fork = folder.resolve("fork");
    other.publish(fork);
    // each history is consistent by itself
    assertThat(replay(fork)).isEmpty();
    assertThat(replay(folder.resolve("epoch-1"), fork.resolve("epoch-2")))
        .hasValueSatisfying(
            finding -> assertThat(finding.different().detail()).contains("follows the bundle"));
    // and a bundle of the one does not go on from a bundle of the other, whatever it names
    EpochBundle last = EpochBundle.open(fork.resolve("epoch-2"));
    EpochInput input = last.input();
    Publication lie = Publication.after(
            EpochBundle.open(folder.resolve("epoch-1")).manifest())
        .with(last.log().orElseThrow(), LoggedNetwork.KEY);
    BundleFiles.deleteTree(folder.resolve("epoch-2"));
    try (EpochOutcome outcome = ENGINE.run(input)) {
      EpochBundle.write(folder.resolve("epoch-2"), lie, input, outcome);
    }
    BundleFiles.deleteTree(fork);
    assertDifferent("log.json", "the log was forked");
  }

  @Test
  void aForkedLogFindsNoQuorum() throws Exception {
    NoteSigner[] witness = new NoteSigner[4];
    StringBuilder policy = new StringBuilder("log " + LoggedNetwork.KEY.key() + "\n");
    for (int i = 0; i < 4; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) (i + 1);
      witness[i] = Ed25519NoteSigner.ofWitness("w" + i, seed);
      policy.append("witness w" + i + " " + witness[i].key() + "\n");
    }
    policy.append("group all4 3 w0 w1 w2 w3\nquorum all4\n");
    WitnessPolicy trusted = WitnessPolicy.parse(policy.toString());

    network.witnesses = 3;
    network.witness = witness;
    network.publish(folder);
    assertThat(replay(Optional.of(trusted))).isEmpty();
    assertThat(notes).extracting(ReplayNote::code).contains(ReplayNotes.WITNESSED);
    assertThat(notes)
        .extracting(ReplayNote::code)
        .doesNotContain(ReplayNotes.NOT_WITNESSED, ReplayNotes.NO_QUORUM);

    // whoever forks finds only the witnesses that help him
    LoggedNetwork fork = new LoggedNetwork();
    fork.truth = reports(all -> all.remove(4));
    fork.witnesses = 1;
    fork.witness = witness;
    Path other = folder.resolve("fork");
    fork.publish(other);
    assertThat(replay(Optional.of(trusted), other)).isEmpty();
    assertThat(notes)
        .anyMatch(
            n -> n.code().equals(ReplayNotes.NO_QUORUM) && n.level() == ReplayNote.Level.UNCHECKED);
  }

  @Test
  void logThrownAway() throws Exception {
    network.publish(folder);
    EpochBundle last = EpochBundle.open(folder.resolve("epoch-2"));
    List<LoggedReport> reports = new ArrayList<>();
    last.input().evidence().forEach(reports::add);
    EpochInput input = last.input().with(EvidenceSource.of(reports));
    Publication without = new Publication(
        last.manifest().previous(), Optional.empty(), Optional.of(LoggedNetwork.KEY));
    BundleFiles.deleteTree(last.folder());
    try (EpochOutcome outcome = ENGINE.run(input)) {
      EpochBundle.write(last.folder(), without, input, outcome);
    }
    assertDifferent("manifest.json", "holds no range of the log");
  }

  @Test
  void bundleOtherThanTheSettledOne() throws Exception {
    network.publish(folder);
    int at = -1;
    for (int i = 0; i < network.log.size(); i++) {
      if (network.log.get(i) instanceof LogRecord.Settled settled && settled.epoch() == 0) {
        at = i;
      }
    }
    LogRecord.Settled settled = (LogRecord.Settled) network.log.get(at);
    network.log.set(at, new LogRecord.Settled(0, Bytes32.ZERO, settled.root(), settled.total()));
    EpochBundle bundle = EpochBundle.open(folder.resolve("epoch-1"));
    EpochInput input = bundle.input();
    List<LoggedReport> reports = new ArrayList<>();
    input.evidence().forEach(reports::add);
    EpochInput held = input.with(EvidenceSource.of(reports));
    LogRange range = bundle.log().orElseThrow();
    Publication lie = new Publication(
            bundle.manifest().previous(), Optional.empty(), Optional.empty())
        .with(
            network.range((int) range.frontier().size(), (int)
                range.checkpoint().checkpoint().head().size()),
            LoggedNetwork.KEY);
    BundleFiles.deleteTree(folder.resolve("epoch-2"));
    BundleFiles.deleteTree(bundle.folder());
    try (EpochOutcome outcome = ENGINE.run(held)) {
      EpochBundle.write(bundle.folder(), lie, held, outcome);
    }
    assertDifferent("log-records.bin", "was settled by the bundle");
  }

  @Test
  void manifestSignedByAnother() throws Exception {
    network.publish(folder);
    Path note = folder.resolve("epoch-1").resolve(ManifestNote.FILE);
    byte[] seed = new byte[32];
    seed[1] = 1;
    java.nio.file.Files.writeString(
        note,
        ManifestNote.sign(
                EpochBundle.open(folder.resolve("epoch-1")).manifest(),
                Ed25519NoteSigner.ofLog("example.org/log", seed))
            .toString());
    assertDifferent("manifest.note", "");
  }
}
